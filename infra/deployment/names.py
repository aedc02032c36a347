"""Physical names of what is kept, and the ARNs made of them.

Names are ours, so that rights can be read and a change that would replace a table or queue
fails instead. Names and ARNs are templates: `{partition}`, `{region}`, `{account}` and
`{sockets}` (the id of the WebSocket API) are filled in by the deployment.
"""

from __future__ import annotations

from dataclasses import dataclass

SOCKET_STAGE = "ws"


@dataclass(frozen=True, slots=True)
class Names:
    """`prefix` stands before every name; buckets, whose names are global, end with more."""

    prefix: str

    def table(self, name: str) -> str:
        return self.prefix + name

    def queue(self, name: str) -> str:
        return self.prefix + name

    def bucket(self, name: str) -> str:
        return f"{self.prefix}{name}-{{account}}-{{region}}"

    def bucket_host(self, name: str) -> str:
        """Where browsers reach a bucket by signed addresses."""
        return f"{self.bucket(name)}.s3.{{region}}.amazonaws.com"

    def queue_url(self, name: str) -> str:
        return f"https://sqs.{{region}}.amazonaws.com/{{account}}/{self.queue(name)}"

    def table_arn(self, name: str) -> str:
        return _arn("dynamodb", f"table/{self.table(name)}")

    def index_arn(self, table: str, index: str) -> str:
        return f"{self.table_arn(table)}/index/{index}"

    def queue_arn(self, name: str) -> str:
        return _arn("sqs", self.queue(name))

    def objects_arn(self, bucket: str) -> str:
        return f"arn:{{partition}}:s3:::{self.bucket(bucket)}/*"

    def bucket_arn(self, bucket: str) -> str:
        return f"arn:{{partition}}:s3:::{self.bucket(bucket)}"

    @staticmethod
    def secret_arn(name: str) -> str:
        """Secrets Manager puts a hyphen and six characters of its own behind every name."""
        return _arn("secretsmanager", f"secret:{name if name.endswith('*') else name + '-??????'}")

    @staticmethod
    def sockets_arn() -> str:
        return _arn("execute-api", f"{{sockets}}/{SOCKET_STAGE}/*/@connections/*")

    @staticmethod
    def mail_identities_arn() -> str:
        return _arn("ses", "identity/*")


def _arn(service: str, resource: str) -> str:
    return f"arn:{{partition}}:{service}:{{region}}:{{account}}:{resource}"
