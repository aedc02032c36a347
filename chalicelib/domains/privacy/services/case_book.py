"""Legal holds and consents of a person."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.errors import NotFoundError
from chalicelib.core.ids import ContactId, new_id
from chalicelib.domains.contacts.models import Contact
from chalicelib.domains.contacts.service import Contacts
from chalicelib.domains.privacy.errors import ErasureExistsError
from chalicelib.domains.privacy.models import (
    Consent,
    ConsentId,
    ConsentSource,
    ConsentState,
    Hold,
    HoldId,
)
from chalicelib.domains.privacy.ports import Cases, Requests


class CaseBook:
    """Use cases of holds and consents. What was said is never changed, only followed."""

    def __init__(self, cases: Cases, requests: Requests, contacts: Contacts, clock: Clock) -> None:
        self._cases = cases
        self._requests = requests
        self._contacts = contacts
        self._clock = clock

    def holds(self, contact: Contact) -> list[Hold]:
        """All there ever were, newest first."""
        found = [hold for one in _family(contact) for hold in self._cases.holds(one)]
        return sorted(found, key=lambda one: one.id, reverse=True)

    def is_held(self, contact_id: ContactId) -> bool:
        """Whether anything forbids erasing what is of a contact, or of whoever it is one with."""
        family = self._contacts.family_of(contact_id)
        return any(self.is_on(hold) for one in family for hold in self._cases.holds(one))

    def is_on(self, hold: Hold) -> bool:
        """Whether it forbids erasing now."""
        return hold.is_on(to_ms(self._clock.now()))

    def place(self, contact: Contact, reason: str, until_ms: int | None, change: Change) -> Hold:
        """Nothing of a person is erased before it is over. Raises ErasureExistsError."""
        self._require_somebody(contact)
        hold = Hold(
            HoldId(new_id(change.at_ms)), contact.id, reason, until_ms, change.actor, change.at_ms
        )
        self._cases.place(hold, replace(change, event="legal_hold.placed"))
        return hold

    def release(self, contact: Contact, hold_id: str, change: Change) -> Hold:
        """End it now; what is over already stays as it ended. Raises NotFoundError."""
        found = next((one for one in self.holds(contact) if one.id == hold_id), None)
        if found is None:
            raise NotFoundError
        if not found.is_on(change.at_ms):
            return found
        released = replace(found, released_by=change.actor, released_at_ms=change.at_ms)
        self._cases.release(released, replace(change, event="legal_hold.released"))
        return released

    def consents(self, contact: Contact) -> list[Consent]:
        """All that was said, newest first: the first of a purpose is what holds."""
        found = [said for one in _family(contact) for said in self._cases.consents(one)]
        return sorted(found, key=lambda one: (one.at_ms, one.id), reverse=True)

    def record(
        self,
        contact: Contact,
        *,
        purpose: str,
        state: ConsentState,
        source: ConsentSource,
        evidence: str,
        at_ms: int,
        change: Change,
    ) -> Consent:
        """Write down what a person said. Raises ErasureExistsError."""
        self._require_somebody(contact)
        consent = Consent(
            id=ConsentId(new_id(change.at_ms)),
            contact_id=contact.id,
            purpose=purpose,
            state=state,
            source=source,
            evidence=evidence,
            at_ms=at_ms,
            recorded_by=change.actor,
            recorded_at_ms=change.at_ms,
        )
        self._cases.record(consent, replace(change, event="consent.recorded"))
        return consent

    def _require_somebody(self, contact: Contact) -> None:
        if contact.erased_at_ms is not None or self._requests.erasure(contact.id):
            raise ErasureExistsError


def _family(contact: Contact) -> tuple[ContactId, ...]:
    return (contact.id, *contact.aliases)
