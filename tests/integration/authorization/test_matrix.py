"""Each operation of the API answers each caller as `expected.md` says, for each kind of id.

Nothing that is answered shows anything of a conversation out of the caller's sight.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.api.openapi import document
from chalicelib.core.ids import UserId
from infra.local.seed import PEOPLE
from tests.fakes.alerts import MemoryAlerts
from tests.fakes.api import Answer
from tests.integration.authorization.asking import ask
from tests.integration.authorization.conversations import (
    CLOSED,
    FREE,
    PLACES,
    conversation_id,
    holder_of,
    mark_of,
    phone_of,
)
from tests.integration.authorization.expectations import (
    TABLE,
    Expectation,
    TableError,
    read,
    shortened,
)
from tests.integration.authorization.house import CALLERS, NOBODY, House, alert_of
from tests.integration.authorization.people import COLLEAGUE, PERSON_OF, STRANGER
from tests.integration.authorization.things import THINGS
from tests.samples import GENERAL

EXPECTED = read(TABLE.read_text())
STRANGERS_NAME = next(full for name, full, *_ in PEOPLE if name == STRANGER)
VERBS = ("get", "post", "put", "patch", "delete")


def described() -> set[str]:
    return {
        f"{verb.upper()} {path}"
        for path, item in document()["paths"].items()
        for verb in VERBS
        if verb in item
    }


def test_every_operation_is_in_the_table_and_no_other() -> None:
    listed = {one.operation for one in EXPECTED}
    assert described() - listed == set(), "say in expected.md who gets what answer"
    assert listed - described() == set(), "nothing answers these any more"


def test_no_operation_is_in_a_section_twice() -> None:
    places = [(one.kind, one.operation) for one in EXPECTED]
    assert len(set(places)) == len(places)


def test_every_line_has_all_callers_and_every_section_its_ids() -> None:
    for line in EXPECTED:
        assert tuple(line.statuses) == CALLERS
        assert list(line.names) == list(THINGS[line.kind])
    assert {one.kind for one in EXPECTED} == set(THINGS)


@pytest.mark.parametrize("line", EXPECTED, ids=lambda one: f"{one.operation}, {one.kind}")
def test_everybody_gets_the_answer_of_the_table(house: House, line: Expectation) -> None:
    wrong, shown = dict[str, str](), set[str]()
    for caller in CALLERS:
        answers = list(answers_to(house, caller, line))
        found = [answer.status for answer in answers]
        if found != line.statuses[caller]:
            expected = shortened(line.statuses[caller])
            wrong[caller] = f"{shortened(found)}, expected {expected}"
        shown |= {one for answer in answers for one in beyond_sight(caller, answer)}
    assert wrong == {}
    assert shown == set()


def answers_to(house: House, caller: str, line: Expectation) -> Iterator[Answer]:
    """One answer for each id, the house being as it was each time."""
    for name in line.names:
        answer = ask(house, caller, line.operation, THINGS[line.kind][name](house, caller))
        if answer.status < 300 and not line.operation.startswith("GET"):
            house.begin_again()
        yield answer


def beyond_sight(caller: str, answer: Answer) -> Iterator[str]:
    """What an answer shows of conversations and people that the caller does not see."""
    if caller != "administrator" and STRANGERS_NAME in answer.text:
        yield f"{caller} is shown who the stranger is"
    for place in PLACES:
        if not sees(caller, place):
            for told in (mark_of(place), phone_of(place), conversation_id(place)):
                if told in answer.text:
                    yield f"{caller} is shown {told} of {place}"


def sees(caller: str, place: str) -> bool:
    """Agents see what they hold or held and what waits; others their queue, or everything."""
    if caller == "administrator":
        return True
    if caller == NOBODY or holder_of(place) == STRANGER or place == "waiting elsewhere":
        return False
    if caller in ("agent", "outbound_agent"):
        return place == "waiting" or holder_of(place) == PERSON_OF[caller]
    return True


class TestTheTableItself:
    HEAD = "## thing: own · other · unknown\n| operation | agent |\n"

    def test_the_last_status_holds_for_the_rest(self) -> None:
        (line,) = read(f"{self.HEAD}| `GET /x` | 200 404 |")
        assert line.statuses == {"agent": [200, 404, 404]}
        (line,) = read(f"{self.HEAD}| `GET /x` | 200×2 404 |")
        assert line.statuses == {"agent": [200, 200, 404]}

    @pytest.mark.parametrize("cell", ["", "20", "ok", "200 200 200 404", "200×4"])
    def test_what_cannot_be_read_is_refused(self, cell: str) -> None:
        with pytest.raises(TableError):
            read(f"{self.HEAD}| `GET /x` | {cell} |")

    def test_a_cell_too_few_is_refused(self) -> None:
        with pytest.raises(TableError):
            read(f"{self.HEAD}| `GET /x` |")

    def test_statuses_are_written_as_they_are_read(self) -> None:
        assert shortened([200, 200, 404, 404]) == "200×2 404"
        assert shortened([401, 401]) == "401"


def test_marks_are_found_by_who_sees_them(house: House) -> None:
    """Else no answer could ever show too much."""
    text = house.call("administrator", "GET", "/v1/conversations").text
    open_places = [one for one in PLACES if one not in CLOSED]
    assert all(mark_of(one) in text and phone_of(one) in text for one in open_places)
    answer = Answer(200, {}, text)
    assert {one.rpartition(" ")[2] for one in beyond_sight("agent", answer)} >= {COLLEAGUE}
    assert list(beyond_sight("administrator", answer)) == []
    people = house.call("administrator", "GET", "/v1/users")
    assert list(beyond_sight("supervisor", people)) == ["supervisor is shown who the stranger is"]


def test_what_one_reads_of_others_stays_unread(house: House) -> None:
    """Ids in a body that are not one's own are passed over: the status does not tell."""
    read_all = {"ids": [alert_of(COLLEAGUE), alert_of("agente1")]}
    assert house.call("agent", "POST", "/v1/me/alerts/read", read_all).status == 204
    store = house.container.alert_store
    assert isinstance(store, MemoryAlerts)
    alerts = {user: alert for (user, _), alert in store.rows.items()}
    assert alerts[UserId("agente1")].is_read
    assert not alerts[UserId(COLLEAGUE)].is_read


def test_several_people_are_changed_only_within_sight(house: House) -> None:
    """Presence of many answers for each: who is out of sight is not found."""
    asked = {"state": "busy", "user_ids": [COLLEAGUE, STRANGER]}
    answer = house.call("supervisor", "PUT", "/v1/presence", asked).json
    assert [one["user_id"] for one in answer["items"]] == [COLLEAGUE]
    assert answer["refused"] == [{"user_id": STRANGER, "code": "not_found"}]


def test_a_house_begun_again_is_as_it_was(house: House) -> None:
    def waiting() -> list[str]:
        answer = house.call("agent", "GET", "/v1/conversations?state=new")
        return [one["id"] for one in answer.json["items"]]

    before = waiting()
    assert before == [conversation_id("waiting")]
    house.call("agent", "POST", f"/v1/conversations/{before[0]}/claim")
    assert waiting() == []
    house.begin_again()
    assert waiting() == before
    assert FREE["waiting"] == GENERAL
