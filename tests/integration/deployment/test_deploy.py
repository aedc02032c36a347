"""`make deploy` as a whole; of the account only the CDK's own work is played."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from chalicelib.core.secret_store import SIGNING_KEY
from infra.deployment.processes import CDK, ProcessFailedError
from infra.deployment.rollout.administrator import container_of
from infra.deployment.rollout.deploy import Deployment, NotReadyError, shown
from infra.deployment.rollout.security_contact import NAME
from tests.fakes.aws_account import FakeAccount
from tests.fakes.deployment import ADDRESS, WEB_BUCKET, FakeProcesses
from tests.integration.deployment.conftest import CHOICES

ONE_TIME = re.compile(r"([a-z2-9]{5}-){3}[a-z2-9]{5}")


class Person:
    """Who deploys; `read` is what the last run showed."""

    def __init__(
        self, account: FakeAccount, processes: FakeProcesses, web_folder: Path, outputs: Path
    ) -> None:
        self.account, self.processes = account, processes
        self.read = ""
        self.choices = CHOICES
        self._web_folder, self._outputs = web_folder, outputs

    def deploys(self) -> str:
        lines: list[str] = []
        deployment = Deployment(
            self.account,
            self.choices,
            self.processes,
            lines.append,
            self._web_folder,
            self._outputs,
        )
        try:
            return deployment.deploy()
        finally:
            self.read = "\n".join(lines)

    def secret(self, name: str) -> str:
        told = self.account.client("secretsmanager").get_secret_value(SecretId=name)
        return str(told["SecretString"])


@pytest.fixture
def person(
    account: FakeAccount, processes: FakeProcesses, web_folder: Path, tmp_path: Path
) -> Person:
    return Person(account, processes, web_folder, tmp_path / "build" / "outputs.json")


def test_nothing_is_changed_when_something_is_in_the_way(person: Person) -> None:
    person.account.functions.concurrency = 10
    person.choices = replace(CHOICES, alarm_email="nobody")
    with pytest.raises(NotReadyError) as refused:
        person.deploys()
    text = shown(refused.value.findings)
    assert text.startswith("Nothing was changed.")
    assert "1. HILO_ALARM_EMAIL" in text
    assert "2. Lambda may run 10" in text
    assert person.processes.ran == []
    assert person.account.cloudformation.stacks == {}


def test_an_empty_account_becomes_a_product_with_an_administrator(person: Person) -> None:
    assert person.deploys() == ADDRESS
    s3 = person.account.client("s3")
    page = s3.get_object(Bucket=WEB_BUCKET, Key="index.html")
    assert page["CacheControl"] == "no-cache"
    assert json.loads(json.loads(person.secret(SIGNING_KEY))["jwk"])["crv"] == "P-256"
    (user,) = container_of(person.account, CHOICES).people_repository.load().users.values()
    assert (user.email, user.role) == (CHOICES.admin_email, "administrator")
    assert user.one_time_until is not None


def test_it_says_where_and_how_to_go_on(person: Person) -> None:
    person.deploys()
    assert f"Hilo is at {ADDRESS}" in person.read
    assert CHOICES.admin_email in person.read
    assert len(ONE_TIME.findall(person.read)) == 1
    for step in ("1. ", "2. ", "3. "):
        assert f"\n{step}" in person.read
    assert "make provider-app" in person.read
    assert CHOICES.alarm_email in person.read


def test_the_cdk_deploys_what_was_built_and_chosen(person: Person) -> None:
    person.choices = replace(
        CHOICES,
        domain_name="hilo.example.org",
        certificate_arn="arn:aws:acm:us-east-1:123456789012:certificate/1",
        time_zone="America/Lima",
    )
    person.deploys()
    build, deploy = person.processes.ran
    assert build[0] == "make"
    assert deploy[:6] == (*CDK, "deploy", "hilo-stateful", "hilo-stateless")
    told = {deploy[i + 1] for i, word in enumerate(deploy) if word == "--context"}
    assert {
        "prefix=hilo-",
        "domain_name=hilo.example.org",
        "certificate_arn=arn:aws:acm:us-east-1:123456789012:certificate/1",
        f"alarm_email={CHOICES.alarm_email}",
        "time_zone=America/Lima",
    } < told
    assert any(one.startswith("layers_folder=") for one in told)
    assert not any("admin" in one for one in told)
    assert person.processes.environment["AWS_REGION"] == person.account.region


@pytest.mark.parametrize("contact", ["", "avisos@organizacion.example"])
def test_whom_to_tell_of_a_hole_is_published_where_somebody_is_named(
    person: Person, contact: str
) -> None:
    person.choices = replace(CHOICES, security_contact=contact)
    person.deploys()
    found = person.account.client("s3").list_objects_v2(Bucket=WEB_BUCKET)["Contents"]
    assert (NAME in {one["Key"] for one in found}) == bool(contact)


def test_a_second_run_upgrades_and_touches_neither_people_nor_keys(person: Person) -> None:
    person.deploys()
    repository = container_of(person.account, CHOICES).people_repository
    before, key = repository.load().users, person.secret(SIGNING_KEY)
    person.choices = replace(CHOICES, admin_email="")
    assert person.deploys() == ADDRESS
    assert repository.load().users == before
    assert person.secret(SIGNING_KEY) == key
    assert not ONE_TIME.search(person.read)
    assert CHOICES.admin_email not in person.read
    assert "0 files are new" in person.read
    assert len(person.processes.ran) == 4


def test_a_run_that_was_broken_off_is_started_again(person: Person) -> None:
    for step in ("deployables", "deploy"):
        person.processes.failing = {step}
        with pytest.raises(ProcessFailedError):
            person.deploys()
        assert not ONE_TIME.search(person.read)
    person.processes.failing = set()
    assert person.deploys() == ADDRESS
    assert ONE_TIME.search(person.read)
