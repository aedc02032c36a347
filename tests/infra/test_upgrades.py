"""An upgrade is seen by nobody: versions behind an alias, and an order that leaves no gap."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from functions.definition import HttpTrigger
from functions.registry import FUNCTIONS
from infra.deployment.lambdas import API, LAMBDAS
from infra.deployment.layers import LAYERS
from tests.infra.conftest import synthesize
from tests.infra.templates import (
    Resource,
    function_named,
    live_alias,
    mentioned,
    of_type,
    properties,
)

Template = dict[str, Any]
ALIAS, VERSION, PERMISSION = "AWS::Lambda::Alias", "AWS::Lambda::Version", "AWS::Lambda::Permission"
CONSUMERS = [one.name for one in FUNCTIONS if not isinstance(one.trigger, HttpTrigger)]
DOORS = [name for name in LAMBDAS if name not in CONSUMERS]
CALLERS = (
    "AWS::ApiGateway::Method",
    "AWS::ApiGatewayV2::Integration",
    "AWS::Events::Rule",
    "AWS::Lambda::EventSourceMapping",
    PERMISSION,
)


@pytest.mark.parametrize("name", LAMBDAS)
def test_live_is_a_published_version_that_stays(stateless: Template, name: str) -> None:
    alias = stateless["Resources"][live_alias(stateless, name)]["Properties"]
    assert alias["Name"] == "live"
    (version,) = mentioned(alias["FunctionVersion"])
    published = stateless["Resources"][version]
    assert published["Type"] == VERSION
    assert published["Properties"]["FunctionName"] == {"Ref": function_named(stateless, name)[0]}
    assert (published["DeletionPolicy"], published["UpdateReplacePolicy"]) == ("Retain", "Retain")


def test_everybody_calls_the_alias_and_never_the_function(stateless: Template) -> None:
    functions, aliases = of_type(stateless, "AWS::Lambda::Function"), of_type(stateless, ALIAS)
    called: set[str] = set()
    for kind in CALLERS:
        callers = properties(stateless, kind)
        assert callers, kind
        for caller in callers:
            assert not mentioned(caller) & functions.keys(), kind
            assert len(mentioned(caller) & aliases.keys()) == 1, kind
            called |= mentioned(caller) & aliases.keys()
    assert called == aliases.keys()


@pytest.mark.parametrize("door", DOORS)
def test_who_takes_from_queues_is_new_before_who_sends(stateless: Template, door: str) -> None:
    waits_for = _needed(stateless, live_alias(stateless, door))
    assert {live_alias(stateless, name) for name in CONSUMERS} <= waits_for


def test_api_is_opened_when_all_it_leads_to_may_be_called(stateless: Template) -> None:
    (deployment,) = of_type(stateless, "AWS::ApiGateway::Deployment")
    waits_for = _needed(stateless, deployment)
    assert set(of_type(stateless, "AWS::ApiGateway::Method")) <= waits_for
    assert set(_permissions(stateless, live_alias(stateless, API))) <= waits_for


def test_routes_are_opened_when_what_they_lead_to_may_be_called(stateless: Template) -> None:
    routes = of_type(stateless, "AWS::ApiGatewayV2::Route")
    aliases = of_type(stateless, ALIAS)
    for name in routes:
        waits_for = _needed(stateless, name)
        (alias,) = [one for one in waits_for & aliases.keys() if _is_door(stateless, one)]
        permitted = _permissions(stateless, alias).keys() & waits_for
        assert permitted, name


def test_code_waits_for_its_rights(stateless: Template) -> None:
    for name in LAMBDAS:
        made = function_named(stateless, name)[1]
        role = made["Role"]["Fn::GetAtt"][0]
        policies = {
            logical_id
            for logical_id, one in of_type(stateless, "AWS::IAM::Policy").items()
            if {"Ref": role} in one["Properties"]["Roles"]
        }
        assert policies
        assert policies <= _needed(stateless, live_alias(stateless, name))


def test_another_package_in_a_layer_is_a_new_version(tmp_path: Path) -> None:
    before = _versions(tmp_path / "before", core="boto3 of yesterday")
    again = _versions(tmp_path / "again", core="boto3 of yesterday")
    after = _versions(tmp_path / "after", core="boto3 of today")
    assert before == again
    assert not before & after, "every Lambda has the core layer"


def _versions(folder: Path, *, core: str) -> set[str]:
    """Versions published with layers of that content."""
    for layer in LAYERS:
        package = folder / "layers" / layer / "python"
        package.mkdir(parents=True)
        (package / "package.py").write_text(f"# {core if layer == 'core' else layer}")
    made = synthesize(folder / "out", layers_folder=str(folder / "layers"))
    return set(of_type(made["stateless"], VERSION))


def _needed(template: Template, name: str) -> set[str]:
    """Everything that must be done before a resource is touched."""
    found: set[str] = set()
    open_names = [name]
    while open_names:
        resource = template["Resources"].get(open_names.pop(), {})
        depends = resource.get("DependsOn", [])
        depends = {depends} if isinstance(depends, str) else set(depends)
        new = (depends | mentioned(resource.get("Properties", {}))) - found
        found |= new
        open_names += new
    return found


def _permissions(template: Template, alias: str) -> dict[str, Resource]:
    permissions = of_type(template, PERMISSION)
    return {
        name: one
        for name, one in permissions.items()
        if one["Properties"]["FunctionName"] == {"Ref": alias}
    }


def _is_door(template: Template, alias: str) -> bool:
    return alias in {live_alias(template, name) for name in DOORS}
