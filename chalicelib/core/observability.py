"""Structured logs with request and conversation ids; the one door to Powertools.

Bodies, tokens, texts of customers and secrets are never logged.
"""

from __future__ import annotations

from aws_lambda_powertools.logging import Logger

logger = Logger(service="hilo", utc=True, location=None)
"""Without the place in the code: each sentence stands at one only, and every byte is paid for."""
