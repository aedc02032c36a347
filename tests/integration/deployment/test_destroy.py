"""`make destroy`: data stay unless told twice, and what stays is said with its price."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.deployment.rollout.deploy import Deployment
from infra.deployment.rollout.destroy import Orders, Removal
from tests.fakes.aws_account import FakeAccount
from tests.fakes.deployment import WEB_BUCKET, FakeProcesses
from tests.integration.deployment.conftest import CHOICES

KEPT, STATELESS = "hilo-stateful", "hilo-stateless"


class House:
    """A deployed product with something in it, and a person who types `types` when asked."""

    def __init__(self, account: FakeAccount) -> None:
        self.account = account
        self.types = ""
        self.asked: list[str] = []
        self.said: list[str] = []
        self.media = "hilo-media-123456789012-us-east-1"
        s3 = account.client("s3")
        for text in (b"a photo", b"another version"):
            s3.put_object(Bucket=self.media, Key="photo", Body=text)
        s3.delete_object(Bucket=self.media, Key="photo")

    def destroy(self, orders: Orders = Orders()) -> bool:  # noqa: B008 - frozen
        return Removal(self.account, CHOICES, self.said.append, self._ask).destroy(orders)

    def _ask(self, question: str) -> str:
        self.asked.append(question)
        return self.types

    def stacks(self) -> set[str]:
        return set(self.account.cloudformation.stacks)

    def tables(self) -> list[str]:
        return list(self.account.client("dynamodb").list_tables()["TableNames"])

    def buckets(self) -> set[str]:
        return {one["Name"] for one in self.account.client("s3").list_buckets()["Buckets"]}

    def queues(self) -> list[str]:
        return list(self.account.client("sqs").list_queues().get("QueueUrls", []))

    def secrets(self) -> list[str]:
        listed = self.account.client("secretsmanager").list_secrets(IncludePlannedDeletion=True)
        return [one["Name"] for one in listed["SecretList"]]


@pytest.fixture
def house(
    account: FakeAccount, processes: FakeProcesses, web_folder: Path, tmp_path: Path
) -> House:
    outputs = tmp_path / "outputs.json"
    Deployment(account, CHOICES, processes, lambda _: None, web_folder, outputs).deploy()
    account.client("secretsmanager").create_secret(Name="hilo/app/1", SecretString="{}")
    return House(account)


def test_nothing_is_removed_when_the_name_is_not_typed(house: House) -> None:
    for typed in ("", "y", "hilo", KEPT):
        house.types = typed
        assert not house.destroy()
    assert house.stacks() == {KEPT, STATELESS}
    assert f"Type {STATELESS}" in house.asked[0]
    assert "123456789012, us-east-1" in house.asked[0]


def test_data_stay_when_the_product_is_removed(house: House) -> None:
    tables, queues, secrets = house.tables(), house.queues(), house.secrets()
    house.types = STATELESS
    assert house.destroy()
    assert house.stacks() == {KEPT}
    assert (house.tables(), house.queues(), house.secrets()) == (tables, queues, secrets)
    assert house.media in house.buckets()
    assert WEB_BUCKET not in house.buckets()


def test_what_stays_is_said_with_its_price_and_how_to_remove_it(house: House) -> None:
    house.types = STATELESS
    house.destroy()
    text = "\n".join(house.said)
    assert f"{len(house.tables())} tables with 0.000 GB" in text
    assert "2 secrets: $0.80" in text
    assert house.media in text
    assert "HILO_DESTROY_DATA=1 make destroy" in text


def test_data_stay_when_only_told_once(house: House) -> None:
    """The variable alone, or with the name of the other stack."""
    house.types = STATELESS
    tables = house.tables()
    for orders in (Orders(destroy_data=True), Orders(destroy=STATELESS, destroy_data=True)):
        assert not house.destroy(orders)
    assert house.tables() == tables
    assert house.stacks() == {KEPT, STATELESS}


def test_everything_of_ours_is_gone_when_told_twice(house: House) -> None:
    assert house.destroy(Orders(destroy=KEPT, destroy_data=True))
    assert house.asked == []
    assert house.stacks() == set()
    assert (house.tables(), house.queues(), house.buckets()) == ([], [], set())
    assert house.secrets() == ["hilo/app/1"], "those of people are theirs"
    assert "35 days" in house.said[-1]


def test_a_removal_that_was_broken_off_goes_on(house: House) -> None:
    s3, dynamodb = house.account.client("s3"), house.account.client("dynamodb")
    dynamodb.update_table(TableName="hilo-live", DeletionProtectionEnabled=False)
    dynamodb.delete_table(TableName="hilo-live")
    s3.delete_bucket(Bucket="hilo-bodies-123456789012-us-east-1")
    house.account.client("sqs").delete_queue(QueueUrl=house.queues()[0])
    house.types = KEPT
    assert house.destroy(Orders(destroy_data=True))
    assert (house.tables(), house.queues(), house.buckets()) == ([], [], set())


def test_a_second_time_there_is_nothing_to_remove(house: House) -> None:
    house.types = STATELESS
    house.destroy()
    house.said.clear()
    assert not house.destroy()
    assert house.said[0] == f"There is no stack {STATELESS}."
    assert house.tables()


def test_a_deployment_takes_its_data_up_again(
    house: House, processes: FakeProcesses, web_folder: Path, tmp_path: Path
) -> None:
    house.types = STATELESS
    house.destroy()
    house.account.functions.reserved.clear()
    said: list[str] = []
    outputs = tmp_path / "outputs.json"
    Deployment(house.account, CHOICES, processes, said.append, web_folder, outputs).deploy()
    assert house.stacks() == {KEPT, STATELESS}
    assert "One-time password" not in "\n".join(said)
