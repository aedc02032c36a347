"""Notes and whispers as the house sees them; no channel ever does."""

from __future__ import annotations

from typing import Annotated

from typing_extensions import TypedDict

from chalicelib.domains.access.fields import Shows


class NoteColleagueView(TypedDict):
    """Somebody by id and name."""

    id: str
    name: Annotated[str | None, Shows("agent.name")]


class NoteView(TypedDict):
    """A private note. `text` is null where it was removed; its author may change it until
    `editable_until`.
    """

    id: str
    conversation_id: str
    author: NoteColleagueView
    text: str | None
    mentions: list[NoteColleagueView]
    created_at: str
    edited_at: str | None
    removed_at: str | None
    editable_until: str
    version: int


class RevisionView(TypedDict):
    """What a note said before a change."""

    version: int
    text: str
    mentions: list[NoteColleagueView]
    until: str


class WhisperView(TypedDict):
    """A line between a conversation's holder at the time (`agent`) and supervisors."""

    id: str
    conversation_id: str
    agent: NoteColleagueView
    author: NoteColleagueView
    text: str
    created_at: str
