"""The double's knobs, as the contract names them. PUT replaces all; what is absent is calm."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from infra.local.graph.errors import GraphError, provoked


class Behaviour(BaseModel):
    """How the double behaves from now on; `fail_next` and `timeout_next` count down as used."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    auto_status: bool = True
    latency_ms: Annotated[int, Field(ge=0, le=120_000)] = 0
    fail_next: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    fail_status: Annotated[int, Field(ge=400, le=599)] = 500
    fail_code: Annotated[int, Field(ge=0, le=9_999_999)] | None = None
    timeout_next: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    duplicate_rate: Annotated[float, Field(ge=0, le=1)] = 0
    disorder: bool = False

    def one_failure_less(self) -> Behaviour:
        return self.model_copy(update={"fail_next": self.fail_next - 1})

    def one_timeout_less(self) -> Behaviour:
        return self.model_copy(update={"timeout_next": self.timeout_next - 1})


class Knobs:
    """The behaviour in force, and the using up of what counts down."""

    def __init__(self) -> None:
        self.current = Behaviour()

    def take_failure(self) -> GraphError | None:
        """The failure the next send meets, if one is due."""
        if not self.current.fail_next:
            return None
        self.current = self.current.one_failure_less()
        return provoked(self.current.fail_status, self.current.fail_code)

    def take_timeout(self) -> bool:
        """Whether the answer to the next accepted send shall never arrive."""
        if not self.current.timeout_next:
            return False
        self.current = self.current.one_timeout_less()
        return True
