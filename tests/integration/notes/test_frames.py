"""Who hears of notes and whispers, as the stream tells of them."""

from __future__ import annotations

from typing import Any

from tests.integration.notes.floor import ADMIN, AGENT, COLLEAGUE, SUPERVISOR, Floor

EVERYBODY = (AGENT, COLLEAGUE, SUPERVISOR, ADMIN, "agente3")


def listen(floor: Floor, *viewing: str) -> None:
    """A socket for everybody, named after its person; those who view look at the conversation."""
    for name in EVERYBODY:
        floor.world.connect(name, name, floor.conversation_id if name in viewing else None)
    floor.world.run_down()
    floor.world.realtime.frames.clear()


def frames_of(floor: Floor) -> list[tuple[str, Any]]:
    """What was sent, but for what people find in their centres (`test_alerts.py`)."""
    frames = floor.world.realtime.frames
    return [(name, frame) for name, frame in frames if frame["type"] != "alert.added"]


def heard(floor: Floor) -> dict[str, list[str]]:
    """The kinds of frames that came since, by who heard them; silence is left out."""
    floor.world.run_down()
    found: dict[str, list[str]] = {}
    for name, frame in frames_of(floor):
        found.setdefault(name, []).append(frame["type"])
    floor.world.realtime.frames.clear()
    return found


def write(floor: Floor, *mentions: str, name: str = AGENT) -> Any:
    body = {"text": "mire esto", "mentions": list(mentions)}
    return floor.call("POST", "notes", body, name=name).json


def whisper(floor: Floor, name: str, to: str = AGENT) -> Any:
    return floor.call("POST", "whispers", {"text": "psst", "agent_id": to}, name=name).json


class TestNotes:
    def test_the_holder_and_those_who_view_hear_of_a_note(self, floor: Floor) -> None:
        listen(floor, SUPERVISOR)
        write(floor)
        assert heard(floor) == {AGENT: ["note.added"], SUPERVISOR: ["note.added"]}

    def test_who_views_it_without_sight_hears_nothing(self, floor: Floor) -> None:
        listen(floor, COLLEAGUE)
        write(floor)
        assert heard(floor) == {AGENT: ["note.added"]}

    def test_those_mentioned_hear_it_wherever_they_are(self, floor: Floor) -> None:
        listen(floor)
        made = write(floor, SUPERVISOR)
        floor.world.run_down()
        frames = dict(frames_of(floor))
        assert frames.keys() == {AGENT, SUPERVISOR}
        assert frames[SUPERVISOR] == frames[AGENT]
        data = frames[SUPERVISOR]["data"]
        assert data["note"] == made
        assert data["mentioned"] == [SUPERVISOR]
        asked = floor.call("GET", f"/v1/conversations/{floor.conversation_id}").json
        assert data["conversation"] == asked

    def test_who_lost_sight_meanwhile_hears_nothing(self, floor: Floor) -> None:
        floor.call("POST", "release", {})
        listen(floor)
        write(floor, COLLEAGUE, name=SUPERVISOR)
        floor.call("POST", "claim", {})
        assert COLLEAGUE not in heard(floor)

    def test_a_change_names_who_is_mentioned_now_and_was_not_before(self, floor: Floor) -> None:
        listen(floor)
        made = write(floor, SUPERVISOR)
        heard(floor)
        body = {"text": "y usted", "mentions": [SUPERVISOR, ADMIN]}
        floor.call("PATCH", f"notes/{made['id']}", body, if_match="1")
        floor.world.run_down()
        frames = dict(frames_of(floor))
        assert {one["type"] for one in frames.values()} == {"note.changed"}
        assert frames.keys() == {AGENT, SUPERVISOR, ADMIN}
        assert frames[ADMIN]["data"]["mentioned"] == [ADMIN]
        assert frames[ADMIN]["data"]["note"]["version"] == 2

    def test_a_removal_carries_no_text(self, floor: Floor) -> None:
        listen(floor, SUPERVISOR)
        made = write(floor)
        heard(floor)
        floor.call("POST", f"notes/{made['id']}/remove", {})
        floor.world.run_down()
        assert [name for name, _ in frames_of(floor)] == [SUPERVISOR, AGENT]
        for _, frame in frames_of(floor):
            assert frame["type"] == "note.changed"
            assert frame["data"]["note"]["text"] is None
            assert "mire esto" not in str(frame)

    def test_revisions_mentions_and_reading_are_shown_to_nobody(self, floor: Floor) -> None:
        listen(floor, SUPERVISOR)
        made = write(floor, SUPERVISOR)
        heard(floor)
        body = {"note_ids": [made["id"]]}
        floor.call("POST", "/v1/me/mentions/read", body, name=SUPERVISOR)
        assert heard(floor) == {SUPERVISOR: ["alert.read"]}  # their own other screens


class TestWhispers:
    def test_the_holder_and_viewing_supervisors_hear_a_whisper(self, floor: Floor) -> None:
        listen(floor, SUPERVISOR, COLLEAGUE)
        made = whisper(floor, ADMIN)
        floor.world.run_down()
        frames = dict(frames_of(floor))
        assert frames.keys() == {AGENT, SUPERVISOR, ADMIN}
        assert frames[AGENT]["type"] == "whisper.added"
        assert frames[AGENT]["data"]["whisper"] == made

    def test_who_took_part_hears_the_answer_wherever_they_are(self, floor: Floor) -> None:
        whisper(floor, SUPERVISOR)
        listen(floor)
        whisper(floor, AGENT)
        assert heard(floor) == {AGENT: ["whisper.added"], SUPERVISOR: ["whisper.added"]}

    def test_a_later_holder_hears_nothing_of_what_was_said_before(self, floor: Floor) -> None:
        floor.world.run_down()
        whisper(floor, SUPERVISOR)
        late = floor.world.stream_records()
        floor.call("POST", "assign", {"user_id": COLLEAGUE}, name=SUPERVISOR)
        listen(floor, COLLEAGUE, SUPERVISOR)
        floor.world.push(late)
        frames = frames_of(floor)
        assert [(name, one["type"]) for name, one in frames] == [(SUPERVISOR, "whisper.added")]

    def test_nothing_reaches_a_session_that_is_over(self, floor: Floor) -> None:
        listen(floor, SUPERVISOR)
        write(floor, ADMIN)
        whisper(floor, SUPERVISOR)
        floor.world.clock.advance(31 * 86_400)
        assert heard(floor) == {}
