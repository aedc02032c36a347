"""What the demonstration writes with and marks: quick replies, customers' values and labels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

QUICK_REPLIES: tuple[dict[str, Any], ...] = (
    {
        "name": "Saludo",
        "shortcut": "hola",
        "text": "Buenos días, {{cliente.nombre}}. Le saluda {{agente.nombre}}. ¿En qué le ayudo?",
        "greets": "by_hand",
    },
    {
        "name": "Saldo y mora",
        "shortcut": "saldo",
        "folder": "Cobranza",
        "text": (
            "Su saldo es {{cliente.saldo}} y registra {{cliente.dias_mora}} días de mora."
            " ¿Cuándo podría pagar?"
        ),
    },
    {
        "name": "Cuentas para transferir",
        "shortcut": "cuentas",
        "folder": "Cobranza",
        "text": (
            "Puede transferir a Banco Andino, cuenta corriente 2100 458 771,"
            " a nombre de Andina Cobranzas. Envíenos el comprobante por aquí."
        ),
    },
    {
        "name": "Promesa registrada",
        "shortcut": "promesa",
        "folder": "Cobranza",
        "text": "Registré su promesa de pago de {{cliente.cuota}} para el {{cliente.fecha_pago}}.",
    },
    {
        "name": "Despedida",
        "shortcut": "gracias",
        "text": "Gracias por escribirnos, {{cliente.nombre}}. Que tenga un buen día.",
    },
)

VALUES: Mapping[str, Mapping[str, str]] = {
    "Rosa Elvira Quishpe": {"saldo": "$ 486,20", "dias_mora": "34", "contrato": "AC-20418"},
    "Jorge Aníbal Muñoz": {"saldo": "$ 120,00", "dias_mora": "6"},
    "María Fernanda Villavicencio": {"saldo": "$ 215,00", "dias_mora": "3", "cuota": "$ 43,00"},
    "Segundo Guamán Caiza": {"saldo": "$ 341,60", "dias_mora": "12", "cuota": "$ 85,40"},
}
"""By the name of the customer."""

LABELS: Mapping[str, tuple[str, ...]] = {
    "Rosa Elvira Quishpe": ("Promesa de pago",),
    "Jorge Aníbal Muñoz": ("Mora alta",),
    "María Fernanda Villavicencio": ("Reclamo",),
}
"""Names of labels by the name of the customer."""
