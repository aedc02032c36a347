"""Structured logs with request and conversation ids; the one door to Powertools.

Bodies, tokens, texts of customers and secrets are never logged.
"""

from __future__ import annotations

from aws_lambda_powertools.logging import Logger

logger = Logger(service="hilo", utc=True)
