"""Notes, whispers and mentions in the `conversations` table, under keys of their own.

`C#<conversation>`/`N#<note>` a note · `C#<conversation>`/`NR#<note>#<version>` what it said
before · `C#<conversation>`/`W#<whisper>` a whisper · `U#<user>`/`@<note>` a mention.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pynamodb.attributes import ListAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.dynamo import ConditionRefusedError, Dynamo, RowKey
from chalicelib.core.ids import ConversationId, UserId
from chalicelib.core.pagination import Page
from chalicelib.core.tables import CONVERSATIONS
from chalicelib.domains.notes.models import Mention, Note, NoteId, Revision, Whisper, WhisperId

NOTE, WHISPER = "N#", "W#"
_REVISION, _MENTION = "NR#", "@"
_LAST = "~"  # behind every id


class Row(Model):
    """What every item of the table has."""

    class Meta:
        table_name = CONVERSATIONS.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)


class NoteRow(Row):
    class Meta:
        table_name = CONVERSATIONS.name
        audited_as = ("note", NOTE)

    author_id = UnicodeAttribute(attr_name="au")
    text = UnicodeAttribute(attr_name="tx", null=True)
    mentions: ListAttribute[Any] = ListAttribute(attr_name="mn", of=UnicodeAttribute, null=True)
    version = NumberAttribute(attr_name="vs")
    edited_at_ms = NumberAttribute(attr_name="ed", null=True)
    removed_at_ms = NumberAttribute(attr_name="rm", null=True)


class RevisionRow(Row):
    class Meta:
        table_name = CONVERSATIONS.name

    text = UnicodeAttribute(attr_name="tx")
    mentions: ListAttribute[Any] = ListAttribute(attr_name="mn", of=UnicodeAttribute, null=True)
    until_ms = NumberAttribute(attr_name="un")


class WhisperRow(Row):
    class Meta:
        table_name = CONVERSATIONS.name

    agent_id = UnicodeAttribute(attr_name="ag")
    author_id = UnicodeAttribute(attr_name="au")
    text = UnicodeAttribute(attr_name="tx")


class MentionRow(Row):
    class Meta:
        table_name = CONVERSATIONS.name

    conversation_id = UnicodeAttribute(attr_name="cv")
    read_at_ms = NumberAttribute(attr_name="rd", null=True)


class DynamoNoteStore:
    """NoteStore on the `conversations` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def put(self, note: Note, change: Change) -> Note | None:
        row = NoteRow(
            *_note_key(note.conversation_id, note.id),
            author_id=note.author_id,
            text=note.text,
            mentions=list(note.mentions) or None,
            version=note.version,
        )
        try:
            self._dynamo.put(row, change=change, condition=NoteRow.pk.does_not_exist())
        except ConditionRefusedError as refused:
            earlier = refused.old_as(NoteRow)
            return _note_of(earlier) if earlier else None
        return None

    def note(self, conversation_id: ConversationId, note_id: NoteId) -> Note | None:
        row = self._dynamo.get(NoteRow, _note_key(conversation_id, note_id), consistent=True)
        return _note_of(row) if row else None

    def named(self, keys: Sequence[tuple[ConversationId, NoteId]]) -> dict[NoteId, Note]:
        rows = self._dynamo.batch_get(NoteRow, [_note_key(*one) for one in keys])
        found = [_note_of(row) for row in rows]
        return {note.id: note for note in found}

    def page(
        self, conversation_id: ConversationId, before: NoteId | None, limit: int
    ) -> Page[Note]:
        partition = f"C#{conversation_id}"
        rows, next_position = _page(self._dynamo, NoteRow, partition, NOTE, before, limit)
        return Page([_note_of(row) for row in rows], next_position)

    def save(self, old: Note, new: Note, change: Change) -> bool:
        self._keep(old, change)
        actions: list[Action] = [NoteRow.version.set(new.version)]
        actions.append(NoteRow.text.set(new.text) if new.text else NoteRow.text.remove())
        mentions = NoteRow.mentions
        actions.append(mentions.set(list(new.mentions)) if new.mentions else mentions.remove())
        if new.edited_at_ms is not None:
            actions.append(NoteRow.edited_at_ms.set(new.edited_at_ms))
        if new.removed_at_ms is not None:
            actions.append(NoteRow.removed_at_ms.set(new.removed_at_ms))
        key = _note_key(new.conversation_id, new.id)
        condition = NoteRow.version == old.version
        try:
            self._dynamo.update(NoteRow, key, actions, change=change, condition=condition)
        except ConditionRefusedError:
            return False
        return True

    def revisions(self, conversation_id: ConversationId, note_id: NoteId) -> list[Revision]:
        under = (RevisionRow.pk == f"C#{conversation_id}") & RevisionRow.sk.startswith(
            f"{_REVISION}{note_id}#"
        )
        return [_revision_of(row) for row in self._dynamo.query_all(RevisionRow, under)]

    def forget_words(self, conversation_id: ConversationId, change: Change) -> None:
        """Take away what notes say and said: they count as removed. Safe to repeat."""
        partition = f"C#{conversation_id}"
        notes = self._dynamo.query_all(
            NoteRow, (NoteRow.pk == partition) & NoteRow.sk.startswith(NOTE)
        )
        for note in notes:
            if note.text:
                actions: list[Action] = [
                    NoteRow.text.remove(),
                    NoteRow.version.set(NoteRow.version + 1),
                    NoteRow.removed_at_ms.set(NoteRow.removed_at_ms | change.at_ms),
                ]
                self._dynamo.update(NoteRow, (note.pk, note.sk), actions, change=change)
        _empty(self._dynamo, RevisionRow, partition, _REVISION, change)

    def _keep(self, old: Note, change: Change) -> None:
        """What a note says now; if the note was quicker changed by another, what it said then."""
        row = RevisionRow(
            f"C#{old.conversation_id}",
            f"{_REVISION}{old.id}#{old.version:06}",
            text=old.text,
            mentions=list(old.mentions) or None,
            until_ms=change.at_ms,
        )
        try:
            self._dynamo.put(row, change=change, condition=RevisionRow.pk.does_not_exist())
        except ConditionRefusedError:
            return  # kept before, by a change that was killed or lost a race


class DynamoWhisperStore:
    """WhisperStore on the `conversations` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def put(self, whisper: Whisper, change: Change) -> Whisper | None:
        row = WhisperRow(
            *_whisper_key(whisper.conversation_id, whisper.id),
            agent_id=whisper.agent_id,
            author_id=whisper.author_id,
            text=whisper.text,
        )
        try:
            self._dynamo.put(row, change=change, condition=WhisperRow.pk.does_not_exist())
        except ConditionRefusedError as refused:
            earlier = refused.old_as(WhisperRow)
            return _whisper_of(earlier) if earlier else None
        return None

    def whisper(self, conversation_id: ConversationId, whisper_id: WhisperId) -> Whisper | None:
        key = _whisper_key(conversation_id, whisper_id)
        row = self._dynamo.get(WhisperRow, key, consistent=True)
        return _whisper_of(row) if row else None

    def page(
        self,
        conversation_id: ConversationId,
        agent_id: UserId | None,
        before: WhisperId | None,
        limit: int,
    ) -> Page[Whisper]:
        partition = f"C#{conversation_id}"
        rows, next_position = _page(self._dynamo, WhisperRow, partition, WHISPER, before, limit)
        found = [_whisper_of(row) for row in rows]
        return Page([one for one in found if agent_id in (None, one.agent_id)], next_position)

    def forget_words(self, conversation_id: ConversationId, change: Change) -> None:
        """Take away what was whispered. Safe to repeat."""
        _empty(self._dynamo, WhisperRow, f"C#{conversation_id}", WHISPER, change)


class DynamoMentionStore:
    """MentionStore on the `conversations` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def add(self, mention: Mention, change: Change) -> None:
        key = _mention_key(mention.user_id, mention.note_id)
        row = MentionRow(*key, conversation_id=mention.conversation_id)
        try:
            self._dynamo.put(row, change=change, condition=MentionRow.pk.does_not_exist())
        except ConditionRefusedError:
            return

    def page(self, user_id: UserId, before: NoteId | None, limit: int) -> Page[Mention]:
        partition = f"U#{user_id}"
        rows, next_position = _page(self._dynamo, MentionRow, partition, _MENTION, before, limit)
        return Page([_mention_of(user_id, row) for row in rows], next_position)

    def mark_read(self, user_id: UserId, note_id: NoteId, at_ms: int, change: Change) -> None:
        condition = MentionRow.pk.exists() & MentionRow.read_at_ms.does_not_exist()
        actions = [MentionRow.read_at_ms.set(at_ms)]
        key = _mention_key(user_id, note_id)
        try:
            self._dynamo.update(MentionRow, key, actions, change=change, condition=condition)
        except ConditionRefusedError:
            return


class StreamNotes:
    """NoteImages: tells items of the stream apart by their sort keys."""

    def note(self, image: dict[str, Any]) -> Note | None:
        """A note; None for any other item."""
        if not image["sk"]["S"].startswith(NOTE):
            return None
        return _note_of(NoteRow.from_raw_data(image))

    def whisper(self, image: dict[str, Any]) -> Whisper | None:
        """A whisper; None for any other item."""
        if not image["sk"]["S"].startswith(WHISPER):
            return None
        return _whisper_of(WhisperRow.from_raw_data(image))


def _page(
    dynamo: Dynamo, model: type[Any], partition: str, prefix: str, before: str | None, limit: int
) -> tuple[list[Any], list[str] | None]:
    """Rows of a partition under a prefix, newest first, older than an id; and the next place."""
    upper, asked = f"{prefix}{before or _LAST}", limit + 2  # the range holds its end, too
    key = (model.pk == partition) & model.sk.between(prefix, upper)
    rows = dynamo.query(model, key, forward=False, limit=asked)
    found = [row for row in rows.items if row.sk != upper]
    items = found[:limit]
    is_cut = rows.last_key is not None and len(rows.items) < asked  # at a megabyte
    more = len(found) > limit or is_cut
    return items, ([items[-1].sk.removeprefix(prefix)] if more and items else None)


def _empty(dynamo: Dynamo, model: type[Any], partition: str, prefix: str, change: Change) -> None:
    """Rows of a partition under a prefix say nothing any more."""
    rows = dynamo.query_all(model, (model.pk == partition) & model.sk.startswith(prefix))
    for row in rows:
        if row.text:
            dynamo.update(model, (row.pk, row.sk), [model.text.set("")], change=change)


def _note_key(conversation_id: ConversationId, note_id: NoteId) -> RowKey:
    return f"C#{conversation_id}", f"{NOTE}{note_id}"


def _whisper_key(conversation_id: ConversationId, whisper_id: WhisperId) -> RowKey:
    return f"C#{conversation_id}", f"{WHISPER}{whisper_id}"


def _mention_key(user_id: UserId, note_id: NoteId) -> RowKey:
    return f"U#{user_id}", f"{_MENTION}{note_id}"


def _note_of(row: NoteRow) -> Note:
    return Note(
        id=NoteId(row.sk.removeprefix(NOTE)),
        conversation_id=ConversationId(row.pk[2:]),
        author_id=UserId(row.author_id),
        text=row.text or "",
        mentions=_people(row.mentions),
        version=int(row.version),
        edited_at_ms=_whole(row.edited_at_ms),
        removed_at_ms=_whole(row.removed_at_ms),
    )


def _revision_of(row: RevisionRow) -> Revision:
    version = int(row.sk.rpartition("#")[2])
    return Revision(version, row.text, _people(row.mentions), int(row.until_ms))


def _whisper_of(row: WhisperRow) -> Whisper:
    return Whisper(
        id=WhisperId(row.sk.removeprefix(WHISPER)),
        conversation_id=ConversationId(row.pk[2:]),
        agent_id=UserId(row.agent_id),
        author_id=UserId(row.author_id),
        text=row.text,
    )


def _mention_of(user_id: UserId, row: MentionRow) -> Mention:
    return Mention(
        user_id=user_id,
        conversation_id=ConversationId(row.conversation_id),
        note_id=NoteId(row.sk.removeprefix(_MENTION)),
        read_at_ms=_whole(row.read_at_ms),
    )


def _people(stored: Sequence[str] | None) -> tuple[UserId, ...]:
    return tuple(UserId(one) for one in stored or ())


def _whole(stored: float | None) -> int | None:
    return None if stored is None else int(stored)
