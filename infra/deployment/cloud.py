"""The account and region that somebody's credentials open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import boto3


class Cloud:
    """Clients by the name of their service, each made once."""

    def __init__(self, session: boto3.Session) -> None:
        self.session = session
        self._clients: dict[tuple[str, str], Any] = {}

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Cloud:
        """Of whoever calls; AWS_REGION, which the CDK obeys, is unknown to boto3."""
        return cls(boto3.Session(region_name=environment.get("AWS_REGION") or None))

    @property
    def region(self) -> str:
        """Empty where none is chosen."""
        return self.session.region_name or ""

    def client(self, service: str, region: str | None = None) -> Any:
        """Of boto3, in the session's region unless another is named; without any it is refused."""
        key = service, region or self.region
        if key not in self._clients:
            session: Any = self.session
            self._clients[key] = session.client(service, region_name=key[1] or None)
        return self._clients[key]
