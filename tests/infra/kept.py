"""What no upgrade may replace: logical ids, names and keys, as they were first deployed.

`python -m tests.infra.kept` (in .venv-infra) writes the list anew: only for what is added.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.infra.conftest import synthesize
from tests.infra.templates import shown

FILE = Path(__file__).with_name("kept.json")
_NAMES = ("TableName", "BucketName", "QueueName", "Name")
_FIXED = ("KeySchema", "FifoQueue")
"""Properties whose change makes CloudFormation replace the resource."""


def kept(template: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What stays of a template when everything else goes."""
    return {
        logical_id: _fixed(one)
        for logical_id, one in sorted(template["Resources"].items())
        if one.get("DeletionPolicy") == "Retain"
    }


def _fixed(resource: Mapping[str, Any]) -> dict[str, Any]:
    given = resource["Properties"]
    names = [shown(given[name]) for name in _NAMES if name in given]
    fixed = {name: given[name] for name in _FIXED if name in given}
    return {"type": resource["Type"], "name": names[0], **fixed}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        made = kept(synthesize(Path(folder))["stateful"])
    FILE.write_text(json.dumps(made, indent=1) + "\n")
