"""What answers and edits of every configured thing have in common."""

from __future__ import annotations

from typing import Annotated, Any

from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.reading import RequestModel
from chalicelib.core.clock import rfc3339_ms
from chalicelib.core.errors import FieldProblem, InvalidRequestError
from chalicelib.domains.access.fields import Shows
from chalicelib.domains.configuration.models import Configured


class ChangerView(TypedDict):
    """Who made the newest change; `name` is null where no person did."""

    id: str
    name: Annotated[str | None, Shows("agent.name")]


class ConfiguredView(TypedDict):
    """A configured thing. Retired ones are used no more and named yet by what is past."""

    id: str
    name: str
    is_retired: bool
    changed_by: ChangerView | None
    changed_at: str | None
    version: int


def configured_view(call: Call[Any, Any, Any], one: Configured) -> ConfiguredView:
    """What is shown of anything configured."""
    changer = one.changed_by
    name = call.container.colleagues.name_of(changer) if changer else None
    return ConfiguredView(
        id=one.id,
        name=one.name,
        is_retired=one.is_retired,
        changed_by=ChangerView(id=changer, name=name) if changer else None,
        changed_at=rfc3339_ms(one.changed_at_ms),
        version=one.version,
    )


def told_fields(body: RequestModel, *nullable: str) -> dict[str, Any]:
    """What the body of an edit says; null leaves a field, unless null is one of its values."""
    told = {name: getattr(body, name) for name in body.model_fields_set}
    return {name: value for name, value in told.items() if value is not None or name in nullable}


def name_roles(call: Call[Any, Any, Any], fields: dict[str, Any], *names: str) -> None:
    """Those fields become sets of roles that there are. Raises InvalidRequestError."""
    roles = call.container.people.get().roles.keys()
    for name in names:
        if name not in fields:
            continue
        fields[name] = frozenset(fields[name])
        if not fields[name] <= roles:
            detail = "Name roles of `GET /api/v1/roles`."
            problem = FieldProblem(field=name, code="unknown_role", detail=detail)
            raise InvalidRequestError(errors=[problem])
