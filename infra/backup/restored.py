"""What an item is when a backup brings it back: the same, and known not to be news.

Streams tell of every item that a restore writes. Whoever listens is to hear nothing of the
past, but of what was left undone:

- A message that waited to be sent may have been sent after the backup was made. It comes
  back as tried, at the time of the backup, and without an outcome: the lane then says
  "unconfirmed" and sends nothing by itself.
- A file that was being fetched is fetched again.
- Everything else carries a mark that the filters of streams leave out, until its next write.
"""

from __future__ import annotations

from chalicelib.core.change import CHANGE_ATTRIBUTE, RESTORED
from chalicelib.core.tables import CONVERSATIONS
from chalicelib.domains.conversations import rules
from chalicelib.domains.conversations.models import Message
from chalicelib.domains.conversations.repository import StreamImages
from chalicelib.domains.conversations.repository.rows import MessageRow
from infra.backup.items import Item

_DUE, _ATTEMPTED = MessageRow.due_at_ms.attr_name, MessageRow.attempted_at_ms.attr_name
_FILE_STATE = MessageRow.media_state.attr_name


def restored(table: str, item: Item, second: int) -> Item:
    """An item of a table as it is put back from a backup of that second."""
    message = _perhaps_unfinished(item) if table == CONVERSATIONS.name else None
    if message is not None and message.due_at_ms is not None:
        is_over = rules.has_outcome(message)  # the lane has yet to tidy
        return item if is_over else {_ATTEMPTED: {"N": str(second * 1000)}, **item}
    if message is not None and message.media is not None and message.media.state == "fetching":
        return item
    if CHANGE_ATTRIBUTE not in item:
        return item
    change = {**item[CHANGE_ATTRIBUTE]["M"], RESTORED: {"N": str(second)}}
    return {**item, CHANGE_ATTRIBUTE: {"M": change}}


def _perhaps_unfinished(item: Item) -> Message | None:
    """A message that is to be sent or has a file; others are not even read."""
    return StreamImages().message(item) if _DUE in item or _FILE_STATE in item else None
