"""Where browsers report violations of a page's policy (`infra/security_headers.py`)."""

from __future__ import annotations

from chalice.app import Blueprint
from pydantic import ConfigDict, Field

from chalicelib.api.call import Call
from chalicelib.api.endpoint import PUBLIC, endpoint
from chalicelib.api.reading import RequestModel

routes = Blueprint(__name__)


class ReportedViolation(RequestModel):
    """What is read of a report; browsers send more, which is passed over."""

    model_config = ConfigDict(extra="ignore", validate_by_name=False)

    directive: str = Field(alias="effective-directive", max_length=100)
    blocked: str = Field(default="", alias="blocked-uri", max_length=8_192)


class PolicyReport(RequestModel):
    """As `report-uri` of CSP sends it."""

    model_config = ConfigDict(extra="ignore", validate_by_name=False)

    report: ReportedViolation = Field(alias="csp-report")


@endpoint(
    routes,
    "POST",
    "/v1/health/policy-reports",
    permission=PUBLIC,
    body=PolicyReport,
    status=204,
    speaks="report",
    example={"csp-report": {"effective-directive": "img-src", "blocked-uri": "https://a.test"}},
    summary="Report a violation of a page's policy",
)
def report_violation(call: Call[None, PolicyReport, None]) -> None:
    """Sent by browsers themselves. Nothing is stored; more than 16 KiB is refused (422)."""
    violated = call.body.report
    call.container.policy_reports.tell(violated.directive, violated.blocked)
