"""The programs that deploying calls; of the CDK's, what its stacks would make in the account."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from chalicelib.core.secret_store import EDGE_KEY, SIGNING_KEY
from chalicelib.core.tables import TABLES
from infra.deployment.lambdas import LAMBDAS
from infra.deployment.names import Names
from infra.deployment.policies import UNDELIVERED
from infra.deployment.processes import CDK_VERSION, ProcessFailedError
from infra.deployment.rights import BODIES, FILES
from infra.local.engines.tables import create_tables
from infra.queues import QUEUES
from tests.fakes.aws_account import ACCOUNT, FakeAccount, FakeStack

ADDRESS = "https://d111111abcdef8.cloudfront.net"
WEB_BUCKET = "hilo-stateless-edgeweb-1x2y3z"
_NAMES = Names("hilo-")


class FakeProcesses:
    """`missing` programs are not there, `failing` ones end with an error; `ran` lists calls."""

    def __init__(self, account: FakeAccount) -> None:
        self._account = account
        self.versions = {"node": "v22.11.0", "npx": f"{CDK_VERSION} (build 1a2b3c)"}
        self.missing: set[str] = set()
        self.failing: set[str] = set()
        self.ran: list[tuple[str, ...]] = []
        self.environment: Mapping[str, str] = {}

    def answer(self, *command: str) -> str:
        if command[0] in self.missing:
            raise ProcessFailedError(f"{command[0]}: no such program")
        return self.versions[command[0]]

    def run(self, *command: str, environment: Mapping[str, str] | None = None) -> None:
        self.ran.append(command)
        self.environment = environment or {}
        if self.failing & set(command):
            raise ProcessFailedError(f"{' '.join(command)}: exit status 1")
        if "deploy" in command:
            self._deploy(command)

    def _deploy(self, command: Sequence[str]) -> None:
        stacks = self._account.cloudformation.stacks
        if "hilo-stateful" not in stacks:
            stacks["hilo-stateful"] = FakeStack(resources=self._kept())
        if "hilo-stateless" not in stacks:
            stacks["hilo-stateless"] = self._stateless()
        outputs = Path(command[command.index("--outputs-file") + 1])
        outputs.write_text(json.dumps({"hilo-stateless": stacks["hilo-stateless"].outputs}))

    def _kept(self) -> list[tuple[str, str]]:
        made: list[tuple[str, str]] = []
        dynamodb, client = self._account.client("dynamodb"), self._account.client
        create_tables(dynamodb, _NAMES.prefix)
        for table in TABLES:
            name = _NAMES.table(table.name)
            dynamodb.update_table(TableName=name, DeletionProtectionEnabled=True)
            made.append(("AWS::DynamoDB::GlobalTable", name))
        for queue in QUEUES:
            fifo = {"FifoQueue": "true"} if queue.fifo else {}
            created = client("sqs").create_queue(
                QueueName=_NAMES.queue(queue.name), Attributes=fifo
            )
            made.append(("AWS::SQS::Queue", created["QueueUrl"]))
        for bucket in ("logs", BODIES, FILES, UNDELIVERED):
            name = _NAMES.bucket(bucket).format(account=ACCOUNT, region=self._account.region)
            made.append(("AWS::S3::Bucket", self._bucket(name)))
        for secret in (SIGNING_KEY, EDGE_KEY):
            created = client("secretsmanager").create_secret(Name=secret, SecretString="p4ss")
            made.append(("AWS::SecretsManager::Secret", created["ARN"]))
        return made

    def _stateless(self) -> FakeStack:
        self._bucket(WEB_BUCKET)
        reserved = {f"hilo-{one.name}": one.reserved_concurrency for one in LAMBDAS.values()}
        self._account.functions.reserved |= {
            name: number for name, number in reserved.items() if number is not None
        }
        outputs = {
            "Address": ADDRESS,
            "WebBucket": WEB_BUCKET,
            "Distribution": self._distribution(),
        }
        return FakeStack(
            outputs=outputs, resources=[("AWS::Lambda::Function", name) for name in reserved]
        )

    def _bucket(self, name: str) -> str:
        s3 = self._account.client("s3")
        s3.create_bucket(Bucket=name)
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        return name

    def _distribution(self) -> str:
        return new_distribution(self._account)


def new_distribution(account: FakeAccount) -> str:
    """The id of a CDN that serves nothing yet."""
    origin: dict[str, Any] = {
        "Id": "web",
        "DomainName": "web.s3.amazonaws.com",
        "S3OriginConfig": {"OriginAccessIdentity": ""},
    }
    config = {
        "CallerReference": str(uuid4()),
        "Comment": "Hilo",
        "Enabled": True,
        "Origins": {"Quantity": 1, "Items": [origin]},
        "DefaultCacheBehavior": {
            "TargetOriginId": "web",
            "ViewerProtocolPolicy": "redirect-to-https",
        },
    }
    made = account.client("cloudfront").create_distribution(DistributionConfig=config)
    return str(made["Distribution"]["Id"])
