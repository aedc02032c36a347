"""What a cold start imports beyond boto3 and one client: counts, which no busy machine blurs.

The times are the bench's. Whoever adds a package or many modules here makes the first event of
every new container slower, and should know it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.bench.cold_process import BASELINE
from tests.bench.cold_start import ColdStarts, cold_starts

OURS = {"app", "chalicelib", "functions"}
EVERYWHERE = {"aws_lambda_powertools", "typing_extensions"}
PYDANTIC = {"annotated_types", "pydantic", "pydantic_core", "typing_inspection"}
TOKENS = {"cryptography", "joserfc"}


@pytest.fixture(scope="module")
def processes() -> Iterator[ColdStarts]:
    with cold_starts() as one:
        yield one


@pytest.fixture(scope="module")
def bare(processes: ColdStarts) -> frozenset[str]:
    """What a bare client imports."""
    return processes.start(BASELINE).modules


@pytest.mark.parametrize(
    ("name", "packages", "most_modules"),
    [
        ("webhook", EVERYWHERE, 87),
        ("inbound", EVERYWHERE | {"pynamodb"}, 162),
        ("api", EVERYWHERE | {"pynamodb", "chalice"} | PYDANTIC | TOKENS, 372),
    ],
)
def test_first_events_import_what_they_need_and_no_more(
    processes: ColdStarts,
    bare: frozenset[str],
    name: str,
    packages: set[str],
    most_modules: int,
) -> None:
    imported = processes.start(name).modules - bare
    tops = {module.partition(".")[0] for module in imported} - OURS
    assert {top for top in tops - sys.stdlib_module_names if not top.startswith("_")} == packages
    assert len(imported) <= most_modules
