"""States, breaks and days over the API: who sees and who may change what."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.bootstrap import Container
from chalicelib.core.ids import UserId
from chalicelib.domains.access.models import SessionId
from chalicelib.domains.notifications.models import SocketId
from chalicelib.domains.presence.models import OFFLINE, Standing
from tests.fakes.api import Answer, ApiClient
from tests.fakes.clock import FakeClock
from tests.fakes.presence import MemoryPresence
from tests.fakes.threads import MemoryThreads
from tests.fakes.trays import MemoryTrays
from tests.samples import CHANGE, COBRANZAS, GENERAL, heard

ANA = UserId("agente1")


class Desk:
    """People at work, each in one session for some minutes."""

    def __init__(self, api: ApiClient, services: Container) -> None:
        self.api, self.services = api, services
        self.threads = MemoryThreads()
        services.thread_store = self.threads
        services.tray_store = MemoryTrays(self.threads)
        self._tokens: dict[str, tuple[str, datetime]] = {}
        assert isinstance(services.clock, FakeClock)
        self.clock = services.clock

    def token(self, name: str) -> str:
        """The same one for a few minutes, as long as it serves."""
        now = self.clock.now()
        token, until = self._tokens.get(name, ("", now))
        if until <= now:
            token = self.api.token(name)
            self._tokens[name] = token, now + timedelta(minutes=4)
        return token

    def call(self, name: str, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        return self.api.request(method, f"/v1{path}", body, token=self.token(name), **headers)

    def connect(self, name: str, socket: str) -> None:
        ticket = self.call(name, "POST", "/realtime/ticket").json["ticket"]
        self.services.sockets.connect(SocketId(socket), ticket)

    def disconnect(self, socket: str) -> None:
        self.services.sockets.disconnect(SocketId(socket))

    def mine(self, name: str = "agente1") -> Any:
        return self.call(name, "GET", "/me/presence").json["presence"]

    def choose(self, name: str, state: str, **more: Any) -> Answer:
        return self.call(name, "PUT", "/me/presence", {"state": state, **more})

    def new_break(self, name: str, minutes: int, user_ids: list[str] | None = None) -> Any:
        body = {"name": name, "minutes": minutes, "user_ids": user_ids}
        answer = self.call("admin", "POST", "/break-types", body)
        assert answer.status == 201
        return answer.json


@pytest.fixture
def desk(api: ApiClient, services: Container) -> Desk:
    return Desk(api, services)


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("GET", "/presence", "agente1"),
        ("PUT", "/presence", "agente1"),
        ("PUT", "/users/agente2/presence", "agente1"),
        ("GET", "/users/agente2/presence/day", "agente1"),
        ("GET", "/break-types", "agente1"),
        ("POST", "/break-types", "agente1"),
        ("POST", "/break-types", "supervisora"),
        ("PATCH", "/break-types/x", "supervisora"),
    ],
)
def test_a_role_without_the_permission_is_refused_whatever_it_sends(
    desk: Desk, method: str, path: str, name: str
) -> None:
    answer = desk.call(name, method, path, {"nonsense": 1})
    assert (answer.status, answer.code) == (403, "forbidden")


@pytest.mark.parametrize(("method", "path"), [("PUT", ""), ("GET", "/day")])
@pytest.mark.parametrize("user_id", ["admin", "nobody", "..%2f", "agente3"])
def test_who_is_out_of_sight_does_not_exist(
    desk: Desk, services: Container, method: str, path: str, user_id: str
) -> None:
    users = services.people.get().users
    for name, queue in (("supervisora", GENERAL), ("agente3", COBRANZAS)):
        moved = replace(users[UserId(name)], queue_ids=frozenset({queue}))
        services.people_repository.save_user(moved, CHANGE)
    services.people.forget()
    body = {"state": "offline"} if method == "PUT" else None
    answer = desk.call("supervisora", method, f"/users/{user_id}/presence{path}", body)
    assert (answer.status, answer.code) == (404, "not_found")


class TestOwn:
    def test_who_opens_the_desk_is_available(self, desk: Desk) -> None:
        assert (desk.mine()["state"], desk.mine()["since"]) == ("offline", None)
        desk.connect("agente1", "one=")
        mine = desk.mine()
        assert (mine["state"], mine["cause"], mine["version"]) == ("available", "signed_in", 1)
        assert mine["since"] == mine["at"] == "2090-01-02T03:04:05.000Z"

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "state"),
            ({"state": "asleep"}, "state"),
            ({"state": "busy", "reason": " "}, "reason"),
            ({"state": "busy", "reason": "x" * 201}, "reason"),
            ({"state": "busy", "since": "now"}, "since"),
            ({"state": "busy", "return_conversations": "yes"}, "return_conversations"),
        ],
        ids=str,
    )
    def test_a_malformed_choice_names_its_field(self, desk: Desk, body: Any, field: str) -> None:
        answer = desk.call("agente1", "PUT", "/me/presence", body)
        assert (answer.status, answer.code) == (422, "invalid_request")
        assert [error["field"] for error in answer.json["errors"]] == [field]

    def test_a_break_is_taken_counted_and_left(self, desk: Desk) -> None:
        lunch = desk.new_break("Almuerzo", 60)
        desk.connect("agente1", "one=")
        desk.choose("agente1", "break", break_type_id=lunch["id"])
        desk.clock.advance(600)
        (shown,) = desk.mine()["breaks"]
        assert shown == {
            "id": lunch["id"],
            "name": "Almuerzo",
            "minutes": 60,
            "used_seconds": 600,
            "is_open": True,
        }
        assert desk.mine()["break_type"] == {"id": lunch["id"], "name": "Almuerzo"}
        desk.choose("agente1", "busy", reason="Llamada")
        desk.clock.advance(600)
        mine = desk.mine()
        assert mine["breaks"][0]["used_seconds"] == 600
        assert (mine["state"], mine["break_type"], mine["reason"]) == ("busy", None, "Llamada")
        assert mine["set_by"] == {"id": "agente1", "name": "Ana Rojas"}

    def test_a_break_meant_for_others_is_refused(self, desk: Desk) -> None:
        theirs = desk.new_break("Lactancia", 30, ["agente2"])
        desk.connect("agente1", "one=")
        for wanted in (theirs["id"], "unknown", None):
            answer = desk.choose("agente1", "break", break_type_id=wanted)
            assert (answer.status, answer.code) == (422, "break_unavailable")
        assert desk.mine()["breaks"] == []

    def test_two_devices_count_a_break_once(self, desk: Desk) -> None:
        lunch = desk.new_break("Almuerzo", 60)
        for socket in ("one=", "two="):
            desk.connect("agente1", socket)
            desk.choose("agente1", "break", break_type_id=lunch["id"])
            desk.clock.advance(300)
        desk.choose("agente1", "available")
        desk.choose("agente1", "available")
        assert desk.mine()["breaks"][0]["used_seconds"] == 600

    def test_a_lost_race_is_decided_again(self, desk: Desk, services: Container) -> None:
        desk.connect("agente1", "one=")
        store = services.presence_store
        assert isinstance(store, MemoryPresence)
        store.rivals.append(store.standing(ANA))
        assert desk.choose("agente1", "training").json["presence"]["state"] == "training"
        assert store.standing(ANA).version == 3

    def test_without_a_socket_one_is_offline_after_the_grace(self, desk: Desk) -> None:
        desk.connect("agente1", "one=")
        desk.disconnect("one=")
        desk.clock.advance(59)
        assert desk.mine()["state"] == "available"
        assert desk.mine()["recheck_at"] == "2090-01-02T03:05:05.000Z"
        desk.clock.advance(1)
        lost = desk.mine()
        assert (lost["state"], lost["since"]) == ("offline", "2090-01-02T03:04:05.000Z")
        assert lost["returns_to"] == {"state": "available", "break_type": None}
        assert lost["cause"] is None
        desk.connect("agente1", "two=")
        assert (desk.mine()["state"], desk.mine()["returns_to"]) == ("available", None)

    def test_signing_out_is_being_offline_at_once(self, desk: Desk) -> None:
        desk.connect("agente1", "one=")
        token = desk.token("agente1")
        desk.clock.advance(30)
        desk.api.request("POST", "/v1/auth/sign-out", token=token)
        people = desk.call("supervisora", "GET", "/presence").json["items"]
        (ana,) = [one["presence"] for one in people if one["id"] == "agente1"]
        assert (ana["state"], ana["cause"]) == ("offline", "signed_out")
        assert ana["since"] == "2090-01-02T03:04:35.000Z"

    def test_a_tab_left_open_overnight_ended_with_its_session(self, desk: Desk) -> None:
        lunch = desk.new_break("Almuerzo", 60)
        desk.connect("agente1", "one=")
        desk.choose("agente1", "break", break_type_id=lunch["id"])
        desk.clock.advance(20 * 3600)
        items = desk.call("supervisora", "GET", "/presence").json["items"]
        (ana,) = [one["presence"] for one in items if one["id"] == "agente1"]
        assert (ana["state"], ana["cause"], ana["set_by"]) == ("offline", "session_expired", None)
        assert ana["since"] == "2090-01-02T15:04:05.000Z"

    def test_a_session_that_ends_while_one_chooses_leaves_nobody_at_work(
        self, desk: Desk, services: Container
    ) -> None:
        desk.connect("agente1", "one=")
        store = services.presence_store
        assert isinstance(store, MemoryPresence)
        session_id = SessionId(store.standing(ANA).sessions[0].id)
        store.meanwhile = lambda: services.session_repository.end(session_id, CHANGE)
        answer = desk.choose("agente1", "busy")
        assert (answer.status, answer.code) == (401, "session_ended")
        assert store.standing(ANA).activity == OFFLINE

    def test_going_offline_may_give_everything_back(self, desk: Desk) -> None:
        desk.connect("agente1", "one=")
        for name, holder in (("one", ANA), ("two", ANA), ("three", UserId("agente2"))):
            head = heard(name, assignee_id=holder)
            desk.threads.rows[head.id] = head
        kept = desk.choose("agente1", "offline").json
        assert kept["held_conversations"] == 2
        given = desk.choose("agente1", "offline", return_conversations=True).json
        assert given["held_conversations"] == 0
        holders = {head.assignee_id for head in desk.threads.rows.values()}
        assert holders == {None, "agente2"}


class TestSupervisors:
    def test_they_see_the_people_of_their_queues(self, desk: Desk) -> None:
        desk.connect("agente1", "one=")
        head = heard("one", assignee_id=ANA)
        desk.threads.rows[head.id] = head
        items = desk.call("supervisora", "GET", "/presence").json["items"]
        shown = {one["id"]: (one["presence"]["state"], one["held_conversations"]) for one in items}
        assert shown == {
            "agente1": ("available", 1),
            "agente2": ("offline", 0),
            "agente3": ("offline", 0),
            "agente4": ("offline", 0),
            "supervisora": ("offline", 0),
        }

    def test_they_change_one_with_a_reason(self, desk: Desk) -> None:
        desk.connect("agente1", "one=")
        body = {"state": "training", "reason": "Coaching"}
        changed = desk.call("supervisora", "PUT", "/users/agente1/presence", body).json
        assert changed["presence"]["state"] == "training"
        assert changed["presence"]["set_by"]["name"] == "Silvia Supervisora"
        assert desk.mine()["reason"] == "Coaching"

    def test_who_is_not_signed_in_is_not_put_to_work(self, desk: Desk) -> None:
        answer = desk.call("supervisora", "PUT", "/users/agente1/presence", {"state": "busy"})
        assert (answer.status, answer.code) == (409, "not_signed_in")
        out = {"state": "out_of_service"}
        assert desk.call("supervisora", "PUT", "/users/agente1/presence", out).status == 200
        desk.connect("agente1", "one=")
        assert desk.mine()["state"] == "out_of_service"

    def test_they_change_all_and_are_told_whom_not(self, desk: Desk) -> None:
        for number in (1, 2):
            desk.connect(f"agente{number}", f"s{number}=")
        answer = desk.call("supervisora", "PUT", "/presence", {"state": "training"}).json
        assert [one["user_id"] for one in answer["items"]] == ["agente1", "agente2"]
        assert answer["refused"] == [
            {"user_id": "agente3", "code": "not_signed_in"},
            {"user_id": "agente4", "code": "not_signed_in"},
        ]

    def test_they_change_several_and_none_out_of_sight(self, desk: Desk) -> None:
        for number in (1, 2):
            desk.connect(f"agente{number}", f"s{number}=")
        body = {"state": "busy", "user_ids": ["agente2", "admin", "nobody", "agente2"]}
        answer = desk.call("supervisora", "PUT", "/presence", body).json
        assert [one["user_id"] for one in answer["items"]] == ["agente2"]
        assert [one["code"] for one in answer["refused"]] == ["not_found", "not_found"]
        assert desk.mine("agente1")["state"] == "available"


class TestDay:
    def test_it_leaves_no_gap_and_says_who_did_what(self, desk: Desk) -> None:
        lunch = desk.new_break("Almuerzo", 60)
        desk.connect("agente1", "one=")
        desk.clock.advance(3600)
        desk.choose("agente1", "break", break_type_id=lunch["id"])
        desk.clock.advance(1800)
        body = {"state": "training", "reason": "Coaching"}
        desk.call("supervisora", "PUT", "/users/agente1/presence", body)
        desk.disconnect("one=")
        desk.clock.advance(120)
        desk.connect("agente1", "two=")
        day = desk.call("agente1", "GET", "/me/presence/day").json
        assert (day["date"], day["time_zone"]) == ("2090-01-01", "America/Guayaquil")
        assert day["starts_at"] == "2090-01-01T05:00:00.000Z"
        assert [one["state"] for one in day["spells"]] == [
            "offline",
            "available",
            "break",
            "training",
        ]
        ends = [one["ended_at"] for one in day["spells"]]
        assert [day["starts_at"], *ends] == [
            *(one["started_at"] for one in day["spells"]),
            day["ends_at"],
        ]
        assert day["spells"][3]["set_by"]["name"] == "Silvia Supervisora"
        assert day["spells"][3]["reason"] == "Coaching"
        kinds = [one["kind"] for one in day["marks"]]
        assert kinds[:1] == ["session_began"]
        assert kinds.count("connection_lost") == kinds.count("connection_back") == 1
        assert day["breaks"][0]["used_seconds"] == 1800

    def test_a_past_day_shows_what_lasted_through_it(self, desk: Desk, services: Container) -> None:
        desk.call("supervisora", "PUT", "/users/agente1/presence", {"state": "out_of_service"})
        desk.clock.advance(3 * 86_400)
        path = "/users/agente1/presence/day?date=2090-01-03"
        (spell,) = desk.call("supervisora", "GET", path).json["spells"]
        assert (spell["state"], spell["cause"]) == ("out_of_service", None)
        before = desk.call("supervisora", "GET", path.replace("2090-01-03", "2089-12-30")).json
        assert [one["state"] for one in before["spells"]] == ["offline"]
        coming = desk.call("supervisora", "GET", path.replace("2090-01-03", "2090-02-03")).json
        assert coming["spells"] == []
        assert services.presence_store.standing(UserId("agente2")) == Standing(UserId("agente2"))

    @pytest.mark.parametrize("date", ["2090-13-01", "yesterday", "0001-01-01", "9999-12-31"])
    def test_what_is_no_day_of_ours_is_refused(self, desk: Desk, date: str) -> None:
        answer = desk.call("agente1", "GET", f"/me/presence/day?date={date}")
        assert (answer.status, answer.code) == (422, "invalid_request")


class TestBreakTypes:
    def test_a_name_in_use_is_not_given_twice(self, desk: Desk) -> None:
        desk.new_break("Almuerzo", 60)
        answer = desk.call("admin", "POST", "/break-types", {"name": " almuerzo", "minutes": 5})
        assert (answer.status, answer.code) == (409, "name_taken")

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"name": " "}, "name"),
            ({"name": "x" * 61}, "name"),
            ({"minutes": 0}, "minutes"),
            ({"minutes": 481}, "minutes"),
            ({"minutes": "5"}, "minutes"),
            ({"user_ids": ["nobody"]}, "user_ids"),
        ],
        ids=str,
    )
    def test_a_wrong_field_is_named(self, desk: Desk, change: Any, field: str) -> None:
        body = {"name": "Pausa", "minutes": 15} | change
        answer = desk.call("admin", "POST", "/break-types", body)
        assert (answer.status, answer.code) == (422, "invalid_request")
        assert [error["field"] for error in answer.json["errors"]] == [field]

    def test_an_edit_needs_the_version_it_was_made_from(self, desk: Desk) -> None:
        path = f"/break-types/{desk.new_break('Pausa', 15, ['agente1'])['id']}"
        assert desk.call("admin", "PATCH", path, {"minutes": 20}).code == "precondition_required"
        done = desk.call("admin", "PATCH", path, {"minutes": 20}, If_Match='"1"').json
        assert (done["minutes"], done["user_ids"], done["version"]) == (20, ["agente1"], 2)
        late = desk.call("admin", "PATCH", path, {"minutes": 25}, If_Match='"1"')
        assert (late.status, late.code) == (412, "version_conflict")
        free = desk.call("admin", "PATCH", path, {"user_ids": None}, If_Match='"2"').json
        assert free["user_ids"] is None
        missing = desk.call("admin", "PATCH", "/break-types/nope", {"minutes": 1}, If_Match="1")
        assert (missing.status, missing.code) == (404, "not_found")

    def test_a_retired_one_is_taken_no_more_and_keeps_its_name(self, desk: Desk) -> None:
        rest = desk.new_break("Pausa", 15)
        desk.connect("agente1", "one=")
        desk.choose("agente1", "break", break_type_id=rest["id"])
        desk.clock.advance(60)
        path = f"/break-types/{rest['id']}"
        desk.call("admin", "PATCH", path, {"is_retired": True}, If_Match='"1"')
        assert desk.mine()["break_type"]["name"] == "Pausa"
        desk.choose("agente1", "available")
        answer = desk.choose("agente1", "break", break_type_id=rest["id"])
        assert answer.code == "break_unavailable"
        assert [one["is_open"] for one in desk.mine()["breaks"]] == [False]
        taken = desk.call("admin", "POST", "/break-types", {"name": "Pausa", "minutes": 10})
        assert taken.json["holder"] == {"id": rest["id"], "name": "Pausa", "is_retired": True}
