"""What the templates hold that costs the same every month, whether messages come or not.

`python -m tests.infra.standing` (in .venv-infra) writes `infra/cost/standing.json` anew.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from infra.cost.standing import STORED
from tests.infra.conftest import synthesize
from tests.infra.templates import of_type, properties

_KINDS = {
    "alarms": "AWS::CloudWatch::Alarm",
    "dashboards": "AWS::CloudWatch::Dashboard",
    "secrets": "AWS::SecretsManager::Secret",
    "keys": "AWS::KMS::Key",
}


def standing(templates: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """How many of each; `routes_metered` is 1 where the REST API has metrics for each route."""
    each = list(templates)
    found = {name: sum(len(of_type(one, kind)) for one in each) for name, kind in _KINDS.items()}
    stages = [stage for one in each for stage in properties(one, "AWS::ApiGateway::Stage")]
    settings = [setting for stage in stages for setting in stage["MethodSettings"]]
    metrics = {
        change["MetricName"]
        for one in each
        for made in properties(one, "AWS::Logs::MetricFilter")
        for change in made["MetricTransformations"]
    }
    return (
        found
        | {"metrics": len(metrics)}
        | {"routes_metered": int(any(one.get("MetricsEnabled") for one in settings))}
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        made = standing(synthesize(Path(folder)).values())
    STORED.write_text(json.dumps(made, indent=1) + "\n")
