"""Rules and the centre over the API: whose they are, and who may choose."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.bootstrap import Container
from chalicelib.core.clock import to_ms
from chalicelib.core.ids import ConversationId, UserId
from chalicelib.domains.alerts.models import Alert
from chalicelib.domains.alerts.rules import alert_id
from tests.fakes.alerts import MemoryAlerts
from tests.fakes.api import Answer, ApiClient
from tests.fakes.threads import MemoryThreads
from tests.samples import GENERAL, conversation

ANA, EVA = UserId("agente1"), UserId("agente2")
ROUTES = [
    ("GET", "/v1/me/alerts"),
    ("GET", "/v1/me/alerts/unread"),
    ("POST", "/v1/me/alerts/read"),
    ("POST", "/v1/me/alerts/read-all"),
    ("GET", "/v1/me/alert-rule"),
    ("GET", "/v1/alert-rules"),
    ("PUT", "/v1/alert-rules/agent"),
]


class Centre:
    """People with alerts of their own; a later one is newer."""

    def __init__(self, api: ApiClient, services: Container) -> None:
        self.api = api
        self.threads = MemoryThreads()
        services.thread_store = self.threads
        store = services.alert_store
        assert isinstance(store, MemoryAlerts)
        self.store = store
        self.now_ms = to_ms(services.clock.now())

    def told(self, user_id: UserId, at: int, **more: Any) -> str:
        identifier = alert_id(self.now_ms + at, "assigned", user_id, str(more))
        one = Alert(identifier, user_id, "assigned", **more)
        self.store.rows[user_id, identifier] = one
        return identifier

    def call(self, name: str, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        return self.api.request(method, f"/v1{path}", body, token=self.api.token(name), **headers)

    def shown(self, name: str) -> list[Any]:
        items: list[Any] = self.call(name, "GET", "/me/alerts").json["items"]
        return items

    def unread(self, name: str) -> int:
        count: int = self.call(name, "GET", "/me/alerts/unread").json["count"]
        return count


@pytest.fixture
def centre(api: ApiClient, services: Container) -> Centre:
    return Centre(api, services)


@pytest.mark.parametrize(("method", "path"), ROUTES, ids=lambda one: one)
def test_nothing_is_told_without_a_token(api: ApiClient, method: str, path: str) -> None:
    assert api.request(method, path, {}).status == 401


class TestCentre:
    def test_everybody_finds_their_own_newest_first(self, centre: Centre) -> None:
        first, second = centre.told(ANA, 1), centre.told(ANA, 2, by=EVA)
        centre.told(EVA, 3)
        assert [one["id"] for one in centre.shown("agente1")] == [second, first]
        assert centre.shown("agente1")[0]["by"] == {"id": "agente2", "name": "Bruno Mamani"}
        assert (centre.unread("agente1"), centre.unread("agente2")) == (2, 1)

    def test_nobody_reads_for_another(self, centre: Centre) -> None:
        theirs = centre.told(ANA, 1)
        assert centre.call("agente2", "POST", "/me/alerts/read", {"ids": [theirs]}).status == 204
        centre.call("agente2", "POST", "/me/alerts/read-all", {"up_to": theirs})
        assert centre.unread("agente1") == 1

    def test_one_is_read_and_the_other_is_not(self, centre: Centre) -> None:
        first, second = centre.told(ANA, 1), centre.told(ANA, 2)
        body = {"ids": [first, "nonsense"]}
        assert centre.call("agente1", "POST", "/me/alerts/read", body).status == 204
        shown = {one["id"]: one["is_read"] for one in centre.shown("agente1")}
        assert shown == {first: True, second: False}

    def test_what_came_after_the_newest_one_seen_stays_unread(self, centre: Centre) -> None:
        centre.told(ANA, 1)
        seen = centre.told(ANA, 2)
        centre.told(ANA, 3)
        assert centre.call("agente1", "POST", "/me/alerts/read-all", {"up_to": seen}).status == 204
        assert centre.unread("agente1") == 1

    def test_all_are_not_read_up_to_nonsense(self, centre: Centre) -> None:
        answer = centre.call("agente1", "POST", "/me/alerts/read-all", {"up_to": "~"})
        assert (answer.status, answer.json["errors"][0]["field"]) == (422, "up_to")

    def test_a_page_goes_on_where_it_ended(self, centre: Centre) -> None:
        made = [centre.told(ANA, at) for at in range(3)]
        first = centre.call("agente1", "GET", "/me/alerts?limit=2").json
        rest = centre.call(
            "agente1", "GET", f"/me/alerts?limit=2&cursor={first['next_cursor']}"
        ).json
        assert [one["id"] for one in [*first["items"], *rest["items"]]] == made[::-1]
        assert rest["next_cursor"] is None

    def test_a_conversation_in_sight_is_shown_with_it(self, centre: Centre) -> None:
        head = conversation(assignee_id=ANA, queue_id=GENERAL)
        centre.threads.rows[head.id] = head
        centre.told(ANA, 1, conversation_id=head.id, about="M1")
        [shown] = centre.shown("agente1")
        assert shown["conversation"]["id"] == head.id
        assert (shown["is_hidden"], shown["about"]) == (False, "M1")

    @pytest.mark.parametrize("holder", [EVA, None], ids=["somebody-else-s", "gone"])
    def test_one_out_of_sight_stays_without_content(
        self, centre: Centre, holder: UserId | None
    ) -> None:
        head = conversation(assignee_id=EVA, queue_id=GENERAL)
        if holder:
            centre.threads.rows[head.id] = head
        centre.told(ANA, 1, conversation_id=ConversationId(head.id), about="M1")
        [shown] = centre.shown("agente1")
        assert (shown["conversation"], shown["about"], shown["is_hidden"]) == (None, None, True)


class TestRules:
    @pytest.mark.parametrize("name", ["agente1", "supervisora"])
    def test_only_who_may_manages_them(self, centre: Centre, name: str) -> None:
        body = {"events": {"mention": {"ways": [], "is_open": False}}}
        assert centre.call(name, "GET", "/alert-rules").status == 403
        answer = centre.call(name, "PUT", "/alert-rules/agent", body, If_Match="0")
        assert (answer.status, answer.code) == (403, "forbidden")

    def test_every_role_has_one(self, centre: Centre) -> None:
        items = centre.call("admin", "GET", "/alert-rules").json["items"]
        assert [(one["id"], one["version"]) for one in items] == [
            ("administrator", 0),
            ("agent", 0),
            ("outbound_agent", 0),
            ("outbound_supervisor", 0),
            ("supervisor", 0),
        ]
        assert items[1]["events"]["open_message"] == {"ways": [], "is_open": True}

    def test_what_is_chosen_holds_for_the_role_alone(self, centre: Centre) -> None:
        fixed = {"ways": ["centre", "sound"], "is_open": False}
        for version, event in enumerate(["mention", "whisper"]):
            answer = centre.call(
                "admin",
                "PUT",
                "/alert-rules/agent",
                {"events": {event: fixed}},
                If_Match=str(version),
            )
            assert (answer.status, answer.json["version"]) == (200, version + 1)
        mine = centre.call("agente1", "GET", "/me/alert-rule").json
        assert mine["events"]["mention"] == mine["events"]["whisper"] == fixed
        assert mine["changed_by"]["id"] == "admin"
        other = centre.call("supervisora", "GET", "/me/alert-rule").json
        assert (other["id"], other["version"]) == ("supervisor", 0)

    def test_a_choice_on_an_older_version_is_refused(self, centre: Centre) -> None:
        body = {"events": {"mention": {"ways": [], "is_open": True}}}
        assert centre.call("admin", "PUT", "/alert-rules/agent", body, If_Match="0").status == 200
        for late in ("0", "7"):
            answer = centre.call("admin", "PUT", "/alert-rules/agent", body, If_Match=late)
            assert (answer.status, answer.code) == (412, "version_conflict")

    def test_a_role_that_does_not_exist_has_none(self, centre: Centre) -> None:
        body = {"events": {"mention": {"ways": [], "is_open": True}}}
        answer = centre.call("admin", "PUT", "/alert-rules/nobody", body, If_Match="0")
        assert (answer.status, answer.code) == (404, "not_found")

    @pytest.mark.parametrize(
        "events",
        [
            {},
            {"nonsense": {"ways": [], "is_open": True}},
            {"mention": {"ways": ["smoke"], "is_open": True}},
        ],
        ids=str,
    )
    def test_what_does_not_exist_is_refused(self, centre: Centre, events: Any) -> None:
        body = {"events": events}
        assert centre.call("admin", "PUT", "/alert-rules/agent", body, If_Match="0").status == 422
