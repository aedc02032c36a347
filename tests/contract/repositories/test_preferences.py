"""Every PreferenceStore keeps the same promises."""

from __future__ import annotations

import pytest

from chalicelib.core.change import Change
from chalicelib.core.dynamo import Dynamo
from chalicelib.core.ids import UserId
from chalicelib.domains.preferences.models import KeptPreferences, Preferences
from chalicelib.domains.preferences.ports import PreferenceStore
from chalicelib.domains.preferences.repository import DynamoPreferenceStore, PreferencesRow
from tests.fakes.preferences import MemoryPreferences

CHANGE = Change("preferences.changed", "ana", 1)
ANA = UserId("ana")
FIRST = KeptPreferences(Preferences(undo_send_seconds=0), version=1)
SECOND = KeptPreferences(Preferences(enter_sends=False, undo_send_seconds=10), version=2)


@pytest.fixture
def store(storage: Dynamo | None) -> PreferenceStore:
    return DynamoPreferenceStore(storage) if storage else MemoryPreferences()


def test_who_never_chose_has_the_defaults(store: PreferenceStore) -> None:
    assert store.of(ANA) == KeptPreferences(Preferences(), version=0)


def test_choices_are_kept_in_order_of_their_versions(store: PreferenceStore) -> None:
    assert not store.save(ANA, SECOND, CHANGE)
    assert store.save(ANA, FIRST, CHANGE)
    assert not store.save(ANA, FIRST, CHANGE)
    assert store.save(ANA, SECOND, CHANGE)
    assert store.of(ANA) == SECOND
    assert store.of(UserId("otra")).version == 0


@pytest.mark.parametrize("storage", ["moto"], indirect=True)
def test_a_choice_of_a_newer_release_is_passed_over(storage: Dynamo) -> None:
    chosen = {"enter_sends": False, "of_a_later_release": 7}
    storage.put(PreferencesRow("preferences", "ana", chosen=chosen, version=3), change=CHANGE)
    kept = DynamoPreferenceStore(storage).of(ANA)
    assert kept == KeptPreferences(Preferences(enter_sends=False), version=3)
