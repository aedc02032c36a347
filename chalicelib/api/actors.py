"""Who did something, as the API shows it."""

from __future__ import annotations

from typing import Annotated

from typing_extensions import TypedDict

from chalicelib.domains.access.fields import Shows


class ActorView(TypedDict):
    """Who did it; `name` is null for functions, applications and who is not known any more."""

    id: str
    name: Annotated[str | None, Shows("agent.name")]
