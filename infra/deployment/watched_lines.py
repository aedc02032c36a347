"""Log lines that alarms count: which functions write them, and which number they hold.

The CDK makes metric filters of them, and tests match them with what the functions write.
"""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domains.audit.errors import BROKEN_LINE, LOST_LINE, UNNAMED_LINE
from chalicelib.domains.conversations.ports import UNCONFIRMED_LINE
from chalicelib.domains.dead_letters.errors import FAULTY_LINE
from chalicelib.domains.health.models import MEASURED_LINE, CheckKind
from chalicelib.domains.policy_reports.models import VIOLATED_LINE


@dataclass(frozen=True, slots=True)
class WatchedLine:
    """`value` is the field whose number is summed, or `1` to count lines; more than none
    within a minute of `minutes` alarms. `page` is in `docs/runbooks`."""

    alarm: str
    functions: tuple[str, ...]
    message: str
    metric: str
    page: str
    description: str
    value: str = "1"

    @property
    def pattern(self) -> str:
        """In the language of CloudWatch's metric filters."""
        return f'{{ $.message = "{self.message}" }}'


def _troubles(kind: CheckKind, metric: str, page: str, description: str) -> WatchedLine:
    return WatchedLine(
        alarm=f"{kind.replace('_', '-')}-trouble",
        functions=("clock",),
        message=MEASURED_LINE,
        metric=metric,
        page=page,
        description=description,
        value=f"$.troubles.{kind}",
    )


WATCHED_LINES = (
    WatchedLine(
        "unconfirmed",
        ("outbound",),
        UNCONFIRMED_LINE,
        "UnconfirmedSends",
        "envio-sin-confirmar",
        "A message of ours that may or may not be sent.",
    ),
    WatchedLine(
        "faulty-updates",
        ("inbound", "status", "history"),
        FAULTY_LINE,
        "FaultyUpdates",
        "apartados",
        "An update that failed every time and was put aside: a fault of ours.",
    ),
    WatchedLine(
        "unnamed-writes",
        ("relay",),
        UNNAMED_LINE,
        "UnnamedWrites",
        "auditoria",
        "Somebody wrote to a table past the product, or a write does not say what happened.",
    ),
    WatchedLine(
        "broken-chain",
        ("clock",),
        BROKEN_LINE,
        "BrokenChains",
        "auditoria",
        "The audit is not what it was: entries were changed, removed or put in.",
    ),
    WatchedLine(
        "lost-sightings",
        ("api",),
        LOST_LINE,
        "LostSightings",
        "auditoria",
        "Something was answered though it could not be put on record.",
    ),
    WatchedLine(
        "policy-violated",
        ("api",),
        VIOLATED_LINE,
        "PolicyViolations",
        "politica-violada",
        "A page tried what its policy forbids: foreign code in it, or a mistake of ours.",
    ),
    _troubles(
        "consumer",
        "StoppedConsumers",
        "consumidor-detenido",
        "A reader of the stream gets nothing: screens or sends stand still.",
    ),
    _troubles(
        "table", "RefusingTables", "tabla-limitada", "A table refuses requests after all repeats."
    ),
    _troubles(
        "dead_letters", "FullDeadLetters", "apartados", "Many dead letters wait for a decision."
    ),
    _troubles(
        "connection",
        "TroubledConnections",
        "conexion-sin-envios",
        "The provider refuses everything that is sent over a connection.",
    ),
    _troubles(
        "app",
        "TroubledApps",
        "firma-rechazada",
        "An app's secret cannot be read, or the provider signs with another.",
    ),
)
