"""Everything around the functions of a deployment: tables, queues, buckets, secrets, provider."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import boto3

from chalicelib.bootstrap import Container
from chalicelib.core.change import Change
from chalicelib.core.clock import to_ms
from chalicelib.core.dynamo import Dynamo
from chalicelib.core.queues import AUDIT, MAIL
from chalicelib.core.secret_store import EDGE_KEY, SIGNING_KEY, app_secret_name
from chalicelib.domains.audit.models import Sighting
from chalicelib.domains.audit.rules import act_seen
from chalicelib.domains.audit.rules import order as act_order
from chalicelib.domains.mail.models import Letter
from chalicelib.domains.mail.services.mail_room import packed
from infra.deployment.names import Names
from infra.deployment.policies import UNDELIVERED
from infra.deployment.rights import BODIES, FILES, SEALS
from infra.deployment.signing_key import new_keys
from infra.local.engines.dynamodb_local import DynamoDBLocal
from infra.local.engines.moto_engine import MotoEngine
from infra.local.engines.tables import create_tables, delete_tables
from infra.local.seed import APP, seed
from infra.queues import QUEUES
from tests.deployed.aws_front import AwsFront
from tests.deployed.provider import Provider
from tests.deployed.template import ACCOUNT, REGION, Deployed

APP_SECRET, EDGE_PROOF = "deployed-secret", "deployed-edge"
SENDER = "hilo@hilo.test"
NAMES = Names("hilo-")
_LONGEST_POLL_SECONDS = 20

Message = dict[str, Any]


class Surroundings:
    """Seeded; tables are moto's in this process unless another engine has them."""

    def __init__(
        self, lambdas: Mapping[str, Deployed], dynamodb: DynamoDBLocal | None = None
    ) -> None:
        self.lambdas, self._dynamodb = lambdas, dynamodb
        self.engine = MotoEngine(REGION).start()
        self.session = boto3.Session("aws", "secret", region_name=REGION)
        tables = dynamodb.client() if dynamodb else self.session.client("dynamodb")
        self.tables = tables
        self._create()
        self.container = Container({}, dynamo=Dynamo(lambda: tables, prefix=NAMES.prefix))
        seed(self.container)
        self.sockets_api_id = self._sockets_api_id()
        self.aws = AwsFront(
            {name: one.policy for name, one in lambdas.items()},
            self.sockets_api_id,
            {"dynamodb": dynamodb.url} if dynamodb else {},
        )
        self.provider = Provider()
        self._sqs: Any = self.session.client("sqs")

    def receive(self, queue: str, most: int, seconds: int = _LONGEST_POLL_SECONDS) -> list[Message]:
        """What waits on a queue; comes again later unless it is deleted."""
        got: list[Message] = self._sqs.receive_message(
            QueueUrl=_queue(queue),
            MaxNumberOfMessages=most,
            MessageSystemAttributeNames=["All"],
            WaitTimeSeconds=seconds,
        ).get("Messages", [])
        return got

    def write_mail(self, key: str) -> None:
        """Leave a mail for the function that carries them."""
        letter = Letter(key, "ana@hilo.test", "Hola", "Hola, Ana", "<p>Hola, Ana</p>")
        self._sqs.send_message(QueueUrl=_queue(MAIL), MessageBody=packed(letter))

    def tell_audit(self, entity_id: str) -> None:
        """Leave something that was seen for the function that puts it on record."""
        seen = Sighting("field.revealed", "contact", entity_id)
        change = Change(seen.event, "admin", to_ms(self.container.clock.now()))
        order = act_order(act_seen(seen, change, entity_id))
        self._sqs.send_message(
            QueueUrl=_queue(AUDIT),
            MessageBody=order.body,
            MessageGroupId=order.group_id,
            MessageDeduplicationId=order.deduplication_id,
        )

    def delete(self, queue: str, message: Message) -> None:
        self._sqs.delete_message(QueueUrl=_queue(queue), ReceiptHandle=message["ReceiptHandle"])

    def count(self, queue: str) -> int:
        """How many wait or are being worked on."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        answer = self._sqs.get_queue_attributes(QueueUrl=_queue(queue), AttributeNames=names)
        return sum(int(value) for value in answer["Attributes"].values())

    def objects(self, bucket: str) -> list[str]:
        listed = self.session.client("s3").list_objects_v2(Bucket=_address(NAMES.bucket(bucket)))
        return [one["Key"] for one in listed.get("Contents", [])]

    def reachable(self, one: Deployed) -> dict[str, str]:
        """What stands elsewhere here: AWS, the provider, the socket API, the sender of mails."""
        made = {
            "AWS_ENDPOINT_URL": self.aws.url,
            "HILO_GRAPH_BASE_URL": self.provider.url,
            "HILO_MAIL_FROM": SENDER,
        }
        given = one.environment.get("HILO_SOCKETS_ENDPOINT_URL")
        if given is not None:
            host = f"https://{self.sockets_api_id}.execute-api.{REGION}.amazonaws.com"
            assert given.startswith(host)
            made["HILO_SOCKETS_ENDPOINT_URL"] = given.replace(host, self.aws.url)
        return made

    def stop(self) -> None:
        self.aws.stop()
        self.provider.stop()
        if self._dynamodb is not None:
            delete_tables(self.tables, NAMES.prefix)
        self.engine.stop()

    def _sockets_api_id(self) -> str:
        address = self.lambdas["push"].environment["HILO_SOCKETS_ENDPOINT_URL"]
        return address.removeprefix("https://").partition(".")[0]

    def _create(self) -> None:
        create_tables(self.tables, NAMES.prefix)
        s3 = self.session.client("s3")
        sqs: Any = self.session.client("sqs")
        for queue in QUEUES:
            attributes = {"VisibilityTimeout": str(queue.visibility_timeout_seconds)}
            attributes |= {"FifoQueue": "true"} if queue.fifo else {}
            sqs.create_queue(QueueName=NAMES.queue(queue.name), Attributes=attributes)
        for bucket in (BODIES, FILES, SEALS, UNDELIVERED):
            s3.create_bucket(Bucket=_address(NAMES.bucket(bucket)))
        app = {"app_secret": APP_SECRET, "verify_token": "v", "access_token": "token"}
        secrets = {
            SIGNING_KEY: new_keys(),
            EDGE_KEY: {"key": EDGE_PROOF},
            app_secret_name(APP.id): app,
        }
        self.session.client("sesv2").create_email_identity(EmailIdentity=SENDER)
        client = self.session.client("secretsmanager")
        for name, fields in secrets.items():
            client.create_secret(Name=name, SecretString=json.dumps(fields))


def queue_event(queue: str, messages: list[Message]) -> dict[str, Any]:
    """As Lambda hands over what it received."""
    records = [
        {
            "messageId": one["MessageId"],
            "receiptHandle": one["ReceiptHandle"],
            "body": one["Body"],
            "attributes": one["Attributes"],
            "eventSourceARN": _address(NAMES.queue_arn(queue)),
        }
        for one in messages
    ]
    return {"Records": records}


def _queue(name: str) -> str:
    return _address(NAMES.queue_url(name))


def _address(template: str) -> str:
    return template.format(partition="aws", region=REGION, account=ACCOUNT)
