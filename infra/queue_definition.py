"""What a queue is: the numbers that SQS, our own queues and the infrastructure agree on."""

from __future__ import annotations

from dataclasses import dataclass

_FIFO_SUFFIX = ".fifo"


@dataclass(frozen=True, slots=True)
class QueueDefinition:
    """One queue by its logical name; `dead_letter` names another one of the same kind."""

    name: str
    visibility_timeout_seconds: int = 30
    max_receive_count: int | None = None
    dead_letter: str | None = None

    def __post_init__(self) -> None:
        if (self.max_receive_count is None) != (self.dead_letter is None):
            raise ValueError(f"{self.name}: a dead-letter queue and a count go together")
        if self.dead_letter is not None and self.fifo != self.dead_letter.endswith(_FIFO_SUFFIX):
            raise ValueError(f"{self.name}: its dead-letter queue must be of the same kind")

    @property
    def fifo(self) -> bool:
        """SQS tells FIFO queues by their names."""
        return self.name.endswith(_FIFO_SUFFIX)
