"""What is asked for people's privacy, in `contacts`, `records` and `directory`."""

from chalicelib.domains.privacy.repository.cases import DynamoCases
from chalicelib.domains.privacy.repository.kinds import ACTIVITY, RETENTION_RULE
from chalicelib.domains.privacy.repository.requests import DynamoRequests
from chalicelib.domains.privacy.repository.sweepings import DynamoSweepings

__all__ = ["ACTIVITY", "RETENTION_RULE", "DynamoCases", "DynamoRequests", "DynamoSweepings"]
