"""Erases a person step by step, by anonymising: what happened stays countable, nobody is in it.

Each step may be killed anywhere and is done again from where it was saved; whatever it takes away
may be taken away twice. The order: first nobody is known by their identities any more, so that
whoever writes again is somebody new; then everything is emptied; then, once what was on its way
has arrived, all of it is looked through once more. The identities are forgotten last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from chalicelib.core.change import Change
from chalicelib.core.clock import Clock, rfc3339_ms, to_ms
from chalicelib.core.ids import AppId, ContactId, ConversationId, MessageId, UserId, new_id
from chalicelib.core.queues import HISTORY, INBOUND, NETS, STATUS, Queues
from chalicelib.domains.audit.models import Sighting
from chalicelib.domains.audit.ports import Witness
from chalicelib.domains.contacts.models import Contact, Identity
from chalicelib.domains.conversations.ports import TrayStore
from chalicelib.domains.dead_letters.models import STATES
from chalicelib.domains.privacy import rules
from chalicelib.domains.privacy.errors import (
    ErasureExistsError,
    NotConfirmedError,
    UnderLegalHoldError,
)
from chalicelib.domains.privacy.models import STEPS, Erasure, ErasureId, Hold, Place, Step
from chalicelib.domains.privacy.ports import (
    AuditValues,
    Bodies,
    Cases,
    Drafts,
    Files,
    KnownContacts,
    Letters,
    Notices,
    Requests,
    Values,
)
from chalicelib.domains.privacy.services.letting_go import LettingGo

UNDERWAY_MS = 15 * 60_000
"""After which whatever was on a queue when an erasure began has been processed."""
_MESSAGES, _LETTERS, _NOTICES, _BODIES, _PEOPLE = 100, 25, 50, 20, 100
_EPISODES = 200
_NETS = tuple(NETS[one] for one in (INBOUND, STATUS, HISTORY))
"""Behind queues that carry what customers wrote."""


class Budget(Protocol):
    """How much may be done at a time."""

    def is_left(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Belongings:
    """Everything in which something of a person may lie."""

    contacts: KnownContacts
    values: Values
    cases: Cases
    drafts: Drafts
    letters: Letters
    notices: Notices
    bodies: Bodies
    files: Files
    audit: AuditValues


class Erasing:
    """The use cases of whoever orders an erasure, and of `clock`, which carries it out."""

    def __init__(  # noqa: PLR0913 - each is one place where something lies, or who is asked
        self,
        *,
        requests: Requests,
        belongings: Belongings,
        letting_go: LettingGo,
        trays: TrayStore,
        people: Callable[[], Iterable[UserId]],
        apps: Callable[[], Iterable[AppId]],
        queues: Queues,
        witness: Witness,
        clock: Clock,
        underway_ms: int = UNDERWAY_MS,
    ) -> None:
        self._requests = requests
        self._belongings = belongings
        self._letting_go = letting_go
        self._trays = trays
        self._people = people
        self._apps = apps
        self._queues = queues
        self._witness = witness
        self._clock = clock
        self._underway_ms = underway_ms
        self._steps: Mapping[Step, Callable[[Erasure], Erasure]] = {
            "identity": self._identity,
            "conversations": self._conversations,
            "drafts": self._drafts,
            "records": self._records,
            "letters": self._letters,
            "notices": self._notices,
            "bodies": self._bodies,
            "exports": self._exports,
            "underway": self._underway,
            "undelivered": self._undelivered,
            "audit": self._audit,
        }

    def of(self, contact: Contact) -> Erasure | None:
        """How far it has come; None where nobody ordered one."""
        return self._requests.erasure(contact.id)

    def holds_on(self, contact: Contact) -> list[Hold]:
        """What forbids it now."""
        now_ms = self._now()
        ids = (contact.id, *contact.aliases)
        held = (hold for one in ids for hold in self._belongings.cases.holds(one))
        return [one for one in held if one.is_on(now_ms)]

    def order(self, contact: Contact, typed: str, change: Change) -> Erasure:
        """Begin it: `clock` does the rest.

        Raises UnderLegalHoldError, ErasureExistsError, NotConfirmedError, UnwitnessedError.
        """
        if self._requests.erasure(contact.id) or contact.erased_at_ms is not None:
            raise ErasureExistsError
        if holds := self.holds_on(contact):
            raise UnderLegalHoldError(
                holds=[{"id": one.id, "until": rfc3339_ms(one.until_ms)} for one in holds]
            )
        if not rules.is_confirmed(contact, typed):
            raise NotConfirmedError
        family = (contact.id, *contact.aliases)
        erasure = Erasure(
            id=ErasureId(new_id(change.at_ms)),
            contact_id=contact.id,
            family=family,
            identities=self._identities(family),
            asked_by=change.actor,
            role=change.role,
            asked_at_ms=change.at_ms,
        )
        self._witness.saw(Sighting("erasure.ordered", "contact", contact.id), change)
        if not self._requests.begin_erasure(erasure, replace(change, event="erasure.ordered")):
            raise ErasureExistsError
        return erasure

    def go_on(self, budget: Budget) -> None:
        """Everything that is open, as far as the budget goes."""
        for erasure in self._requests.oldest_erasures(100):
            self._carry_on(erasure, budget)

    def _carry_on(self, erasure: Erasure, budget: Budget) -> None:
        while budget.is_left() and erasure.state == "open":
            moved = self._steps[erasure.step](erasure)
            if moved == erasure:
                return  # it waits
            moved = replace(moved, version=erasure.version + 1)
            if not self._requests.move_erasure(moved, self._change(erasure, "erasure.moved")):
                return  # somebody else goes on with it
            erasure = moved

    # steps: each answers the erasure as it is after a piece of work ------------------------

    def _identity(self, erasure: Erasure) -> Erasure:
        contacts = self._belongings.contacts
        gone = self._change(erasure, "identity.erased")
        for identity in erasure.identities:
            for owner in erasure.family:
                contacts.release(identity, owner, gone)
        for one in contacts.contacts(erasure.family):  # the erasure itself is a person's act
            said = replace(self._change(erasure, "contact.erased"), role=erasure.role)
            contacts.forget(one, said)
        return _next(erasure)

    def _conversations(self, erasure: Erasure) -> Erasure:
        """`place` is the conversation that is being emptied, or was, and how far."""
        done = erasure.place[:2]
        if len(erasure.place) == 3:
            return self._empty(erasure, done, erasure.place[2])
        beyond = (int(done[0]), ConversationId(done[1])) if done else None
        found = self._trays.opened(erasure.family, beyond, 1, forward=True)
        if not found:
            return _next(erasure)
        counted = erasure if erasure.is_last_round else _counted(erasure, conversations=1)
        return self._empty(counted, found[0], None)

    def _empty(self, erasure: Erasure, episode: Place, after: str | None) -> Erasure:
        conversation_id = ConversationId(episode[1])
        change = self._change(erasure, "message.changed")
        self._letting_go.close(conversation_id, change)
        message_id = None if after is None else MessageId(after)
        page = self._letting_go.messages(conversation_id, message_id, _MESSAGES)
        for message in page.items:
            self._letting_go.empty(message, change)
        if not erasure.is_last_round:
            files = sum(one.media is not None for one in page.items)
            erasure = _counted(erasure, messages=len(page.items), files=files)
        if page.next_position:
            return replace(erasure, place=(*episode, page.next_position[0]))
        self._letting_go.silence(conversation_id, change)
        return replace(erasure, place=tuple(episode))

    def _drafts(self, erasure: Erasure) -> Erasure:
        drafts, theirs = self._belongings.drafts, set(self._episodes(erasure.family))
        people = sorted(self._people())
        begun = int(erasure.place[0]) if erasure.place else 0
        for user_id in people[begun : begun + _PEOPLE]:
            for draft in drafts.of_user(user_id):
                if draft.conversation_id in theirs:
                    drafts.remove(user_id, draft.conversation_id, draft.version)
        if begun + _PEOPLE >= len(people):
            return _next(erasure)
        return replace(erasure, place=(begun + _PEOPLE,))

    def _records(self, erasure: Erasure) -> Erasure:
        for one in erasure.family:
            self._belongings.values.forget(one, self._change(erasure, "client_values.erased"))
            self._belongings.cases.forget(one, self._change(erasure, "consent.erased"))
        return _next(erasure)

    def _letters(self, erasure: Erasure) -> Erasure:
        state, before = erasure.place or (STATES[0], None)
        telling = rules.Telling(erasure.identities)
        page = self._belongings.letters.page(state, before, _LETTERS)
        for letter in page.items:
            if (body := telling.without(letter.body)) is not None:
                self._belongings.letters.rewrite(
                    letter, body, self._change(erasure, "dead_letter.emptied")
                )
        if page.next_position:
            return replace(erasure, place=(state, page.next_position[0]))
        further = STATES.index(state) + 1
        return (
            replace(erasure, place=(STATES[further], None))
            if further < len(STATES)
            else (_next(erasure))
        )

    def _notices(self, erasure: Erasure) -> Erasure:
        apps = sorted(self._apps())
        number, before = erasure.place or (0, None)
        if number >= len(apps):
            return _next(erasure)
        telling = rules.Telling(erasure.identities)
        page = self._belongings.notices.page(apps[number], before, _NOTICES)
        for notice in page.items:
            if telling.is_about(notice.raw):
                self._belongings.notices.rewrite(
                    notice, {}, self._change(erasure, "provider_notice.emptied")
                )
        if page.next_position:
            return replace(erasure, place=(number, page.next_position[0]))
        return replace(erasure, place=(number + 1, None))

    def _bodies(self, erasure: Erasure) -> Erasure:
        bodies, telling = self._belongings.bodies, rules.Telling(erasure.identities)
        keys = bodies.keys(str(erasure.place[0]) if erasure.place else "", _BODIES)
        for key in keys:
            kept = telling.without(bodies.get(key).decode(errors="replace"))
            if kept is not None:
                bodies.put(key, kept.encode())
        return replace(erasure, place=(keys[-1],)) if keys else _next(erasure)

    def _exports(self, erasure: Erasure) -> Erasure:
        for contact_id in erasure.family:
            for export in self._requests.exports_of(contact_id):
                if export.state == "gone":
                    continue
                for part in range(export.parts + 1):  # one may lie there that nobody noted
                    self._belongings.files.erase(archive_key(contact_id, export.id, part))
                gone = replace(export, state="gone", version=export.version + 1)
                self._requests.move_export(gone, self._change(erasure, "export.removed"))
                erasure = _counted(erasure, exports=1)
        return _next(erasure)

    def _underway(self, erasure: Erasure) -> Erasure:
        """Wait for what was sent before; then all over again, with whoever came of it."""
        if erasure.is_last_round:
            return _next(erasure)
        if self._now() < erasure.asked_at_ms + self._underway_ms:
            return replace(erasure, waits_for="underway")
        late = sorted(self._latecomers(erasure))
        begun = replace(erasure, is_last_round=True, waits_for=None, step=STEPS[0], place=())
        return replace(begun, family=(*erasure.family, *late))

    def _latecomers(self, erasure: Erasure) -> Iterable[ContactId]:
        """Contacts that came of what was on its way. Who has written since is somebody new: of
        them goes only what is older."""
        owners = self._belongings.contacts.owners(erasure.identities, consistent=True)
        for owner in set(owners.values()) - set(erasure.family):
            spoke_since = False
            for conversation_id in self._episodes((owner,)):
                page = self._letting_go.messages(conversation_id, None, _EPISODES)
                for message in page.items:
                    if message.second * 1000 < erasure.asked_at_ms - 1000:
                        self._letting_go.empty(message, self._change(erasure, "message.changed"))
                    else:
                        spoke_since = True
            if not spoke_since:
                yield owner

    def _undelivered(self, erasure: Erasure) -> Erasure:
        """What nobody could process lies on queues that give nothing out piece by piece."""
        if any(self._queues.waiting(net) for net in _NETS):
            return replace(erasure, waits_for="undelivered")
        return replace(_next(erasure), waits_for=None)

    def _audit(self, erasure: Erasure) -> Erasure:
        for one in erasure.family:
            for kind in ("contact", "client_values"):
                self._belongings.audit.forget(kind, one, self._change(erasure, "audit.erased"))
        done = self._change(erasure, "erasure.finished")
        counts = dict(erasure.counts)
        self._witness.saw(Sighting(done.event, "contact", erasure.contact_id, counts), done)
        return replace(erasure, state="done", place=(), identities=(), finished_at_ms=self._now())

    # --------------------------------------------------------------------------------------

    def _identities(self, family: tuple[ContactId, ...]) -> tuple[Identity, ...]:
        known = self._belongings.contacts.contacts(family)
        found = (identity for one in family if one in known for identity in known[one].identities)
        return tuple(dict.fromkeys(found))

    def _episodes(self, family: tuple[ContactId, ...]) -> Iterable[ConversationId]:
        beyond: tuple[int, ConversationId] | None = None
        while found := self._trays.opened(family, beyond, _EPISODES, forward=True):
            yield from (conversation_id for _, conversation_id in found)
            beyond = found[-1]

    def _change(self, erasure: Erasure, event: str) -> Change:
        """In the name of whoever ordered it; without a role, as no person does it now."""
        return Change(event, erasure.asked_by, self._now())

    def _now(self) -> int:
        return to_ms(self._clock.now())


def archive_key(contact_id: ContactId, export_id: str, part: int) -> str:
    """Where an archive of an export lies; parts count from zero."""
    return f"exports/{contact_id}/{export_id}/{part}.zip"


def _next(erasure: Erasure) -> Erasure:
    return replace(erasure, step=STEPS[STEPS.index(erasure.step) + 1], place=())


def _counted(erasure: Erasure, **more: int) -> Erasure:
    counts = {name: erasure.counts.get(name, 0) + number for name, number in more.items()}
    return replace(erasure, counts={**erasure.counts, **counts})
