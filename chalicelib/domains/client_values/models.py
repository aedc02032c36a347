"""What is known of a customer besides who they are, as texts are filled in with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.core.ids import ContactId
from chalicelib.domains.access.fields import FieldRules, client_field

NAME = "nombre"
"""The value that a customer's own name stands in for where nobody has set it."""


@dataclass(frozen=True, slots=True)
class ClientValues:
    """A few values by name, each one line of text; version 0: nobody has set any."""

    contact_id: ContactId
    values: Mapping[str, str] = field(default_factory=dict)
    version: int = 0
    changed_by: str | None = None
    changed_at_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Client:
    """A customer with their values; `name` is whom the business knows them as."""

    name: str | None
    standing: ClientValues

    @property
    def known(self) -> Mapping[str, str]:
        """Every value that a text can name."""
        named = {NAME: self.name} if self.name else {}
        return {**named, **self.standing.values}

    def known_by(self, rules: FieldRules) -> Mapping[str, str]:
        """Those of them that somebody sees whole: a text says nothing that its author cannot."""
        is_own_name = self.name is not None and NAME not in self.standing.values
        fields = {name: client_field(name) for name in self.known}
        if is_own_name:
            fields[NAME] = "contact.name"
        seen = [name for name, one in fields.items() if rules.of(one).sight == "visible"]
        return {name: self.known[name] for name in seen}
