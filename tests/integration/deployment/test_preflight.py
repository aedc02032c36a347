"""Before anything is changed: each thing in the way is found, and said how to mend."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import NoCredentialsError

from chalicelib.core.secret_store import SIGNING_KEY
from infra.deployment.choices import Choices
from infra.deployment.cloud import Cloud
from infra.deployment.lambdas import LAMBDAS
from infra.deployment.preflight import Finding, preflight
from infra.deployment.preflight.bootstrap import VERSION_PARAMETER
from infra.deployment.preflight.region import check_region
from infra.local.engines.tables import create_tables
from tests.fakes.aws_account import FakeAccount, FakeStack
from tests.fakes.deployment import FakeProcesses
from tests.integration.deployment.conftest import CHOICES

RESERVED = sum(one.reserved_concurrency or 0 for one in LAMBDAS.values())


@pytest.fixture
def look(account: FakeAccount, processes: FakeProcesses) -> Callable[..., list[Finding]]:
    def looked(choices: Choices = CHOICES, cloud: FakeAccount = account) -> list[Finding]:
        return preflight(cloud, choices, processes)

    return looked


Look = Callable[..., list[Finding]]


def test_nothing_is_in_the_way_of_an_empty_account(look: Look) -> None:
    assert look() == []


def only(findings: list[Finding]) -> Finding:
    (one,) = findings
    return one


class TestTools:
    def test_node_that_is_missing(self, look: Look, processes: FakeProcesses) -> None:
        processes.missing = {"node", "npx"}
        found = only(look())
        assert found == Finding("There is no Node on this machine.", "Install Node 20.19 or later.")

    @pytest.mark.parametrize(
        ("version", "is_enough"),
        [("v18.20.4", False), ("v20.18.9", False), ("v20.19.0", True), ("v24.1.0", True)],
    )
    def test_node_that_is_old(
        self, look: Look, processes: FakeProcesses, version: str, is_enough: bool
    ) -> None:
        processes.versions["node"] = version
        assert (look() == []) is is_enough

    def test_a_command_line_of_another_version(self, look: Look, processes: FakeProcesses) -> None:
        processes.versions["npx"] = "3.0.0 (build 9)"
        assert "3.0.0" in only(look()).wrong

    def test_a_command_line_that_cannot_be_fetched(
        self, look: Look, processes: FakeProcesses
    ) -> None:
        processes.missing = {"npx"}
        assert "npm's configuration" in only(look()).mend


class TestChoices:
    @pytest.mark.parametrize(
        ("different", "named"),
        [
            ({"prefix": "Hilo"}, "prefix"),
            ({"domain_name": "hilo.example.org"}, "certificate_arn"),
            (
                {
                    "domain_name": "hilo.example.org",
                    "certificate_arn": "arn:aws:acm:sa-east-1:123456789012:certificate/1",
                },
                "HILO_CERTIFICATE_ARN",
            ),
            ({"time_zone": "Guayaquil"}, "time_zone"),
            ({"default_country": "Ecuador"}, "default_country"),
            ({"template_prices": '["utility"]'}, "template_prices"),
            ({"template_prices": "USD 0,01"}, "template_prices"),
            ({"presence_grace_seconds": "5"}, "presence_grace_seconds"),
            ({"alarm_email": "guardia"}, "HILO_ALARM_EMAIL"),
            ({"security_contact": "http://a.example"}, "HILO_SECURITY_CONTACT"),
            ({"admin_email": "jefa@"}, "HILO_ADMIN_EMAIL"),
        ],
        ids=str,
    )
    def test_a_wrong_one_is_named(self, look: Look, different: dict[str, str], named: str) -> None:
        assert named in only(look(replace(CHOICES, **different))).wrong

    def test_a_first_administrator_is_asked_for_while_there_is_nobody(
        self, look: Look, account: FakeAccount
    ) -> None:
        assert "HILO_ADMIN_EMAIL" in only(look(replace(CHOICES, admin_email=""))).mend


class TestAccount:
    def test_without_credentials_nothing_else_is_looked_at(
        self, look: Look, account: FakeAccount, processes: FakeProcesses
    ) -> None:
        class Nobody(FakeAccount):
            def client(self, service: str, region: str | None = None) -> Any:
                assert service == "sts"
                raise NoCredentialsError

        processes.versions["node"] = "v18.0.0"
        findings = look(cloud=Nobody())
        assert [one.wrong for one in findings] == [
            "Node is v18.0.0.",
            "No working credentials: Unable to locate credentials",
        ]

    def test_another_account_than_the_one_meant(self, look: Look) -> None:
        found = only(look(replace(CHOICES, account="999999999999")))
        assert "123456789012" in found.wrong
        assert look(replace(CHOICES, account="123456789012")) == []

    def test_a_region_that_lacks_services(self, look: Look, account: FakeAccount) -> None:
        account.parameters.lack = {"sqs", "apigateway"}
        found = only(look())
        assert found.wrong == "The region us-east-1 has no apigateway, sqs."
        assert "AWS_REGION" in found.mend

    def test_aws_knows_our_services_by_those_names(self, account: FakeAccount) -> None:
        """As moto has copied its list."""
        assert list(check_region(Cloud(account.session), CHOICES)) == []

    @pytest.mark.parametrize("version", [None, "5"])
    def test_a_cdk_that_was_not_prepared(
        self, look: Look, account: FakeAccount, version: str | None
    ) -> None:
        account.parameters.put = {VERSION_PARAMETER: version} if version else {}
        mend = only(look()).mend
        assert mend.endswith("bootstrap aws://123456789012/us-east-1")


class TestQuotas:
    def test_a_new_account_may_run_ten_functions_at_once(
        self, look: Look, account: FakeAccount
    ) -> None:
        account.functions.concurrency = 10
        found = only(look())
        assert f"{RESERVED + 100}" in found.wrong
        assert "--quota-code L-B99A9384 --desired-value 1000" in found.mend

    def test_a_hundred_are_left_to_others(self, look: Look, account: FakeAccount) -> None:
        account.functions.reserved = {"of-somebody-else": 300}
        account.functions.concurrency = 300 + RESERVED + 100
        assert look() == []
        account.functions.concurrency -= 1
        assert "Lambda may run" in only(look()).wrong

    def test_an_upgrade_counts_what_it_has_reserved_itself(
        self, look: Look, account: FakeAccount
    ) -> None:
        ours = {f"hilo-{one.name}": one.reserved_concurrency for one in LAMBDAS.values()}
        reserved = {name: number for name, number in ours.items() if number}
        account.functions.reserved, account.functions.concurrency = reserved, RESERVED + 100
        assert "Lambda may run" in only(look()).wrong, "somebody else's, for all we know"
        resources = [("AWS::Lambda::Function", name) for name in ours]
        account.cloudformation.stacks["hilo-stateless"] = FakeStack(resources=resources)
        assert look() == []

    def test_room_for_code(self, look: Look, account: FakeAccount) -> None:
        account.functions.code_bytes_used = 74 * 1024**3
        assert "1024 MB of code" in only(look()).wrong

    def test_tables_that_are_too_many(self, look: Look, account: FakeAccount) -> None:
        account.quotas.raised["dynamodb"] = 2
        found = only(look())
        assert "DynamoDB tables" in found.wrong
        assert "--service-code dynamodb" in found.mend

    def test_a_quota_that_nobody_knows_is_no_obstacle(
        self, look: Look, account: FakeAccount
    ) -> None:
        account.quotas.default.clear()
        assert look() == []


class TestStacks:
    @pytest.mark.parametrize(
        ("status", "mend"),
        [
            ("UPDATE_IN_PROGRESS", "Wait"),
            ("ROLLBACK_COMPLETE", "delete-stack"),
            ("DELETE_FAILED", "delete-stack"),
            ("UPDATE_ROLLBACK_FAILED", "continue-update-rollback"),
        ],
    )
    def test_one_that_cannot_be_changed_now(
        self, look: Look, account: FakeAccount, status: str, mend: str
    ) -> None:
        account.cloudformation.stacks["hilo-stateful"] = FakeStack(status)
        assert mend in only(look()).mend

    @pytest.mark.parametrize("status", ["CREATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"])
    def test_one_that_can(self, look: Look, account: FakeAccount, status: str) -> None:
        account.cloudformation.stacks["hilo-stateful"] = FakeStack(status)
        assert look() == []

    def test_names_that_are_taken(self, look: Look, account: FakeAccount) -> None:
        create_tables(account.client("dynamodb"), "hilo-")
        account.client("secretsmanager").create_secret(Name=SIGNING_KEY, SecretString="{}")
        found = only(look())
        assert "hilo-directory" in found.wrong
        assert SIGNING_KEY in found.wrong


def test_everything_is_said_at_once(
    look: Look, account: FakeAccount, processes: FakeProcesses
) -> None:
    processes.versions["npx"] = "3.0.0"
    account.parameters.put.clear()
    account.functions.concurrency = 10
    findings = look(replace(CHOICES, alarm_email="nobody", admin_email=""))
    assert len(findings) == 5
    assert all(one.mend for one in findings)


def test_what_may_not_be_looked_at_is_a_finding(look: Look, account: FakeAccount) -> None:
    def refused() -> Any:
        raise NoCredentialsError

    account.functions.get_account_settings = refused  # type: ignore[method-assign]
    assert only(look()).wrong.startswith("The lambda could not be looked at")
