"""The environment of a Lambda: what its rights need to be used, and what all share.

Names are those of the settings that `chalicelib/bootstrap` and the adapters read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from infra.deployment.lambdas import DeployedLambda
from infra.deployment.names import Names
from infra.deployment.rights import BODIES, FILES, SEALS

_BUCKETS = {
    BODIES: "HILO_BODIES_BUCKET",
    FILES: "HILO_MEDIA_BUCKET",
    SEALS: "HILO_SEALS_BUCKET",
}


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything is; `fill` puts account and region into a name.

    `organisation`: what all Lambdas are told of whom they serve.
    """

    names: Names
    fill: Callable[[str], str]
    sockets_url: str
    origin: str
    organisation: Mapping[str, str] = field(default_factory=dict)


def environment_of(one: DeployedLambda, places: Places) -> dict[str, str]:
    """Only those that the Lambda has a use for."""
    names, fill = places.names, places.fill
    made = {"HILO_TABLE_PREFIX": names.prefix, "HILO_REGION": fill("{region}")}
    made |= places.organisation
    if one.rights.queues:
        urls = {queue: fill(names.queue_url(queue)) for queue in one.rights.queues}
        made["HILO_QUEUE_URLS"] = json.dumps(urls)
    made |= {_BUCKETS[bucket]: fill(names.bucket(bucket)) for bucket in one.rights.buckets}
    if FILES in one.rights.buckets:
        # Else addresses signed in us-east-1 name another host than the page may load from.
        made["AWS_S3_US_EAST_1_REGIONAL_ENDPOINT"] = "regional"
    if one.rights.posts_to_sockets:
        made["HILO_SOCKETS_ENDPOINT_URL"] = places.sockets_url
    if one.knows_origin:
        made["HILO_PUBLIC_ORIGIN"] = places.origin
    return made
