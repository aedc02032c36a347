"""The faults an organisation must be able to find: how each is made, and mended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.core.ids import AppId
from chalicelib.core.secret_store import app_secret_name
from chalicelib.core.tables import CONTACTS
from chalicelib.domains.health.rules import FULL
from infra.local.seed import APP
from tests.incidents.house import CUSTOMERS, FOREIGN, House

Act = Callable[[House], object]


@dataclass(frozen=True, slots=True)
class Fault:
    """`kind` and `code` are what the administrator is shown, `alarm` what rings."""

    name: str
    alarm: str
    kind: str
    code: str
    breaks: Act
    mends: Act


def _flood_of_a_foreign_number(house: House) -> None:
    for number in range(FULL + 5):
        house.say(CUSTOMERS[number % 2], f"perdido {number}", FOREIGN)


def _decide_on_letters(house: House) -> None:
    for letter in house.ask("GET", "/v1/dead-letters?limit=100")["items"]:
        place = f"/v1/dead-letters/{letter['id']}/discard"
        house.ask("POST", place, body={"comment": "número de otra empresa"})


def _expire_token(house: House) -> None:
    house.provider.token = "renewed-token"


def _keep_token(house: House) -> None:
    house.keep_secret(access_token="renewed-token")


def _reset_app_secret(house: House) -> None:
    house.provider.app_secret = "reset-at-the-provider"


def _keep_app_secret(house: House) -> None:
    house.keep_secret(app_secret="reset-at-the-provider")


def _delete_secret(house: House) -> None:
    house.vault.delete_secret(SecretId=app_secret_name(AppId(APP.id)), RecoveryWindowInDays=7)


def _restore_secret(house: House) -> None:
    house.vault.restore_secret(SecretId=app_secret_name(AppId(APP.id)))


FAULTS = (
    Fault(
        "a stopped stream consumer",
        "consumer-trouble",
        "consumer",
        "stopped",
        lambda house: house.stopped.add("relay"),
        lambda house: house.stopped.clear(),
    ),
    Fault(
        "a full dead-letter list",
        "dead-letters-trouble",
        "dead_letters",
        "full",
        _flood_of_a_foreign_number,
        _decide_on_letters,
    ),
    Fault(
        "a throttled table",
        "table-trouble",
        "table",
        "refusing",
        lambda house: house.engine.refusing.add(CONTACTS.name),
        lambda house: house.engine.refusing.clear(),
    ),
    Fault(
        "an expired provider token",
        "connection-trouble",
        "connection",
        "cannot_send",
        _expire_token,
        _keep_token,
    ),
    Fault(
        "a secret reset at the provider",
        "app-trouble",
        "app",
        "signatures_refused",
        _reset_app_secret,
        _keep_app_secret,
    ),
    Fault(
        "a deleted secret",
        "app-trouble",
        "app",
        "secret_unreadable",
        _delete_secret,
        _restore_secret,
    ),
)
