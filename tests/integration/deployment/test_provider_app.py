"""A provider's application: its secrets where the product reads them, its name on the desk."""

from __future__ import annotations

import pytest

from chalicelib.bootstrap import Container
from chalicelib.core.ids import AppId
from chalicelib.core.secret_store import app_secret_name
from infra.deployment.rollout.administrator import container_of
from infra.deployment.rollout.ending import RefusedError
from infra.deployment.rollout.provider_app import ProviderApp, register
from infra.local.engines.tables import create_tables
from tests.fakes.aws_account import FakeAccount
from tests.integration.deployment.conftest import CHOICES

APP = ProviderApp("1234567890", "Meta", app_secret="s3cret", access_token="t0ken")


@pytest.fixture
def container(account: FakeAccount) -> Container:
    create_tables(account.client("dynamodb"), CHOICES.prefix)
    return container_of(account, CHOICES)


def test_the_product_knows_it_and_reads_its_secrets(
    account: FakeAccount, container: Container
) -> None:
    verify_token = register(account, container, APP)
    assert container.secrets.read(app_secret_name(APP.app_id)) == {
        "app_secret": "s3cret",
        "access_token": "t0ken",
        "verify_token": verify_token,
    }
    assert container.connection_repository.load().apps[AppId(APP.app_id)].name == "Meta"


def test_rotated_secrets_keep_the_verify_token(account: FakeAccount, container: Container) -> None:
    verify_token = register(account, container, APP)
    rotated = ProviderApp(APP.app_id, "Other", app_secret="new", access_token="newer")
    assert register(account, container, rotated) == verify_token
    read = container.secrets.read(app_secret_name(APP.app_id), fresh=True)
    assert (read["app_secret"], read["access_token"]) == ("new", "newer")
    assert container.connection_repository.load().apps[AppId(APP.app_id)].name == "Meta"


@pytest.mark.parametrize("words", ["somebody's words", "[1]"])
def test_a_secret_that_is_none_of_ours_is_left_alone(
    account: FakeAccount, container: Container, words: str
) -> None:
    client, name = account.client("secretsmanager"), app_secret_name(APP.app_id)
    client.create_secret(Name=name, SecretString=words)
    with pytest.raises(RefusedError, match=name):
        register(account, container, APP)
    assert client.get_secret_value(SecretId=name)["SecretString"] == words


def test_secrets_are_not_shown() -> None:
    assert "s3cret" not in repr(APP)
    assert "t0ken" not in repr(APP)


@pytest.mark.parametrize("app_id", ["", "a/b", "../x", "x" * 65])
def test_what_is_no_id_is_refused(app_id: str) -> None:
    with pytest.raises(RefusedError, match="no id"):
        ProviderApp(app_id, "Meta", app_secret="s", access_token="t")
