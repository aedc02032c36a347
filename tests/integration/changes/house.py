"""What tests of four eyes do again and again: ask, decide, look, let time pass, die."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from chalicelib.bootstrap import Container
from chalicelib.core.change import Change
from chalicelib.core.clock import rfc3339
from chalicelib.core.ids import UserId
from chalicelib.domains.access.models import Permission
from chalicelib.domains.changes.models import Area
from infra.four_eyes import turn_off
from tests.fakes.api import Answer, ApiClient
from tests.fakes.clock import FakeClock

CHANGE = Change("thing.changed", "test", 1)
LABEL = {"name": "Urgente", "colour": "rojo"}


class DiedError(Exception):
    """The process is gone."""


class House:
    """An organisation: `admin`, `second` and `third` are administrators alike."""

    def __init__(self, services: Container, api: ApiClient) -> None:
        self.services = services
        self._api = api
        self._tokens: dict[str, str] = {}

    def ask(
        self, method: str, path: str, body: Any = None, by: str = "admin", **headers: str
    ) -> Answer:
        if by not in self._tokens:
            self._tokens[by] = self._api.token(by)
        return self._api.request(method, path, body, token=self._tokens[by], **headers)

    def anonymous(self, method: str, path: str) -> Answer:
        return self._api.request(method, path, {})

    def signs_in_anew(self, name: str) -> None:
        del self._tokens[name]

    def application_token(self, made: Any) -> str:
        """The access token of an application that was just created, by a secret of `admin`'s."""
        path, version = f"/v1/applications/{made['id']}/secrets", str(made["version"])
        secret = self.ask("POST", path, {"overlap_hours": 0}, **{"If-Match": version}).json
        form = {
            "grant_type": "client_credentials",
            "client_id": secret["client_id"],
            "client_secret": secret["client_secret"],
        }
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = self._api.request("POST", "/v1/auth/token", urlencode(form).encode(), **kind)
        return str(answer.json["access_token"])

    def as_application(self, token: str, method: str, path: str, body: Any) -> Answer:
        return self._api.request(method, path, body, token=token)

    def guard(self, *areas: Area) -> None:
        """Turn four eyes on; nothing guards that yet."""
        version = str(self.ask("GET", "/v1/four-eyes").json["version"])
        answer = self.ask("PUT", "/v1/four-eyes", {"areas": areas}, **{"If-Match": version})
        assert answer.status == 200, answer.text

    def override(self, reason: str) -> None:
        """As whoever operates the product does."""
        assert turn_off(self.services, reason, lambda _: None) == 0

    def held(self, answer: Answer) -> str:
        """The id of the change that was kept instead of made."""
        assert answer.status == 202, answer.text
        return str(answer.json["change_id"])

    def decide(self, change_id: str, by: str = "second", **body: Any) -> Answer:
        verb = "refuse" if "reason" in body else "approve"
        return self.ask("POST", f"/v1/changes/{change_id}/{verb}", body, by)

    def change(self, change_id: str, by: str = "second") -> Any:
        return self.ask("GET", f"/v1/changes/{change_id}", None, by).json

    def labels(self) -> dict[str, Any]:
        return {one["name"]: one for one in self.ask("GET", "/v1/labels").json["items"]}

    def configuration(self) -> list[Any]:
        """Everything that is configured, as it is stored; what waits is apart."""
        dynamo = self.services.dynamo
        table = f"{dynamo._prefix}directory"
        apart = ("change", "swaps", "open_changes", "stamp")
        items = dynamo.client.scan(TableName=table)["Items"]
        kept = [one for one in items if one["pk"]["S"] not in apart]
        return sorted(kept, key=lambda one: (one["pk"]["S"], one["sk"]["S"]))

    def version_of(self, path: str) -> str:
        """That of what an edit is about; of what is not there yet, the first."""
        where = path.removesuffix("/members").removesuffix("/reactivate")
        answer = self.ask("GET", where)
        if answer.status == 200:
            return str(answer.json.get("version", 0))
        items = self.ask("GET", where.rpartition("/")[0]).json.get("items", [])
        name = where.rpartition("/")[2]
        found = [one for one in items if name in (one.get("id"), one.get("role"), one.get("kind"))]
        return str(found[0]["version"]) if found else "0"

    def change_of(self, kind: str, identifier: str) -> Any:
        """What the newest write of an item says about itself."""
        dynamo = self.services.dynamo
        key = {"pk": {"S": kind}, "sk": {"S": identifier}}
        table = f"{dynamo._prefix}directory"
        return dynamo.client.get_item(TableName=table, Key=key)["Item"]["cg"]["M"]

    def becomes(self, name: str, *, without: frozenset[Permission] = frozenset()) -> None:
        """Somebody gets another role that may do the same, but for something."""
        people = self.services.people_repository
        loaded = people.load()
        user = loaded.users[UserId(name)]
        same = loaded.roles[user.role]
        role = replace(same, name="otra", title="Otra", permissions=same.permissions - without)
        people.save_role(role, CHANGE)
        people.save_user(replace(user, role="otra", version=user.version + 1), CHANGE)
        self.services.people.forget()

    def leaves(self, name: str) -> None:
        people = self.services.people_repository
        user = people.load().users[UserId(name)]
        people.save_user(replace(user, is_active=False, version=user.version + 1), CHANGE)
        self.services.people.forget()

    def instant(self, **ahead: float) -> str:
        return rfc3339(self._clock.now() + timedelta(**ahead))

    def passes(self, **time: float) -> None:
        """Time passes, and everybody comes back."""
        self._clock.advance(timedelta(**time).total_seconds())
        self._tokens.clear()

    @contextmanager
    def dies_before_making(self) -> Iterator[None]:
        with self._dying(after=False):
            yield

    @contextmanager
    def dies_after_making(self) -> Iterator[None]:
        with self._dying(after=True):
            yield

    @contextmanager
    def _dying(self, *, after: bool) -> Iterator[None]:
        store: Any = self.services.change_store
        makes = store.carry_out

        def carry_out(*given: Any, **named: Any) -> None:
            if after:
                makes(*given, **named)
            raise DiedError

        store.carry_out = carry_out
        try:
            yield
        finally:
            del store.carry_out

    @property
    def _clock(self) -> FakeClock:
        clock = self.services.clock
        assert isinstance(clock, FakeClock)
        return clock
