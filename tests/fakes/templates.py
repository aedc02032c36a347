"""A provider's templates, and where those read last are kept."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.core.change import Change
from chalicelib.domains.connections.models import Connection
from chalicelib.domains.templates.models import (
    Account,
    Button,
    Failure,
    Fetch,
    Header,
    Listing,
    Template,
)
from chalicelib.domains.templates.ports import TemplatesUnavailableError

GREETING = Template(
    name="seguimiento",
    language="es",
    category="UTILITY",
    status="APPROVED",
    body="Hola {{1}}, le escribimos por {{2}}.",
    footer="Andina",
    examples=("Rosa", "su consulta"),
)
REMINDER = Template(
    name="recordatorio",
    language="es",
    category="UTILITY",
    status="APPROVED",
    body="Estimada {{nombre}}, vence el {{fecha}}.",
    header=Header("text", "Cuota de {{mes}}", ("noviembre",)),
    buttons=(
        Button("quick_reply", "Ya pagué"),
        Button("url", "Pagar", url="https://pagos.example/{{1}}", example="c-1"),
    ),
    examples=("Rosa", "el lunes"),
)
STATEMENT = Template(
    name="estado_de_cuenta",
    language="es",
    category="UTILITY",
    status="APPROVED",
    body="Le enviamos su estado de cuenta.",
    header=Header("document"),
)
PAUSED = Template("encuesta", "es", "UTILITY", "PAUSED", "¿Cómo le atendimos?")


class FakeTemplateSource:
    """TemplateSource: gives `templates`, or fails with `failure`; `asked` counts."""

    def __init__(self, *templates: Template) -> None:
        self.templates = list(templates or (GREETING, REMINDER, STATEMENT, PAUSED))
        self.failure: Failure | None = None
        self.asked = 0

    def fetch(self, connection: Connection) -> list[Template]:
        self.asked += 1
        if self.failure is not None:
            raise TemplatesUnavailableError(self.failure)
        return list(self.templates)


class MemoryTemplates:
    """TemplateStore in memory."""

    def __init__(self) -> None:
        self._templates: dict[Account, dict[tuple[str, str], Template]] = {}
        self._fetches: dict[Account, Fetch] = {}

    def listing(self, account: Account) -> Listing:
        kept = self._templates.get(account, {})
        return Listing([kept[place] for place in sorted(kept)], self._fetches.get(account))

    def template(self, account: Account, name: str, language: str) -> Template | None:
        return self._templates.get(account, {}).get((name, language))

    def begin(self, account: Account, now_ms: int, not_since_ms: int, change: Change) -> bool:
        standing = self._fetches.get(account)
        if standing is not None and standing.attempted_at_ms > not_since_ms:
            return False
        fetched_at_ms = standing.fetched_at_ms if standing else None
        failure = standing.failure if standing else None
        self._fetches[account] = Fetch(now_ms, fetched_at_ms, failure)
        return True

    def replace(
        self, account: Account, known: Listing, new: Sequence[Template], change: Change
    ) -> None:
        self._templates[account] = {(one.name, one.language): one for one in new}

    def finish(self, account: Account, fetch: Fetch, change: Change) -> None:
        self._fetches[account] = fetch
