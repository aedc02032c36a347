"""What API Gateway itself refuses, in the product's form: problem+json (RFC 9457)."""

from __future__ import annotations

import json
from dataclasses import dataclass

from aws_cdk import aws_apigateway as apigateway

PROBLEM_JSON = "application/problem+json"


@dataclass(frozen=True, slots=True)
class GatewayProblem:
    """One kind of refusal of the gateway, as a problem of ours."""

    type: apigateway.ResponseType
    status: int
    title: str
    code: str
    detail: str

    def template(self) -> str:
        """The body; the gateway fills in its request id."""
        return json.dumps(
            {
                "type": f"urn:hilo:problem:{self.code}",
                "title": self.title,
                "status": self.status,
                "code": self.code,
                "detail": self.detail,
                "request_id": "$context.requestId",
                "errors": [],
            }
        )


_BUSY = "Too many requests at once. Wait a moment and try again."
_LATE = "It took too long. Try again."
_OURS = "Something failed on our side. Try again; quote the request id if it persists."
_NOWHERE = "There is nothing at this address that you can see. Check the id."
_REFUSED = "The request was refused before it was read. See /api/v1/openapi.json."
_KINDS = apigateway.ResponseType
PROBLEMS = (
    GatewayProblem(_KINDS.MISSING_AUTHENTICATION_TOKEN, 404, "Not Found", "not_found", _NOWHERE),
    GatewayProblem(_KINDS.RESOURCE_NOT_FOUND, 404, "Not Found", "not_found", _NOWHERE),
    GatewayProblem(_KINDS.THROTTLED, 429, "Too Many Requests", "too_many_requests", _BUSY),
    GatewayProblem(
        _KINDS.REQUEST_TOO_LARGE,
        413,
        "Request Entity Too Large",
        "body_too_large",
        "The body is larger than 10 MB. Send it in parts.",
    ),
    GatewayProblem(_KINDS.INTEGRATION_TIMEOUT, 504, "Gateway Timeout", "timeout", _LATE),
    GatewayProblem(_KINDS.DEFAULT_4_XX, 400, "Bad Request", "invalid_request", _REFUSED),
    GatewayProblem(_KINDS.DEFAULT_5_XX, 500, "Internal Server Error", "internal_error", _OURS),
)


def add_problems(api: apigateway.RestApi) -> None:
    """Replace what the gateway would say by itself."""
    for problem in PROBLEMS:
        api.add_gateway_response(
            f"problem-{problem.type.response_type}",
            type=problem.type,
            status_code=str(problem.status),
            response_headers={
                "Content-Type": f"'{PROBLEM_JSON}'",
                "Cache-Control": "'no-store'",
                "X-Request-Id": "context.requestId",
            },
            templates={"application/json": problem.template()},
        )
