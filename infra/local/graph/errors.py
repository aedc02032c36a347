"""Errors in the Graph API's own shape: message, type, code, details and a trace id.

Codes and titles: Meta's WhatsApp Cloud API error codes page, November 2026.
"""

from __future__ import annotations

import secrets

from infra.local.graph.models import JSON

TITLES = {
    0: "AuthException",
    1: "API Unknown",
    2: "API Service",
    4: "API Too Many Calls",
    10: "Permission Denied",
    33: "Parameter value is not valid",
    100: "Invalid parameter",
    190: "Access token has expired",
    368: "Temporarily blocked for policies violations",
    80007: "Rate limit issues",
    130429: "Rate limit hit",
    130472: "User's number is part of an experiment",
    130497: "Business account is restricted from messaging users in this country",
    131000: "Something went wrong",
    131005: "Access denied",
    131008: "Required parameter is missing",
    131009: "Parameter value is not valid",
    131016: "Service unavailable",
    131021: "Recipient cannot be sender",
    131026: "Message undeliverable",
    131030: "Recipient phone number not in allowed list",
    131031: "Account has been locked",
    131037: "WhatsApp provided number needs display name approval before message can be sent",
    131042: "Business eligibility payment issue",
    131045: "Incorrect certificate",
    131047: "Re-engagement message",
    131048: "Spam rate limit hit",
    131049: "This message was not delivered to maintain healthy ecosystem engagement",
    131050: "User has stopped marketing messages from this business",
    131051: "Unsupported message type",
    131052: "Media download error",
    131053: "Media upload error",
    131056: "(Business Account, Consumer Account) pair rate limit hit",
    131057: "Account in maintenance mode",
    131062: "Business-scoped user id recipients are not supported for this message",
    132000: "Number of parameters does not match the expected number of params",
    132001: "Template name does not exist in the translation",
    132005: "Template hydrated text too long",
    132012: "Parameter format does not match format in the created template",
    132015: "Template is paused",
    132016: "Template is disabled",
    133004: "Server temporarily unavailable",
    133010: "Phone number not registered",
}
_CODE_OF_STATUS = {400: 131009, 401: 190, 403: 131005, 404: 100, 429: 130429, 503: 131016}


class GraphError(Exception):
    """A refusal the caller is told about, with Meta's code."""

    def __init__(
        self,
        status: int,
        code: int,
        details: str | None = None,
        *,
        message: str | None = None,
        kind: str = "OAuthException",
        subcode: int | None = None,
    ) -> None:
        self.status, self.code, self.details = status, code, details
        self.message = message or f"(#{code}) {TITLES.get(code, 'Unknown error')}"
        self.kind, self.subcode = kind, subcode
        super().__init__(self.message)

    def body(self) -> JSON:
        """The `error` object as the Graph API writes it."""
        error: JSON = {"message": self.message, "type": self.kind, "code": self.code}
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        if self.details is not None:
            error["error_data"] = {"messaging_product": "whatsapp", "details": self.details}
        error["fbtrace_id"] = "A" + secrets.token_urlsafe(16)
        return {"error": error}


def invalid_parameter(details: str) -> GraphError:
    """A field of the request is missing or wrong (code 100)."""
    return GraphError(400, 100, details)


def unknown_object(object_id: str, verb: str, *, status: int = 400) -> GraphError:
    """No such number or file: Meta does not say whether it exists or is not yours."""
    return GraphError(
        status,
        100,
        message=(
            f"Unsupported {verb} request. Object with ID '{object_id}' does not exist, cannot be "
            "loaded due to missing permissions, or does not support this operation"
        ),
        kind="GraphMethodException",
        subcode=33,
    )


def bad_token() -> GraphError:
    """No access token, or not the one of this app."""
    return GraphError(401, 190, message="Invalid OAuth access token - Cannot parse access token")


def provoked(status: int, code: int | None) -> GraphError:
    """The failure a knob asks for; without a code the one that fits the HTTP status."""
    chosen = code if code is not None else _CODE_OF_STATUS.get(status)
    if chosen is None:
        chosen = 131000 if status >= 500 else 100
    return GraphError(status, chosen, TITLES.get(chosen, "Provoked by the simulator") + ".")
