"""What is kept of a browser's report."""

from __future__ import annotations

from dataclasses import dataclass

VIOLATED_LINE = "page policy violated"
"""Logged for what a page tried and was refused; an alarm counts it."""


@dataclass(frozen=True, slots=True)
class Violation:
    """`refused`: a word of the policy's language, or an origin."""

    directive: str
    refused: str
