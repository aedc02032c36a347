"""Who writes what in the demonstration: customers of a collections desk, an ordinary morning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Scene:
    """One customer's conversation.

    `writes`: (minutes ago, text), oldest first. Then, where `agent` is set, that agent claims
    it and `replies`; the customer `answers`; at the end it may be resolved.
    """

    name: str
    phone: str | None
    connection_id: str
    writes: tuple[tuple[int, str], ...]
    agent: str | None = None
    replies: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    resolved: bool = False
    user_id: str | None = None


GENERAL, COBRANZAS = "wa-principal", "wa-cobranzas"

CONFIGURED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/break-types", {"name": "Almuerzo", "minutes": 60}),
    ("/break-types", {"name": "Pausa activa", "minutes": 15}),
    ("/labels", {"name": "Mora alta", "colour": "rojo", "description": "Más de 90 días"}),
    ("/labels", {"name": "Promesa de pago", "colour": "verde", "description": "Dijo cuándo paga"}),
    ("/labels", {"name": "Reclamo", "colour": "naranja", "description": "No reconoce la deuda"}),
    (
        "/typifications",
        {
            "name": "Resultado de la gestión",
            "nodes": [
                {"id": "PROM00", "parent_id": None, "name": "Promesa de pago"},
                {"id": "PROM01", "parent_id": "PROM00", "name": "Esta semana"},
                {"id": "PROM02", "parent_id": "PROM00", "name": "Este mes"},
                {"id": "RECL00", "parent_id": None, "name": "Reclamo"},
                {"id": "RECL01", "parent_id": "RECL00", "name": "Cobro duplicado"},
                {"id": "RECL02", "parent_id": "RECL00", "name": "No reconoce la deuda"},
                {"id": "INFO00", "parent_id": None, "name": "Solo pidió información"},
            ],
        },
    ),
)
"""What an administrator of the demonstration has set up: where, and what."""

SCENES: tuple[Scene, ...] = (
    Scene(
        "Rosa Elvira Quishpe",
        "593995550148",
        GENERAL,
        (
            (262, "Buenos días, quiero saber cuánto debo y si puedo pagar en partes."),
            (258, "Mi cédula termina en 42."),
        ),
        agent="agente1",
        replies=("Buenos días, Rosa Elvira. Puedo dividir su saldo en tres cuotas de $ 162,07.",),
        answers=("Puedo abonar $ 160 hoy mismo. ¿A qué cuenta transfiero?",),
        user_id="EC.20481907355120046613",
    ),
    Scene(
        "Jorge Aníbal Muñoz",
        "593985550121",
        GENERAL,
        (
            (96, "Buenas tardes"),
            (95, "Ya hice la transferencia, le adjunto el comprobante"),
            (14, "¿Me confirma si llegó?"),
        ),
    ),
    Scene(
        "Segundo Guamán Caiza",
        "593985550177",
        COBRANZAS,
        ((181, "Me llegó un aviso de que mi convenio está por vencer."),),
        agent="agente3",
        replies=("Su convenio vence el viernes. Si paga antes, no se generan recargos.",),
    ),
    Scene(
        "Daniela Chiriboga Sandoval",
        "593987550113",
        GENERAL,
        ((64, "¿Me puede enviar el convenio firmado?"),),
        agent="agente2",
        replies=("Con gusto, Daniela. Lo busco y se lo envío en unos minutos.",),
        answers=("Muchas gracias, quedo atenta.",),
    ),
    Scene(
        "Nelly Vaca Morejón",
        "593979550162",
        GENERAL,
        ((5, "Necesito un certificado de no adeudar, por favor."),),
    ),
    Scene(
        "María Fernanda Villavicencio",
        "593962550134",
        GENERAL,
        ((325, "Quiero presentar un reclamo: me cobraron dos veces la cuota de octubre."),),
        agent="agente1",
        replies=(
            "Estimada María Fernanda, lamento lo ocurrido. ¿Me indica la fecha del segundo cobro?",
            "También necesito los cuatro últimos dígitos de su cuenta.",
        ),
    ),
    Scene(
        "Lenin Patricio Yánez",
        "593998550190",
        COBRANZAS,
        ((140, "Puedo pagar la mitad esta semana y el resto a fin de mes."),),
        agent="agente4",
        replies=("De acuerdo, registro su promesa de pago. Quedo atento a su confirmación.",),
    ),
    Scene(
        "Carmen Benavides",
        "593993550175",
        GENERAL,
        ((410, "¿Hasta qué hora atienden hoy?"),),
        agent="agente2",
        replies=("Buenos días, Carmen. Hoy atendemos hasta las 18:00.",),
        answers=("Perfecto, gracias.",),
        resolved=True,
    ),
    Scene(
        "Washington Tituaña",
        "593984550107",
        COBRANZAS,
        ((230, "Por favor envíeme el detalle de mis cuotas pendientes."),),
        agent="agente3",
        replies=("Con gusto. Le quedan cuatro cuotas de $ 85,40; la próxima vence el día 5.",),
        answers=("Gracias, ya lo tengo claro.",),
        resolved=True,
    ),
    Scene(
        "Pilar Andrade Proaño",
        "593968550119",
        COBRANZAS,
        ((46, "Me llamaron ayer por una deuda que ya pagué."), (45, "Tengo el recibo a mano.")),
    ),
    Scene(
        "Usuario sin número",
        None,
        GENERAL,
        ((22, "Hola, ¿puedo pagar con tarjeta de crédito?"),),
        user_id="EC.13491208655302741918",
    ),
    Scene(
        "Blanca Cecilia Toapanta",
        "593991550156",
        GENERAL,
        ((505, "Quisiera actualizar mi dirección y mi correo."),),
        agent="agente1",
        replies=("Listo, Blanca Cecilia: sus datos quedaron actualizados.",),
        resolved=True,
    ),
)
