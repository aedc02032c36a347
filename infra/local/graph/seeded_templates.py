"""The templates of the simulated account, as Meta lists them: every shape once, in Spanish."""

from __future__ import annotations

from infra.local.graph.models import JSON


def _body(text: str, *examples: str) -> JSON:
    body: JSON = {"type": "BODY", "text": text}
    return body | ({"example": {"body_text": [list(examples)]}} if examples else {})


def _named_body(text: str, **examples: str) -> JSON:
    named = [{"param_name": name, "example": value} for name, value in examples.items()]
    return {"type": "BODY", "text": text, "example": {"body_text_named_params": named}}


def _footer(text: str) -> JSON:
    return {"type": "FOOTER", "text": text}


def _file(kind: str) -> JSON:
    return {"type": "HEADER", "format": kind, "example": {"header_handle": ["4::aW1hZ2U="]}}


def _buttons(*buttons: JSON) -> JSON:
    return {"type": "BUTTONS", "buttons": list(buttons)}


def _template(
    number: int,
    name: str,
    category: str,
    *components: JSON,
    language: str = "es",
    status: str = "APPROVED",
    named: bool = False,
) -> JSON:
    return {
        "id": str(700_000_000_000_000 + number),
        "name": name,
        "language": language,
        "status": status,
        "category": category,
        "parameter_format": "NAMED" if named else "POSITIONAL",
        "components": list(components),
    }


_REPLY = {"type": "QUICK_REPLY"}

TEMPLATES: tuple[JSON, ...] = (
    _template(
        1,
        "seguimiento_consulta",
        "UTILITY",
        _body(
            "Hola {{1}}, le escribimos de Andina Cobranzas por su consulta sobre {{2}}. "
            "Responda a este mensaje y le atendemos.",
            "Rosa",
            "el convenio de pago",
        ),
        _footer("Andina Cobranzas"),
    ),
    _template(
        2,
        "recordatorio_pago",
        "UTILITY",
        {
            "type": "HEADER",
            "format": "TEXT",
            "text": "Cuota de {{mes}}",
            "example": {
                "header_text_named_params": [{"param_name": "mes", "example": "noviembre"}]
            },
        },
        _named_body(
            "Estimada/o {{nombre}}, su cuota de {{monto}} vence el {{fecha}}.",
            nombre="Rosa Quishpe",
            monto="USD 48,20",
            fecha="30 de noviembre",
        ),
        _footer("Si ya pagó, no tome en cuenta este mensaje."),
        _buttons(
            _REPLY | {"text": "Ya pagué"},
            _REPLY | {"text": "Necesito un convenio"},
        ),
        named=True,
    ),
    _template(
        3,
        "estado_de_cuenta",
        "UTILITY",
        _file("DOCUMENT"),
        _body("Le enviamos su estado de cuenta de {{1}}.", "octubre"),
    ),
    _template(
        4,
        "oficina_nueva",
        "MARKETING",
        _file("IMAGE"),
        _body("Ya abrimos nuestra oficina de la avenida Amazonas. Le esperamos."),
        _buttons({"type": "PHONE_NUMBER", "text": "Llamar", "phone_number": "+593225550101"}),
    ),
    _template(
        5,
        "pago_en_linea",
        "UTILITY",
        _body("Puede pagar su cuota {{1}} en línea hasta las 18:00.", "3 de 12"),
        _buttons(
            {
                "type": "URL",
                "text": "Pagar",
                "url": "https://pagos.andina.example/{{1}}",
                "example": ["https://pagos.andina.example/c-1203"],
            },
            {"type": "URL", "text": "Ver oficinas", "url": "https://andina.example/oficinas"},
        ),
    ),
    _template(
        6,
        "descuento_aniversario",
        "MARKETING",
        _body("{{1}}, por nuestro aniversario tiene un descuento en intereses.", "Rosa"),
        _buttons({"type": "COPY_CODE", "text": "Copiar código", "example": "ANDINA10"}),
    ),
    _template(
        7,
        "seguimiento_consulta",
        "UTILITY",
        _body("Hello {{1}}, we write about your question on {{2}}.", "Rosa", "your plan"),
        language="en_US",
    ),
    _template(
        8,
        "video_de_bienvenida",
        "MARKETING",
        _file("VIDEO"),
        _body("Así funciona su convenio de pago, en un minuto."),
    ),
    _template(
        9,
        "como_llegar",
        "UTILITY",
        {"type": "HEADER", "format": "LOCATION"},
        _body("Esta es la oficina más cercana a usted."),
    ),
    _template(
        10,
        "codigo_de_acceso",
        "AUTHENTICATION",
        _body("Su código de verificación es {{1}}.", "123456"),
        _buttons({"type": "OTP", "otp_type": "COPY_CODE", "text": "Copiar código"}),
    ),
    _template(11, "encuesta_de_servicio", "UTILITY", _body("¿Cómo le atendimos?"), status="PAUSED"),
    _template(12, "gane_un_premio", "MARKETING", _body("Gane un premio."), status="REJECTED"),
    _template(13, "aviso_de_corte", "UTILITY", _body("Aviso de {{1}}.", "hoy"), status="PENDING"),
    _template(
        14,
        "solicitud_de_datos",
        "UTILITY",
        _body("Complete sus datos para el convenio."),
        _buttons({"type": "FLOW", "text": "Completar", "flow_id": "900000000000001"}),
    ),
)
