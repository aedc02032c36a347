"""What no file of the repository may hold: registry addresses, and ways out of the checkout."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CI_RUN = ".ci/run"  # looks for recorded payloads beside the checkout

# Written in pieces, so that this file keeps its own rule.
REGISTRY = re.compile(
    r"(registry\.(npmjs|yarnpkg)|pypi|pythonhosted|repo1?\.maven(\.apache)?|proxy\.golang"
    r"|maven\.pkg\.github|npm\.pkg\.github)"
    r"\.(org|com)",
    re.IGNORECASE,
)
RESOLVED = re.compile(r'"resolved":\s*"\w+://|--(extra-)?index[-]url')
OUTSIDE = re.compile(r"\.\./shared\b")


def wrong_in(path: str, text: str) -> list[str]:
    """What is wrong with one file, with its lines."""
    rules = {"names a registry": REGISTRY, "pins where packages come from": RESOLVED}
    if path != CI_RUN:
        rules["reaches out of the checkout"] = OUTSIDE
    return [
        f"{path}:{number} {what}"
        for number, line in enumerate(text.splitlines(), 1)
        for what, pattern in rules.items()
        if pattern.search(line)
    ]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("web/package-lock.json", '"resolved": "https' + '://mirror.example/react.tgz"'),
        ("web/.npmrc", "registry=https://registry.npm" + "js.org/"),
        ("requirements.txt", "--index-" + "url https://mirror.example/simple"),
        ("infra/pom.xml", "<url>https://repo.maven." + "apache.org/maven2</url>"),
        ("Makefile", "HILO_FIXTURES=.." + "/shared/fixtures"),
    ],
)
def test_line_is_refused_when_it_names_a_place_outside(path: str, line: str) -> None:
    assert wrong_in(path, f"fine\n{line}\n") != []


def test_line_is_accepted_when_ci_looks_for_recorded_payloads() -> None:
    assert wrong_in(CI_RUN, "if [ -d .." + "/shared/fixtures ]; then") == []


def test_nothing_is_wrong_when_every_file_of_the_repository_is_read() -> None:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    wrong = []
    for path in filter(None, listed.stdout.split("\0")):
        file = ROOT / path
        if file.is_file():
            wrong += wrong_in(path, file.read_bytes().decode(errors="ignore"))
    assert wrong == []
