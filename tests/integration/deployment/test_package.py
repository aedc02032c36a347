"""Our own code as it is deployed: what runs, and nothing that only stands beside it."""

from __future__ import annotations

from pathlib import Path

from functions.registry import FUNCTIONS
from infra.deployment.code import assemble
from tests.bench.layers import package_size


def test_only_the_app_the_product_and_the_functions_are_packed(tmp_path: Path) -> None:
    packed = assemble(tmp_path / "package")
    assert {path.name for path in packed.iterdir()} == {"app.py", "chalicelib", "functions"}
    folders = {path.name for path in (packed / "functions").iterdir() if path.is_dir()}
    assert folders == {function.name for function in FUNCTIONS}
    files = [path for path in packed.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".py"}
    assert not [path for path in files if path.name.startswith(("test_", "conftest"))]


def test_the_package_stays_small(tmp_path: Path) -> None:
    size = package_size(tmp_path)
    assert 0 < size.zipped_mb < size.unzipped_mb
    assert size.is_within, size
