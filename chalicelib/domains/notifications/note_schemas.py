"""What frames of notes and of the side chat carry beside what all may."""

from __future__ import annotations

from chalicelib.domains.notes.schemas import NoteView, WhisperView
from chalicelib.domains.notifications.schemas import FrameData


class NoteFrameData(FrameData, total=False):
    """`mentioned`: whom a note names."""

    note: NoteView
    mentioned: list[str]
    whisper: WhisperView
