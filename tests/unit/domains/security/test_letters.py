"""What people are told by mail, and what is done where there is nobody to tell."""

from __future__ import annotations

from chalicelib.core.change import Change
from chalicelib.core.clock import to_ms
from chalicelib.core.ids import UserId
from chalicelib.core.queues import MAIL
from chalicelib.domains.access.models import IssuedLink, Visit
from chalicelib.domains.mail.models import NOBODY, Language, Letter, MailPolicy
from chalicelib.domains.mail.services.mail_room import MailRoom, unpacked
from chalicelib.domains.mail.services.rounds import Rounds
from chalicelib.domains.mail.texts import WORDS
from chalicelib.domains.security.models import Passkey, PasskeyId
from chalicelib.domains.security.services.letters import Letters
from tests.fakes.clock import START, FakeClock
from tests.fakes.mail import MemoryDispatches, RecordedCarrier
from tests.fakes.queues import FakeQueues
from tests.unit.domains.access.house import ANA, SILVIA

CHANGE = Change("thing.done", "ana", to_ms(START), request_id="r1")
LINK = IssuedLink("ana.s3cret", START)
HOME = "https://hilo.example"


class Office:
    """A mail room whose queue can be looked into."""

    def __init__(self, sender: str = "Hilo <hilo@hilo.example>") -> None:
        self.queues, self.dispatches = FakeQueues(), MemoryDispatches()
        room = MailRoom(MailPolicy(mail_from=sender), self.dispatches, self.queues)
        self.languages: dict[UserId, Language] = {}
        self.post = Letters(
            lambda: room,
            lambda user_agent: user_agent,
            lambda user_id: self.languages.get(user_id, "es"),
        )

    def queued(self) -> list[Letter]:
        return [unpacked(one.body) for one in self.queues.sent.get(MAIL, [])]


def test_each_letter_is_to_its_person_with_what_happened() -> None:
    office = Office()
    office.post.password_reset(ANA, LINK, HOME, CHANGE)
    office.post.password_changed(ANA, "203.0.113.9", CHANGE)
    office.post.new_device(ANA, Visit("203.0.113.9", "Firefox"), CHANGE)
    office.post.repeated_failures(ANA, 10, CHANGE)
    office.post.factor_removed(ANA, CHANGE)
    passkey = Passkey(PasskeyId("p"), ANA.id, "credential", "key", 0, "Llavero", START)
    office.post.passkey_added(passkey, ANA, "203.0.113.9", CHANGE)
    letters = office.queued()
    assert {one.to for one in letters} == {ANA.email}
    assert len({one.key for one in letters}) == 6
    assert f"{HOME}/reset#ana.s3cret" in letters[0].text
    words = ("203.0.113.9", "Firefox", "10", "Ana", "Llavero")
    for letter, told in zip(letters[1:], words, strict=True):
        assert told in letter.text


def test_each_letter_is_in_the_language_of_its_reader() -> None:
    office = Office()
    office.languages[ANA.id] = "pt"
    office.post.factor_removed(ANA, CHANGE)
    office.post.factor_removed(SILVIA, CHANGE)
    subjects = [one.subject for one in office.queued()]
    assert subjects == [WORDS["factor_removed"][language].subject for language in ("pt", "es")]


def test_where_there_is_nobody_the_same_work_is_done_and_no_letter_leaves() -> None:
    office = Office()
    office.post.password_reset(None, LINK, HOME, CHANGE)
    office.post.repeated_failures(None, 10, CHANGE)
    letters = office.queued()
    assert [one.to for one in letters] == [NOBODY, NOBODY]
    assert len(office.dispatches.rows) == 2
    carrier = RecordedCarrier()
    rounds = Rounds(carrier, office.dispatches, FakeClock())
    for letter in letters:
        rounds.carry(letter)
    assert carrier.carried == []


def test_a_deployment_without_mails_goes_on() -> None:
    office = Office(sender="")
    office.post.new_device(ANA, Visit("::1"), CHANGE)
    assert office.queued() == []
