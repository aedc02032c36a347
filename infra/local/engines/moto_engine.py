"""moto in this process as the local stack's AWS, without decorators: started, stopped, mended.

One lock around every DynamoDB call (moto loses writes under threads), transactions that
cost what they write, queries that cost their page, streams that can be trimmed. Import
before any client is made: moto hooks into clients when they are built.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from typing import Any

import boto3
from botocore.config import Config
from moto import backend_index, mock_aws
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.core.serialize import BaseJSONSerializer
from moto.dynamodb import responses as dynamodb_responses
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.table import Table
from moto.dynamodb.responses import DynamoHandler
from moto.dynamodbstreams import urls as streams_urls
from moto.dynamodbstreams.models import dynamodbstreams_backends
from moto.dynamodbstreams.responses import DynamoDBStreamsHandler

from infra.local.engines.moto_answers import attribute_values_directly
from infra.local.engines.moto_backend import AtomicBackend
from infra.local.engines.moto_changes import as_notes
from infra.local.engines.moto_streams import TrimmableShard
from infra.local.engines.moto_table import IndexedTable
from infra.local.engines.moto_tokens import TransactionTokens
from infra.local.keeping.journal import Journal
from infra.local.keeping.tables import TABLES, read_up_to

_KEPT_ITERATORS = 1000  # a reader uses each once; moto keeps them all
_TRANSACTION_MOST_ITEMS = 100  # DynamoDB's limit; moto still has the one of 2018 for reads
_STREAMS_URL = r"https?://(.+)\.streams-ddb\.(.+)\.amazonaws\.com"  # unknown to moto 5.2
_STRUCTURES = "_serialize_type_structure"
_HANDLERS: tuple[Any, ...] = (DynamoHandler, DynamoDBStreamsHandler)


class MotoEngine:
    """AWS in this process; at most one is started at a time.

    Clients made while it runs reach it whatever thread they are used in; state ends with it,
    but for what a journal keeps: every change of an item, noted before the call is answered.
    """

    def __init__(self, region: str = "us-east-1", journal: Journal | None = None) -> None:
        self.region, self._journal = region, journal
        self.lock = threading.RLock()
        self._mock = mock_aws()
        self._unmend: list[Callable[[], None]] = []

    def start(self) -> MotoEngine:
        """Begin with nothing stored."""
        self._mend_storage()
        self._mend_answers()
        self._mock.start()
        return self

    def stop(self) -> None:
        """Forget everything and give moto back as it was."""
        self._mock.stop()
        while self._unmend:
            self._unmend.pop()()

    def __enter__(self) -> MotoEngine:
        return self.start()

    def __exit__(self, *exc_info: object) -> None:
        self.stop()

    def client(self, service: str) -> Any:
        """A boto3 client of this engine; safe to share among threads."""
        session: Any = boto3.session.Session()
        config = Config(region_name=self.region, max_pool_connections=50)
        return session.client(service, config=config)

    def wait_for_records(self, seen: int, timeout_seconds: float) -> int:
        """Block until more stream records than `seen` were ever written; the new count."""
        return AtomicBackend.records.wait_beyond(seen, timeout_seconds)

    def trim_streams(self, consumed: Mapping[str, str]) -> int:
        """Forget stream records that every consumer has read; how many were forgotten.

        `consumed` maps a table's name to the last sequence number that is not needed.
        """
        with self.lock:
            trimmed = 0
            for table_name, sequence_number in consumed.items():
                shard = self.table(table_name).stream_shard
                if isinstance(shard, TrimmableShard):
                    trimmed += shard.trim(int(sequence_number))
            self._forget_iterators()
            return trimmed

    def keep_read(self, table_name: str, sequence_number: int) -> None:
        """All readers of the table's stream have come so far: go on there after a restart."""
        if self._journal is not None:
            self._journal.note(TABLES, [read_up_to(table_name, sequence_number)])

    def table(self, name: str) -> IndexedTable:
        """A table as the engine keeps it; hold `lock` while reading it under threads."""
        return self._backend().indexed_table(name)

    def tables(self) -> Mapping[str, Table]:
        """All tables by name; hold `lock` likewise."""
        return self._backend().tables

    def _backend(self) -> AtomicBackend:
        backend = dynamodb_backends[DEFAULT_ACCOUNT_ID][self.region]
        if not isinstance(backend, AtomicBackend):
            raise RuntimeError("the engine is not started")
        return backend

    def _mend_storage(self) -> None:
        self._replace(dynamodb_backends, "backend", AtomicBackend)
        self._replace(dynamodb_responses, "TRANSACTION_MAX_ITEMS", _TRANSACTION_MOST_ITEMS)
        once = TransactionTokens().once(DynamoHandler.transact_write_items)
        self._replace(DynamoHandler, "transact_write_items", once)
        for handler in _HANDLERS:
            self._replace(handler, "call_action", self._locked(handler.call_action))

    def _mend_answers(self) -> None:
        self._replace(
            BaseJSONSerializer,
            _STRUCTURES,
            attribute_values_directly(getattr(BaseJSONSerializer, _STRUCTURES)),
        )
        self._replace(streams_urls, "url_bases", [*streams_urls.url_bases, _STREAMS_URL])
        patterns = backend_index.backend_url_patterns
        known = [*patterns, ("dynamodbstreams", re.compile(_STREAMS_URL))]
        self._replace(backend_index, "backend_url_patterns", known)

    def _forget_iterators(self) -> None:
        iterators = dynamodbstreams_backends[DEFAULT_ACCOUNT_ID][self.region].shard_iterators
        for name in list(iterators)[:-_KEPT_ITERATORS]:
            del iterators[name]

    def _locked(self, call_action: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def call_action_alone(handler: Any) -> Any:
            with self.lock:
                try:
                    return call_action(handler)
                finally:
                    self._keep_changes()

        return call_action_alone

    def _keep_changes(self) -> None:
        """Note what the call has changed, also where it failed half-way (a batch)."""
        changes = AtomicBackend.changes.take()
        if changes and self._journal is not None:
            self._journal.note(TABLES, as_notes(changes))

    def _replace(self, owner: Any, name: str, value: Any) -> None:
        had_own, original = name in vars(owner), getattr(owner, name)
        setattr(owner, name, value)
        self._unmend.append(
            (lambda: setattr(owner, name, original)) if had_own else (lambda: delattr(owner, name))
        )
