"""What is neither counted nor a price: each assumption by name, with its reason."""

from __future__ import annotations

from dataclasses import dataclass

MONTH_MINUTES = 43_800.0  # of 730 hours
OPEN_DAYS = 22
FULL_CPU_MB = 1_769
"""Lambda gives one whole CPU at this size, and parts of it in proportion."""


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Waits are medians within one region."""

    cpu_factor: float = 1.0
    """A core of Lambda's arm64 against a core of the machine that measured."""
    overhead_ms: float = 1.5
    """Billed beside the handler: runtime client, parsing the event."""
    dynamodb_ms: float = 5.0
    queue_ms: float = 8.0
    frame_ms: float = 12.0
    file_ms: float = 40.0
    provider_ms: float = 400.0
    cold_share: float = 0.005
    """Invocations that find no warm environment; their start is billed."""
    cold_ms: float = 700.0
    split_share: float = 0.05
    """Messages whose HEAD and text come to `push` in two batches: writes are 10 ms apart, the
    stream is read every 250 ms."""
    pollers: int = 5
    poll_seconds: float = 20.0
    """Lambda keeps so many long polls open on each queue, day and night."""
    open_hours: float = OPEN_DAYS * 8.0
    """A desk is open 22 days of 8 hours a month, and customers write in these hours."""
    moving_share: float = 0.5
    """Texts that put a chat into another tray: every second one follows an answer of ours."""
    image_share: float = 0.08
    image_mb: float = 0.2
    first_share: float = 0.15
    """Texts that open an episode; it is claimed and resolved once each."""
    read_share: float = 0.5
    """Texts after which the holder's desk marks the chat as read."""
    watchers: int = 10
    """Desks that watch a queue when somebody waits in it."""
    desk_messages: float = 6_600.0
    """What a person handles in a month, in and out: 300 a day."""
    page_mb: float = 0.4
    page_files: int = 15
    """The web client, compressed; a browser fetches it once a day."""
    routes_used: int = 12
    provider_secrets: int = 1
    log_compression: float = 0.15
