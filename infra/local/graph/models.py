"""What the double is told about the provider's side, and what it remembers of a send."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

JSON = dict[str, Any]
BUSINESS_NAME = "Andina Cobranzas"


@dataclass(frozen=True, slots=True)
class Number:
    """A business number of the provider's account; `connection_id` is what the page calls it."""

    id: str
    display_phone_number: str
    connection_id: str
    name: str
    business_name: str = BUSINESS_NAME


SEEDED_NUMBERS = (
    Number("100000000000001", "593225550101", "wa-principal", "Cobranzas Quito"),
    Number("100000000000002", "593225550102", "wa-cobranzas", "Cobranzas"),
)


@dataclass(frozen=True, slots=True)
class GraphSettings:
    """The Meta app and account that the double plays; the defaults are the seeded ones."""

    app_id: str = "meta-local"
    app_secret: str = "local-app-secret"
    access_token: str = "local-access-token"
    business_account_id: str = "200000000000001"
    numbers: tuple[Number, ...] = SEEDED_NUMBERS
    hold_seconds: float = 60.0
    media_url_seconds: int = 300
    status_pause_seconds: float = 0.05
    retry_seconds: tuple[float, ...] = (0.25, 1, 2, 4, 8, 15, 30, 60, 60)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a send is for: a number (digits), a business-scoped user id, or both."""

    phone: str | None
    user_id: str | None
    input: str

    @property
    def key(self) -> str:
        """One recipient, one key: the pair rate limit counts by it."""
        return self.phone or self.user_id or self.input


STATUS_RANK = {"sent": 1, "delivered": 2, "read": 3, "played": 4}


@dataclass(slots=True)
class Accepted:
    """A message the double took; `status` is the highest it has reported (empty: none yet)."""

    id: str
    number: Number
    recipient: Recipient
    body: JSON
    at: datetime
    status: str = ""
    callback_data: str | None = field(default=None)

    @property
    def kind(self) -> str:
        return str(self.body.get("type", "text"))

    def fields(self) -> JSON:
        """Everything, as JSON."""
        return {
            **asdict(self),
            "number": self.number.id,
            "at": self.at.isoformat(),
        }

    @classmethod
    def of(cls, fields: JSON, numbers: Sequence[Number]) -> Accepted:
        """What fields() told."""
        return cls(
            **{
                **fields,
                "number": next(one for one in numbers if one.id == fields["number"]),
                "recipient": Recipient(**fields["recipient"]),
                "at": datetime.fromisoformat(fields["at"]),
            }
        )

    def climbs_to(self, status: str) -> bool:
        """Whether `status` is higher than all reported so far."""
        return STATUS_RANK[status] > STATUS_RANK.get(self.status, 0)


PHONE_DIGITS = re.compile(r"\d{6,15}")
USER_ID = re.compile(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}")
