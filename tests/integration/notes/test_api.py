"""Notes, whispers and mentions over the API: who may, who may not, and in which words."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.notes.floor import ADMIN, AGENT, COLLEAGUE, SUPERVISOR, Floor

HOSTILE = (
    '<img src=x onerror="alert(1)"> {{agente.nombre}} \u202e*negrita* ñandú 🙂\nhttps://x.test'
)
NOBODYS = "0" * 19


def note(floor: Floor, text: str = "Llamar", *mentions: str, **call: Any) -> Any:
    answer = floor.call("POST", "notes", {"text": text, "mentions": list(mentions)}, **call)
    assert answer.status == 201, answer.text
    return answer.json


def whisper(floor: Floor, text: str, name: str, to: str = AGENT) -> Any:
    answer = floor.call("POST", "whispers", {"text": text, "agent_id": to}, name=name)
    assert answer.status == 201, answer.text
    return answer.json


ENDPOINTS: list[tuple[str, str, Any]] = [
    ("GET", "notes", None),
    ("POST", "notes", {"text": "x"}),
    ("PATCH", "notes/{note}", {"text": "x"}),
    ("POST", "notes/{note}/remove", {}),
    ("GET", "notes/{note}/revisions", None),
    ("GET", f"thread/{NOBODYS}/notes", None),
    ("GET", "mentionable", None),
    ("GET", "whispers", None),
    ("POST", "whispers", {"text": "x", "agent_id": AGENT}),
]


class TestAuthorisation:
    @pytest.mark.parametrize(("method", "path", "body"), ENDPOINTS)
    def test_nothing_is_known_out_of_sight(
        self, floor: Floor, method: str, path: str, body: Any
    ) -> None:
        """Of another agent of the queue; of no conversation at all."""
        path = path.format(note=note(floor)["id"])
        other = floor.call(method, path, body, name=COLLEAGUE, if_match="1")
        assert (other.status, other.code) == (404, "not_found")
        nowhere = f"/v1/conversations/{NOBODYS}/{path}"
        unknown = floor.call(method, nowhere, body, name=ADMIN, if_match="1")
        assert (unknown.status, unknown.code) == (404, "not_found")

    @pytest.mark.parametrize(
        ("method", "path", "body"),
        [
            *ENDPOINTS,
            ("GET", "/v1/me/mentions", None),
            ("POST", "/v1/me/mentions/read", {"note_ids": [NOBODYS]}),
        ],
    )
    def test_without_a_token_nothing(self, floor: Floor, method: str, path: str, body: Any) -> None:
        answer = floor.call(method, path.format(note=NOBODYS), body, name=None)
        assert (answer.status, answer.code) == (401, "unauthenticated")

    def test_what_a_note_said_before_is_for_supervisors(self, floor: Floor) -> None:
        path = f"notes/{note(floor)['id']}/revisions"
        refused = floor.call("GET", path)
        assert (refused.status, refused.code) == (403, "forbidden")
        assert floor.call("GET", path, name=SUPERVISOR).status == 200

    def test_who_loses_the_conversation_loses_its_notes(self, floor: Floor) -> None:
        made = note(floor)
        floor.call("POST", "assign", {"user_id": COLLEAGUE}, name=SUPERVISOR)
        assert floor.call("GET", "notes").status == 404
        assert floor.call("POST", f"notes/{made['id']}/remove", {}).status == 404
        assert floor.call("GET", "notes", name=COLLEAGUE).json["items"] == [made]


class TestNotesOfEarlierEpisodes:
    """Who reads the messages of an episode reads its notes, through the same conversation."""

    def resolved_with_note(self, floor: Floor) -> tuple[str, Any]:
        made, former = note(floor, "Pidió plazo"), str(floor.conversation_id)
        head = floor.call("GET", f"/v1/conversations/{former}").json
        seen = {"last_seen_message_id": head["last_message"]["id"]}
        assert floor.call("POST", "resolve", seen).status == 200
        return former, made

    def test_they_are_read_through_the_open_conversation_of_the_customer(
        self, floor: Floor
    ) -> None:
        former, made = self.resolved_with_note(floor)
        floor.comes_back(COLLEAGUE, "otra vez")
        assert floor.call("GET", f"/v1/conversations/{former}/notes", name=COLLEAGUE).status == 404
        found = floor.call("GET", f"thread/{former}/notes", name=COLLEAGUE)
        assert [one["id"] for one in found.json["items"]] == [made["id"]]

    def test_not_through_one_of_another_customer(self, floor: Floor) -> None:
        former, _ = self.resolved_with_note(floor)
        floor.begin()
        refused = floor.call("GET", f"thread/{former}/notes", name=ADMIN)
        assert (refused.status, refused.code) == (404, "not_found")

    def test_not_through_a_closed_one_what_came_after(self, floor: Floor) -> None:
        former, _ = self.resolved_with_note(floor)
        floor.comes_back(COLLEAGUE, "otra vez")
        later = floor.conversation_id
        refused = floor.call("GET", f"/v1/conversations/{former}/thread/{later}/notes")
        assert (refused.status, refused.code) == (404, "not_found")


class TestNotes:
    def test_a_note_says_exactly_what_was_written(self, floor: Floor) -> None:
        made = note(floor, HOSTILE, SUPERVISOR)
        assert made["text"] == HOSTILE
        assert made["author"] == {"id": AGENT, "name": floor.world.principal(AGENT).name}
        assert [one["id"] for one in made["mentions"]] == [SUPERVISOR]
        assert (made["version"], made["edited_at"], made["removed_at"]) == (1, None, None)
        for name in (AGENT, SUPERVISOR, ADMIN):
            assert floor.call("GET", "notes", name=name).json == {
                "items": [made],
                "next_cursor": None,
            }

    def test_it_is_no_message_and_the_conversation_knows_nothing_of_it(self, floor: Floor) -> None:
        before = floor.call("GET", f"/v1/conversations/{floor.conversation_id}").json
        messages = floor.call("GET", "messages").json
        note(floor, "nadie lo ve", SUPERVISOR)
        whisper(floor, "tampoco", SUPERVISOR)
        floor.world.run_down()
        assert floor.call("GET", f"/v1/conversations/{floor.conversation_id}").json == before
        assert floor.call("GET", "messages").json == messages

    def test_the_same_key_gives_the_same_note(self, floor: Floor) -> None:
        first = note(floor, "una", idempotency_key="k")
        assert note(floor, "una", idempotency_key="k") == first
        other = floor.call("POST", "notes", {"text": "otra"}, idempotency_key="k")
        assert (other.status, other.code) == (422, "idempotency_key_reused")
        assert len(floor.call("GET", "notes").json["items"]) == 1

    def test_a_refused_note_leaves_its_key_free(self, floor: Floor) -> None:
        body = {"text": "hola", "mentions": [COLLEAGUE]}
        refused = floor.call("POST", "notes", body, idempotency_key="k")
        assert (refused.status, refused.code) == (422, "unknown_colleague")
        assert refused.json["unknown"] == [COLLEAGUE]
        assert note(floor, "hola", idempotency_key="k")["mentions"] == []

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "text"),
            ({"text": ""}, "text"),
            ({"text": " \n\t\u00a0"}, "text"),
            ({"text": 7}, "text"),
            ({"text": "x", "mentions": "agente1"}, "mentions"),
            ({"text": "x", "mentions": ["a"] * 21}, "mentions"),
            ({"text": "x", "kind": "text"}, "kind"),
        ],
    )
    def test_a_wrong_field_is_named(self, floor: Floor, body: Any, field: str) -> None:
        answer = floor.call("POST", "notes", body)
        assert (answer.status, answer.code) == (422, "invalid_request")
        assert [one["field"] for one in answer.json["errors"]] == [field]

    def test_a_long_one_says_how_long(self, floor: Floor) -> None:
        answer = floor.call("POST", "notes", {"text": "🙂" * 2001})
        assert (answer.status, answer.code) == (422, "note_too_long")
        assert (answer.json["limit"], answer.json["length"]) == (2000, 2001)
        note(floor, "🙂" * 2000)

    def test_an_edit_needs_its_version_and_keeps_what_was_said(self, floor: Floor) -> None:
        path = f"notes/{note(floor, 'uno')['id']}"
        assert floor.call("PATCH", path, {"text": "dos"}).code == "precondition_required"
        edited = floor.call("PATCH", path, {"text": "dos"}, if_match='"1"').json
        assert (edited["text"], edited["version"]) == ("dos", 2)
        assert edited["edited_at"] is not None
        late = floor.call("PATCH", path, {"text": "tres"}, if_match='"1"')
        assert (late.status, late.code) == (412, "version_conflict")
        revisions = floor.call("GET", f"{path}/revisions", name=SUPERVISOR).json["items"]
        assert [(one["version"], one["text"]) for one in revisions] == [(1, "uno")]

    def test_nobody_removes_what_somebody_else_wrote(self, floor: Floor) -> None:
        path = f"notes/{note(floor)['id']}"
        for name in (SUPERVISOR, ADMIN):
            refused = floor.call("POST", f"{path}/remove", {}, name=name)
            assert (refused.status, refused.code) == (403, "not_author")
            refused = floor.call("PATCH", path, {"text": "x"}, name=name, if_match="1")
            assert (refused.status, refused.code) == (403, "not_author")

    def test_a_removed_one_leaves_a_trace(self, floor: Floor) -> None:
        path = f"notes/{note(floor, 'secreto')['id']}"
        gone = floor.call("POST", f"{path}/remove", {}).json
        assert (gone["text"], gone["version"]) == (None, 2)
        listed = floor.call("GET", "notes", name=SUPERVISOR)
        assert listed.json["items"] == [gone]
        assert "secreto" not in listed.text

    def test_after_a_quarter_of_an_hour_it_stays(self, floor: Floor) -> None:
        made = note(floor)
        floor.world.clock.advance(15 * 60 + 1)
        floor.sign_in_again()
        late = floor.call("POST", f"notes/{made['id']}/remove", {})
        assert (late.status, late.code) == (409, "note_fixed")
        assert late.json["editable_until"] == made["editable_until"]

    def test_they_are_read_and_written_when_it_is_resolved(self, floor: Floor) -> None:
        made = note(floor)
        (last,) = floor.call("GET", "messages").json["items"]
        floor.call("POST", "resolve", {"last_seen_message_id": last["id"]})
        later = note(floor, "Quedó conforme")
        assert floor.call("GET", "notes").json["items"] == [later, made]

    def test_a_walk_gives_each_once(self, floor: Floor) -> None:
        made = [note(floor, f"nota {number}")["id"] for number in range(5)]
        walked, cursor = [], ""
        for _ in range(9):
            page = floor.call("GET", f"notes?limit=2{cursor}").json
            walked += [one["id"] for one in page["items"]]
            if page["next_cursor"] is None:
                break
            cursor = f"&cursor={page['next_cursor']}"
        assert walked == made[::-1]

    def test_offered_are_those_who_may_see_it(self, floor: Floor) -> None:
        def offered(name: str) -> list[str]:
            items = floor.call("GET", "mentionable", name=name).json["items"]
            return sorted(one["id"] for one in items)

        assert offered(AGENT) == [ADMIN, SUPERVISOR]
        assert offered(SUPERVISOR) == [ADMIN, AGENT]
        floor.call("POST", "release", {})
        assert {COLLEAGUE, "agente3"} < set(offered(AGENT))


class TestMentions:
    def test_they_are_listed_until_they_are_read(self, floor: Floor) -> None:
        made = note(floor, "@Supervisora mire", SUPERVISOR)
        listed = floor.call("GET", "/v1/me/mentions?unread=true", name=SUPERVISOR).json
        (mention,) = listed["items"]
        assert (mention["note"], mention["read_at"]) == (made, None)
        assert mention["conversation"]["id"] == floor.conversation_id
        body = {"note_ids": [made["id"], NOBODYS, "garbage"]}
        assert floor.call("POST", "/v1/me/mentions/read", body, name=SUPERVISOR).status == 204
        assert floor.call("GET", "/v1/me/mentions?unread=true", name=SUPERVISOR).json["items"] == []
        (read,) = floor.call("GET", "/v1/me/mentions", name=SUPERVISOR).json["items"]
        assert read["read_at"] is not None

    def test_nobody_sees_or_reads_those_of_another(self, floor: Floor) -> None:
        made = note(floor, "mire", SUPERVISOR)
        assert floor.call("GET", "/v1/me/mentions", name=ADMIN).json["items"] == []
        floor.call("POST", "/v1/me/mentions/read", {"note_ids": [made["id"]]}, name=ADMIN)
        (mention,) = floor.call("GET", "/v1/me/mentions", name=SUPERVISOR).json["items"]
        assert mention["read_at"] is None

    def test_what_is_out_of_sight_is_left_out(self, floor: Floor) -> None:
        floor.call("POST", "release", {})
        note(floor, "mire", COLLEAGUE, name=SUPERVISOR)
        assert len(floor.call("GET", "/v1/me/mentions", name=COLLEAGUE).json["items"]) == 1
        floor.call("POST", "claim", {})
        assert floor.call("GET", "/v1/me/mentions", name=COLLEAGUE).json["items"] == []


class TestWhispers:
    def test_holder_and_supervisors_read_them(self, floor: Floor) -> None:
        said = whisper(floor, HOSTILE, SUPERVISOR)
        answered = whisper(floor, "gracias", AGENT)
        assert said["text"] == HOSTILE
        for name in (AGENT, SUPERVISOR, ADMIN):
            assert floor.call("GET", "whispers", name=name).json["items"] == [answered, said]

    def test_a_later_holder_does_not_read_them(self, floor: Floor) -> None:
        said = whisper(floor, "solo para usted", SUPERVISOR)
        floor.call("POST", "assign", {"user_id": COLLEAGUE}, name=SUPERVISOR)
        assert floor.call("GET", "whispers", name=COLLEAGUE).json["items"] == []
        assert floor.call("GET", "whispers", name=AGENT).status == 404
        assert floor.call("GET", "whispers", name=SUPERVISOR).json["items"] == [said]
        body = {"text": "tarde", "agent_id": AGENT}
        missed = floor.call("POST", "whispers", body, name=SUPERVISOR)
        assert (missed.status, missed.code) == (409, "holder_changed")
        assert missed.json["holder"]["id"] == COLLEAGUE

    def test_nobody_is_whispered_to_while_it_waits(self, floor: Floor) -> None:
        floor.call("POST", "release", {})
        body = {"text": "hola", "agent_id": AGENT}
        refused = floor.call("POST", "whispers", body, name=SUPERVISOR)
        assert (refused.status, refused.code) == (409, "nobody_holds")
        waiting = floor.call("GET", "whispers", name=COLLEAGUE)
        assert waiting.json["items"] == []

    def test_the_same_key_gives_the_same_whisper(self, floor: Floor) -> None:
        body = {"text": "hola", "agent_id": AGENT}
        first = floor.call("POST", "whispers", body, name=SUPERVISOR, idempotency_key="k")
        again = floor.call("POST", "whispers", body, name=SUPERVISOR, idempotency_key="k")
        assert again.json == first.json
        assert len(floor.call("GET", "whispers").json["items"]) == 1
