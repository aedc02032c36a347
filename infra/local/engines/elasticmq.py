"""ElasticMQ: the SQS protocol from somebody else's hand, to hold our own queues against."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infra.local.engines.dynamodb_local import local_client
from infra.local.engines.java import JavaEngine, JavaProcess, free_port
from infra.queue_definition import QueueDefinition

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.literals import QueueAttributeNameType

ELASTICMQ = JavaEngine("elasticmq")
_CONFIGURATION = """
include classpath("application.conf")
node-address {{ protocol = http, host = "127.0.0.1", port = {port}, context-path = "" }}
rest-sqs {{ enabled = true, bind-port = {port}, bind-hostname = "127.0.0.1", sqs-limits = strict }}
rest-stats {{ enabled = false }}
"""


class ElasticMQ:
    """One engine process with no queues; create_queues() makes them."""

    def __init__(self, port: int | None = None) -> None:
        port = port or free_port()
        self._directory = tempfile.TemporaryDirectory()
        configuration = Path(self._directory.name) / "elasticmq.conf"
        configuration.write_text(_CONFIGURATION.format(port=port))
        self._process = JavaProcess(
            ELASTICMQ,
            port,
            ["-Xmx256m", f"-Dconfig.file={configuration}"],
            ["org.elasticmq.server.Main"],
        )

    @property
    def url(self) -> str:
        return self._process.url

    def start(self) -> None:
        """Return when it answers. Raises EngineMissingError or EngineFailedError."""
        self._process.start()

    def stop(self) -> None:
        self._process.stop()
        self._directory.cleanup()

    def client(self) -> Any:
        return local_client("sqs", self.url)


def create_queues(
    client: SQSClient, prefix: str, definitions: Sequence[QueueDefinition]
) -> dict[str, str]:
    """Create the queues, dead-letter queues first; their addresses by logical name."""
    urls: dict[str, str] = {}
    for definition in sorted(definitions, key=lambda each: each.dead_letter is not None):
        attributes: dict[QueueAttributeNameType, str] = {
            "VisibilityTimeout": str(definition.visibility_timeout_seconds)
        }
        if definition.fifo:
            attributes |= {"FifoQueue": "true", "ContentBasedDeduplication": "false"}
        if definition.dead_letter is not None:
            attributes["RedrivePolicy"] = _redrive_policy(client, urls, definition)
        created = client.create_queue(QueueName=prefix + definition.name, Attributes=attributes)
        urls[definition.name] = created["QueueUrl"]
    return urls


def _redrive_policy(client: SQSClient, urls: dict[str, str], definition: QueueDefinition) -> str:
    url = urls[definition.dead_letter or ""]
    asked = client.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    return json.dumps(
        {
            "deadLetterTargetArn": asked["Attributes"]["QueueArn"],
            "maxReceiveCount": definition.max_receive_count,
        }
    )
