"""Who may change a note and read a whisper. Pure."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.core.ids import UserId
from chalicelib.domains.access.models import Principal
from chalicelib.domains.access.rules import may
from chalicelib.domains.notes.models import Note, NotePolicy, Whisper


def editable_until_ms(note: Note, policy: NotePolicy) -> int:
    """Until when its author may change or remove a note."""
    return note.written_at_ms + policy.note_edit_seconds * 1000


def edited(note: Note, text: str, mentions: tuple[UserId, ...], now_ms: int) -> Note:
    """The note with other words; itself where they are the same."""
    if (note.text, note.mentions) == (text, mentions):
        return note
    return replace(
        note, text=text, mentions=mentions, edited_at_ms=now_ms, version=note.version + 1
    )


def removed(note: Note, now_ms: int) -> Note:
    """The trace of a note; itself where it was removed before."""
    if note.removed_at_ms is not None:
        return note
    return replace(note, text="", mentions=(), removed_at_ms=now_ms, version=note.version + 1)


def supervises(principal: Principal) -> bool:
    """Whether somebody joins in the side lines of the conversations within their sight."""
    return may(principal, "whispers.supervise")


def may_read(principal: Principal, whisper: Whisper) -> bool:
    """Who held the conversation when it was whispered, and supervisors.

    A later holder does not read what was whispered to another; whoever lost the
    conversation from sight reads nothing of it, which is asked before.
    """
    return whisper.agent_id == principal.user_id or supervises(principal)
