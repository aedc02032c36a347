"""No view tells of a person what nobody has decided on: whether a role may be kept from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from chalicelib.api.endpoint import ENDPOINTS
from chalicelib.api.resources import PATHS_OF, resource_module
from chalicelib.domains.access.fields import FIELDS, Shows, ShowsBy, ShowsClientValues
from chalicelib.domains.access.withholding import Member, members, views_in
from chalicelib.domains.notifications.schemas import ConversationFrame
from chalicelib.domains.notifications.services.alert_feed import AlertFrame
from chalicelib.domains.notifications.services.note_push import NoteFrame
from chalicelib.domains.notifications.services.presence_push import PresenceFrame

FRAMES = (ConversationFrame, NoteFrame, PresenceFrame, AlertFrame)
TELLING = frozenset(
    {
        "name",
        "names",
        "phone",
        "number",
        "value",
        "values",
        "username",
        "email",
        "first_name",
        "last_name",
        "national_id",
        "before",
        "after",
        "payload",
        "author",
    }
)
"""What members are called that could hold who somebody is."""

OF_NO_PERSON = frozenset(
    {
        # the business, its settings and its templates
        "BoundConnectionView.name",
        "BreakNameView.name",
        "BreakView.name",
        "CheckView.name",
        "ConfiguredView.name",
        "ConnectionView.name",
        "GreetingView.name",
        "NodeView.name",
        "ParameterView.name",
        "SavedView.name",
        "SentTemplateView.name",
        "StartableView.name",
        "TemplateView.name",
        "RoleView.name",
        "RoleDifferences.name",
        "HeldView.name",
        "PasskeyView.name",
        # what one sent oneself, and what a link tells its owner
        "ImportedRowView.name",
        "ImportedRowView.username",
        "InvitationView.name",
        "InvitationView.username",
        "InvitationView.email",
        "ResetView.name",
        "ResetView.email",
        "ButtonView.phone",
        "SentButtonView.phone",
        # who asks, of themselves
        "MeView.name",
        "MeView.email",
        # what a button says, and what a provider calls groups of people
        "OfferedProvider.name",
        "MappingRuleView.value",
        # what a customer says: cards of others, places, answers to a form
        "ContactCardView.name",
        "CardPhoneView.number",
        "LocationView.name",
        "AnswerView.name",
        "AnswerView.value",
        # an instant
        "ForeseenView.before",
        # one field, asked for by itself and on record
        "RevealedView.values",
    }
)


def views() -> dict[str, type]:
    """Every view of an answer and of a frame, by name."""
    for name in PATHS_OF:
        resource_module(name)
    schemas = (*(one.response for one in ENDPOINTS), *FRAMES)
    return {view.__name__: view for schema in schemas for view in views_in(schema)}


def undecided() -> Iterator[str]:
    for name, view in views().items():
        for member in members(view):
            if member.name in TELLING and member.marker is None and holds_text(member):
                yield origin_of(name, view, member)


def holds_text(member: Member) -> bool:
    return str in (member.type, *get_args(member.type)) or member.name == "payload"


def origin_of(name: str, view: type, member: Member) -> str:
    """What all configured things have in common is decided on once."""
    is_configured = {"is_retired", "changed_by", "changed_at"} <= {
        one.name for one in members(view)
    }
    return f"{'ConfiguredView' if is_configured and name != 'RoleView' else name}.{member.name}"


def test_every_member_that_may_tell_who_somebody_is_has_been_decided_on() -> None:
    assert set(undecided()) - OF_NO_PERSON == set()


def test_what_is_said_to_tell_of_nobody_is_in_some_view() -> None:
    assert OF_NO_PERSON - set(undecided()) == set()


def test_every_field_is_shown_by_some_view_and_every_marker_names_a_field() -> None:
    shown: set[str] = set()
    for view in views().values():
        for member in members(view):
            if isinstance(member.marker, Shows):
                shown |= set(member.marker.fields)
            elif isinstance(member.marker, ShowsBy):
                shown |= set(member.marker.fields.values())
            elif isinstance(member.marker, ShowsClientValues):
                shown.add("client.*")
    assert shown == FIELDS.keys()


def test_a_member_that_shows_by_another_finds_it_in_its_view() -> None:
    for view in views().values():
        names = {one.name for one in members(view)}
        assert {
            one.marker.member for one in members(view) if isinstance(one.marker, ShowsBy)
        } <= names
