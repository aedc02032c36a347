"""Everything around the functions of one deployment: tables, queues, buckets, provider."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import boto3
from joserfc.jwk import ECKey

from chalicelib.bootstrap import Container
from chalicelib.core.secret_store import EDGE_KEY, SIGNING_KEY, app_secret_name
from infra.deployment.names import Names
from infra.deployment.policies import UNDELIVERED
from infra.deployment.rights import BODIES, FILES
from infra.local.engines.moto_engine import MotoEngine
from infra.local.engines.tables import create_tables
from infra.local.seed import APP, seed
from infra.local.stack.stream_sources import MotoSource
from infra.queues import QUEUES
from tests.deployed.aws_front import AwsFront
from tests.deployed.folders import Folders
from tests.deployed.function_process import FunctionProcess
from tests.deployed.provider import Provider
from tests.deployed.template import ACCOUNT, REGION, DeployedTemplate

APP_SECRET, EDGE_PROOF = "deployed-secret", "deployed-edge"
_NAMES = Names("hilo-")
_LONGEST_POLL_SECONDS = 20


class World:
    """`call` hands an event to a function; what it did is seen in the engine."""

    def __init__(self, template: DeployedTemplate, folder: Path) -> None:
        self.lambdas = template.lambdas()
        self._folder, self.folders = folder, Folders(folder)
        self._processes: dict[str, FunctionProcess] = {}
        self._engine = MotoEngine(REGION).start()
        self.session = boto3.Session("aws", "secret", region_name=REGION)
        self._create()
        self.container = Container(
            {"HILO_TABLE_PREFIX": _NAMES.prefix}, session=self.session, queues=None
        )
        seed(self.container)
        self.stream = MotoSource(self._engine, _NAMES.table("conversations"))
        self.sockets_api_id = self._sockets_api_id()
        policies = {name: one.policy for name, one in self.lambdas.items()}
        self.aws, self.provider = AwsFront(policies, self.sockets_api_id), Provider()

    def call(self, name: str, event: Any) -> Any:
        """The function's answer; its failure fails the test with what it wrote."""
        process = self._process(name)
        answer = process.invoke(event)
        assert answer.error is None, f"{name}: {answer.error}\n{process.output()}"
        assert self.aws.refused == [], process.output()
        return answer.value

    def feed(self, name: str, queue: str) -> Any:
        """Hand over what waits on a queue, as Lambda does, and take off what succeeded."""
        client: Any = self.session.client("sqs")
        url = _address(_NAMES.queue_url(queue))
        got = client.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=10,
            MessageSystemAttributeNames=["All"],
            WaitTimeSeconds=_LONGEST_POLL_SECONDS,
        ).get("Messages", [])
        assert got, f"nothing waits on {queue}"
        answer = self.call(name, {"Records": [_record(one) for one in got]})
        failed = {one["itemIdentifier"] for one in answer["batchItemFailures"]}
        for message in got:
            if message["MessageId"] not in failed:
                client.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return answer

    def changes(self, *sort_keys: str) -> dict[str, Any]:
        """The event of a stream: what was written since the last look, by the start of keys."""
        records = [
            record
            for record in self.stream.read()
            if record["dynamodb"]["Keys"]["sk"]["S"].startswith(sort_keys)
        ]
        return {"Records": records}

    def objects(self, bucket: str) -> list[str]:
        listed = self.session.client("s3").list_objects_v2(Bucket=_address(_NAMES.bucket(bucket)))
        return [one["Key"] for one in listed.get("Contents", [])]

    def output(self, name: str) -> str:
        """Everything a function wrote so far."""
        return self._processes[name].output()

    def stop(self) -> None:
        for process in self._processes.values():
            process.stop()
        self.aws.stop()
        self.provider.stop()
        self._engine.stop()

    def _process(self, name: str) -> FunctionProcess:
        if name not in self._processes:
            log = self._folder / f"{name}.log"
            reachable = self._reachable(name)
            self._processes[name] = FunctionProcess(
                name, self.lambdas[name], self.folders, log, reachable
            )
        return self._processes[name]

    def _reachable(self, name: str) -> dict[str, str]:
        """What stands elsewhere here: AWS, the provider, and the socket API's own address."""
        made = {"AWS_ENDPOINT_URL": self.aws.url, "HILO_GRAPH_BASE_URL": self.provider.url}
        given = self.lambdas[name].environment.get("HILO_SOCKETS_ENDPOINT_URL")
        if given is not None:
            host = f"https://{self.sockets_api_id}.execute-api.{REGION}.amazonaws.com"
            assert given.startswith(host)
            made["HILO_SOCKETS_ENDPOINT_URL"] = given.replace(host, self.aws.url)
        return made

    def _sockets_api_id(self) -> str:
        address = self.lambdas["push"].environment["HILO_SOCKETS_ENDPOINT_URL"]
        return address.removeprefix("https://").partition(".")[0]

    def _create(self) -> None:
        create_tables(self.session.client("dynamodb"), _NAMES.prefix)
        s3 = self.session.client("s3")
        sqs: Any = self.session.client("sqs")
        for queue in QUEUES:
            attributes = {"VisibilityTimeout": str(queue.visibility_timeout_seconds)}
            attributes |= {"FifoQueue": "true"} if queue.fifo else {}
            sqs.create_queue(QueueName=_NAMES.queue(queue.name), Attributes=attributes)
        for bucket in (BODIES, FILES, UNDELIVERED):
            s3.create_bucket(Bucket=_address(_NAMES.bucket(bucket)))
        jwk = ECKey.generate_key("P-256", private=True).as_dict(private=True)
        app = {"app_secret": APP_SECRET, "verify_token": "v", "access_token": "token"}
        secrets = {
            SIGNING_KEY: {"jwk": json.dumps(jwk)},
            EDGE_KEY: {"key": EDGE_PROOF},
            app_secret_name(APP.id): app,
        }
        client = self.session.client("secretsmanager")
        for name, fields in secrets.items():
            client.create_secret(Name=name, SecretString=json.dumps(fields))


def _address(template: str) -> str:
    return template.format(partition="aws", region=REGION, account=ACCOUNT)


def _record(message: dict[str, Any]) -> dict[str, Any]:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message["Attributes"],
    }
