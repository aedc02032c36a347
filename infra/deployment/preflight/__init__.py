"""Looks whether a deployment can succeed, and changes nothing: every finding at once."""

from infra.deployment.preflight.checks import preflight
from infra.deployment.preflight.findings import Finding

__all__ = ["Finding", "preflight"]
