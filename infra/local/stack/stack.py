"""The whole local stack as one object: what is built, started, reset and stopped, in order."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Mapping
from contextlib import ExitStack

from chalicelib import bootstrap
from chalicelib.bootstrap import Container
from chalicelib.core.clock import SystemClock, to_ms
from functions.clock.function import FUNCTION as CLOCK
from functions.registry import FUNCTIONS
from functions.webhook.function import FUNCTION as WEBHOOK
from infra.local.graph.double import GraphDouble
from infra.local.graph.memory import Memory
from infra.local.keeping.journal import Journal
from infra.local.lambdas.invocation import ENTRIES, InThisProcess, Lambdas
from infra.local.mail.box import MailBox
from infra.local.mail.routes import MailPages
from infra.local.phone.routes import PhoneApi
from infra.local.queues import LocalQueues
from infra.local.seed import renew, seed
from infra.local.settings import LocalSettings, product_environment
from infra.local.stack.activity import Activity, Gate
from infra.local.stack.chalice_app import ChaliceApp
from infra.local.stack.engine import Engine
from infra.local.stack.gateway import Gateway
from infra.local.stack.idle import Rest
from infra.local.stack.marks import DEMONSTRATED, RESETTING, SEEDED, Marks
from infra.local.stack.media import Media
from infra.local.stack.observed_queues import ObservedQueues
from infra.local.stack.secrets import create_secrets
from infra.local.stack.sockets import Sockets
from infra.local.stack.triggers import Triggers
from infra.local.stack.uploads import Uploads
from infra.local.workers.pool import Workers
from infra.local.workers.services import AwsServices
from infra.queues import QUEUES

_FAR_MS = 10 * 365 * 24 * 3600 * 1000
_QUIET_WITHIN_SECONDS = 30.0


class Stack:
    """One front, one product. Build it, then `start` and `stop` on the loop that serves it."""

    def __init__(self, settings: LocalSettings, environment: Mapping[str, str]) -> None:
        self.settings = settings
        self._environment = product_environment(environment, settings)
        self._clock = SystemClock()
        self._journal = Journal(settings.folder) if settings.folder else None
        self.marks = Marks(self._journal)
        prefix = self._environment.get("HILO_TABLE_PREFIX", "")
        self._engine = Engine(settings.engine, prefix, self._journal)
        self.activity, self.sockets = Activity(), Sockets()
        self._queues = ObservedQueues(LocalQueues(QUEUES, self._clock, self._journal))
        self._install()
        self.double = GraphDouble(settings.origin, memory=Memory(self._journal))
        self.phone = PhoneApi(self.double)
        self.mail_box = MailBox(self._clock)
        self.mail_pages = MailPages(self.mail_box)
        create_secrets(self._engine.session, self.double.settings, self.mail_box.address)
        self._held = ExitStack()
        self.lambdas = self._begin_lambdas()
        self._seed_once()
        if self._journal is not None:
            self._journal.forget_kept()
        self._triggers = Triggers(
            FUNCTIONS,
            self.lambdas,
            self._queues,
            self._engine.stream,
            self.activity,
            self._clock,
        )
        self.media = Media(self._engine.session, self._clock, lambda: self._engine.s3)
        self.uploads = Uploads(self._engine.session, self._clock, lambda: self._engine.s3)
        self.rest = Rest(
            self.activity,
            self._queues,
            lambda: self._triggers.readers,
            self.double.idle,
            _unsent,
        )
        self.gate = Gate(self.activity)
        self.gateway = Gateway(
            _chalice_app(self.lambdas), self.lambdas.of(WEBHOOK.name), self.sockets, self.gate
        )
        self._resetting = asyncio.Lock()
        self.lambdas.wait_until_ready()

    async def start(self) -> None:
        await self.double.start()
        await self.mail_box.start()
        self._triggers.start()

    async def stop(self) -> None:
        """Let what runs come to its end, then forget everything that is not kept."""
        self.sockets.close_all()
        await self.double.stop()
        self.mail_box.stop()
        await asyncio.to_thread(self._triggers.stop)
        await asyncio.to_thread(self.gateway.stop)
        await asyncio.to_thread(self.lambdas.stop)
        self._held.close()
        self._engine.stop()
        if self._journal is not None:
            await asyncio.to_thread(self._journal.close)

    async def let_a_minute_pass(self) -> None:
        """What `clock` does every minute, now."""
        with self.activity.one():
            await asyncio.to_thread(self.lambdas.of(CLOCK.name), {})

    async def reset(self) -> None:
        """Back to the seed. Calls from outside wait; sockets are closed.

        Whoever is killed meanwhile does it at the next start.
        """
        async with self._resetting, self.gate.closed():
            self.marks.set(RESETTING)
            self.sockets.close_all()
            await self._quiet()
            self._triggers.stop_streams()
            self.marks.set(DEMONSTRATED)
            await asyncio.to_thread(self._begin_again)
            self._end_reset()
            self._triggers.start_streams()

    async def _quiet(self) -> None:
        """Drop what waits until nothing runs any more; who hangs longer finds empty tables."""
        deadline = time.monotonic() + _QUIET_WITHIN_SECONDS
        while time.monotonic() < deadline:
            self._queues.forget()
            self.double.courier.forget()
            at_rest = not self.activity.running and not self._queues.unfinished()
            if at_rest and all(reader.idle() for reader in self._triggers.readers):
                return
            await asyncio.sleep(0.01)

    def _seed_once(self) -> None:
        """Later edits stay; a reset that was cut short is done to its end."""
        if self.marks.has(RESETTING):
            self._begin_again()
            self._end_reset()
        elif not self.marks.has(SEEDED):
            seed(bootstrap.container())
            self.marks.set(SEEDED)
        else:
            renew(bootstrap.container())

    def _begin_again(self) -> None:
        """Nothing is stored or queued but the seed."""
        self._engine.wipe()
        self._queues.forget()
        self._install()
        self.lambdas.renew()
        seed(bootstrap.container())

    def _end_reset(self) -> None:
        """The provider and its people forget too; then it is done."""
        self.double.reset()
        self.phone.reset()
        self.mail_box.forget()
        self.marks.take(RESETTING)

    def _begin_lambdas(self) -> Lambdas:
        """Workers go on getting ready while the rest does."""
        if not self.settings.workers:
            return InThisProcess()
        services = AwsServices(self._engine.session, self._queues, self.sockets)
        self._held.callback(services.stop)
        environment = {
            **os.environ,
            **self._environment,
            **services.environment([queue.name for queue in QUEUES]),
        }
        return Workers(self.settings.workers, ENTRIES, environment, self._engine.watch.wake)

    def _install(self) -> None:
        """A new container: no cache of the one before lives on."""
        container = Container(
            self._environment,
            clock=self._clock,
            session=self._engine.session,
            queues=self._queues,
            realtime=self.sockets,
        )
        bootstrap.install(container)


def _unsent() -> bool:
    """Whether any message of ours still waits to be sent, now or later."""
    container = bootstrap.container()
    far_ms = to_ms(container.clock.now()) + _FAR_MS
    lists = [None, *container.connections.directory.connections]
    return any(any(container.message_store.overdue(one, far_ms)) for one in lists)


def _chalice_app(lambdas: Lambdas) -> ChaliceApp:
    from app import app  # noqa: PLC0415 - the last to be imported: routes find their container

    return ChaliceApp(app, lambdas.of)


def inherited_environment() -> dict[str, str]:
    """The environment of this process."""
    return dict(os.environ)
