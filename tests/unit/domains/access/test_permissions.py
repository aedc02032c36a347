"""The catalogue says all there is to say of every permission, and of none that is not used."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import get_args

import pytest

from chalicelib.api.endpoint import AUTHENTICATED, ENDPOINTS, PUBLIC
from chalicelib.api.resources import PATHS_OF, resource_module
from chalicelib.domains.access.models import Permission, Role, Scope
from chalicelib.domains.access.permissions import CATALOGUE, missing_needs
from chalicelib.domains.access.standard_roles import STANDARD_ROLES

ROOT = Path(__file__).parents[4]
WORDS = ROOT / "web" / "src" / "features" / "roles" / "words"


def of_endpoints() -> set[str]:
    for name in PATHS_OF:
        resource_module(name)
    return {str(one.permission) for one in ENDPOINTS} - {PUBLIC, AUTHENTICATED}


def of_rules() -> set[str]:
    """What is asked with `may(somebody, "permission")` anywhere in the product."""
    return {name for path in (ROOT / "chalicelib").rglob("*.py") for name in asked_in(path)}


def asked_in(path: Path) -> set[str]:
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    return {
        str(argument.value)
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "may"
        for argument in call.args
        if isinstance(argument, ast.Constant)
    }


def test_every_permission_that_is_asked_for_is_in_the_catalogue_and_no_other() -> None:
    assert of_endpoints() | of_rules() == set(CATALOGUE)


def test_the_catalogue_has_every_permission_once() -> None:
    assert sorted(CATALOGUE) == sorted(get_args(Permission))


def test_needs_lead_in_no_circle() -> None:
    for one in CATALOGUE:
        reached, waiting = set[str](), list(CATALOGUE[one].needs)
        while waiting:
            need = waiting.pop()
            assert need != one
            if need not in reached:
                reached.add(need)
                waiting += CATALOGUE[need].needs


@pytest.mark.parametrize("role", STANDARD_ROLES, ids=lambda role: role.name)
def test_standard_roles_have_what_their_permissions_need(role: object) -> None:
    assert missing_needs(role.permissions) == {}  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_every_permission_and_group_has_words(language: str) -> None:
    words = json.loads((WORDS / f"{language}.json").read_text())
    assert words["permissions"].keys() == CATALOGUE.keys()
    assert all(one["name"] and one["help"] for one in words["permissions"].values())
    assert words["groups"].keys() == {one.group for one in CATALOGUE.values()}


@pytest.mark.parametrize(
    ("scope", "granted"), [("all", {"privacy.manage"}), ("queues", set()), ("own", set())]
)
def test_what_reaches_customers_whole_is_nothing_with_a_narrower_scope(
    scope: Scope, granted: set[str]
) -> None:
    assert Role("custom", frozenset({"privacy.manage"}), scope).granted == granted
