"""Reads templates: resources by type, and values with their references written out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Resource = dict[str, Any]


def of_type(template: Mapping[str, Any], kind: str) -> dict[str, Resource]:
    """Logical ids and resources of one type."""
    resources: Mapping[str, Resource] = template["Resources"]
    return {name: one for name, one in resources.items() if one["Type"] == kind}


def properties(template: Mapping[str, Any], kind: str) -> list[Resource]:
    """Their properties."""
    return [one["Properties"] for one in of_type(template, kind).values()]


def shown(value: Any) -> str:
    """A value as text, `<Name>` for what a deployment fills in."""
    match value:
        case str():
            return value
        case {"Ref": name}:
            return f"<{name}>"
        case {"Fn::GetAtt": [name, attribute]}:
            return f"<{name}.{attribute}>"
        case {"Fn::ImportValue": name}:
            return f"<{name}>"
        case {"Fn::Join": [glue, parts]}:
            return str(glue).join(shown(part) for part in parts)
        case _:
            raise ValueError(f"neither text nor reference: {value}")


def function_named(template: Mapping[str, Any], name: str) -> tuple[str, Resource]:
    """Logical id and properties of a Lambda."""
    for logical_id, one in of_type(template, "AWS::Lambda::Function").items():
        if one["Properties"].get("Description") == f"Hilo: {name}":
            return logical_id, one["Properties"]
    raise LookupError(name)


def live_alias(template: Mapping[str, Any], name: str) -> str:
    """Logical id of the alias that callers of a Lambda call."""
    function = function_named(template, name)[0]
    (alias,) = [
        logical_id
        for logical_id, one in of_type(template, "AWS::Lambda::Alias").items()
        if one["Properties"]["FunctionName"] == {"Ref": function}
    ]
    return alias


def mentioned(value: Any) -> set[str]:
    """Every logical id that a value refers to, however deep."""
    match value:
        case {"Ref": str(name)}:
            return {name}
        case {"Fn::GetAtt": [str(name), *_]}:
            return {name}
        case dict():
            return set().union(*map(mentioned, value.values()))
        case list():
            return set().union(*map(mentioned, value))
        case _:
            return set()


def statements_of(template: Mapping[str, Any], name: str) -> list[tuple[frozenset[str], str]]:
    """Actions and resource of every statement that a Lambda's role has."""
    role = function_named(template, name)[1]["Role"]["Fn::GetAtt"][0]
    found: list[tuple[frozenset[str], str]] = []
    for policy in properties(template, "AWS::IAM::Policy"):
        if {"Ref": role} not in policy["Roles"]:
            continue
        for statement in policy["PolicyDocument"]["Statement"]:
            actions, resources = statement["Action"], statement["Resource"]
            actions = [actions] if isinstance(actions, str) else actions
            resources = resources if isinstance(resources, list) else [resources]
            found += [(frozenset(actions), shown(one)) for one in resources]
    return found
