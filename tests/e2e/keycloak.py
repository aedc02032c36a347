"""`make keycloak`: people come in and leave by Keycloak, the provider that organisations run most.

It is fetched and run on demand, not with every change: 190 MB, and a minute to start.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Tabs
from tests.e2e.provider_settings import configure, leave, save_secret, try_out
from tests.e2e.stack import Stack
from tests.identity_provider import CLIENT_ID, CLIENT_SECRET, free_port

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
PATIENCE_SECONDS = 180
SECRET_OF_BEA = "una clave de Keycloak"
GROUPS_MAPPER = {
    "name": "groups",
    "protocol": "openid-connect",
    "protocolMapper": "oidc-group-membership-mapper",
    "config": {"claim.name": "groups", "full.path": "false", "id.token.claim": "true"},
}


def realm(home: str) -> dict[str, object]:
    """As the administrator's manual says, with one person."""
    client = {
        "clientId": CLIENT_ID,
        "secret": CLIENT_SECRET,
        "redirectUris": [f"{home}/sign-in/callback"],
        "attributes": {
            "post.logout.redirect.uris": f"{home}/",
            "pkce.code.challenge.method": "S256",
        },
        "standardFlowEnabled": True,
        "protocolMappers": [GROUPS_MAPPER],
    }
    person = {
        "username": "bea",
        "email": "bea@hilo.test",
        "emailVerified": True,
        "enabled": True,
        "firstName": "Bea",
        "lastName": "Ríos",
        "groups": ["/agentes"],
        "credentials": [{"type": "password", "value": SECRET_OF_BEA}],
    }
    return {
        "realm": "hilo",
        "enabled": True,
        "groups": [{"name": "agentes"}],
        "clients": [client],
        "users": [person],
    }


@pytest.fixture
def home(stack: Stack) -> str:
    return stack.origin.replace("127.0.0.1", "localhost")


@pytest.fixture
def issuer(home: str, tmp_path: Path) -> Iterator[str]:
    """Keycloak from the folder in HILO_KEYCLOAK, with what it keeps in a folder of its own."""
    imported = tmp_path / "import"
    imported.mkdir()
    (imported / "hilo-realm.json").write_text(json.dumps(realm(home)))
    folder, port = Path(os.environ["HILO_KEYCLOAK"]), free_port()
    told = f"-Dkeycloak.migration.action=import -Dkeycloak.migration.dir={imported}"
    told += " -Dkeycloak.migration.provider=dir"
    command = [
        str(folder / "bin/kc.sh"),
        "start-dev",
        f"--http-port={port}",
        "--http-host=localhost",
    ]
    command += ["--db=dev-mem", "--cache=local"]
    with (tmp_path / "log").open("w") as log:
        environment = os.environ | {"JAVA_OPTS_APPEND": told}
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        try:
            address = f"http://localhost:{port}/realms/hilo"
            wait_for(f"{address}/.well-known/openid-configuration", process)
            yield address
        finally:
            process.terminate()
            process.wait(30)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < until:
        time.sleep(0.5)
        with suppress(httpx.TransportError):
            if httpx.get(address, trust_env=False).status_code == 200:
                return
    raise TimeoutError(address)


def test_people_come_in_and_leave_by_keycloak(tabs: Tabs, home: str, issuer: str) -> None:
    page = tabs.desk("admin", "/settings/identity-providers").page
    configure(page, issuer, scopes="profile email")  # it knows no scope `groups`
    save_secret(page, CLIENT_SECRET)
    try_out(page)
    expect(page.get_by_text("Identificador y secreto: bien")).to_be_visible()

    bea = tabs.visitor()
    bea.open_sign_in(f"{home}/help")
    bea.page.get_by_role("button", name="Entrar con Casa Matriz").click()
    bea.page.wait_for_url(f"{issuer}/**")
    bea.page.locator("#username").fill("bea")
    bea.page.locator("#password").fill(SECRET_OF_BEA)
    bea.page.locator("#kc-login").click()
    bea.ready()
    bea.page.wait_for_url(f"{home}/help")
    leave(bea)
    expect(bea.page.get_by_role("heading", name="Entre a su bandeja")).to_be_visible()
