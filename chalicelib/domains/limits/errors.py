"""What a flood is told."""

from __future__ import annotations


class LaneSlowedError(Exception):
    """So much came in so short a time that the lane pauses before it goes on."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"the lane pauses {seconds} s")
        self.seconds = seconds


class TooManyMessagesError(Exception):
    """Beyond what one sender may send in a minute."""
