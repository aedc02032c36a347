"""The functions of one deployment, each in a process, and everything around them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from infra.local.stack.stream_sources import MotoSource
from tests.deployed.folders import Folders
from tests.deployed.function_process import FunctionProcess
from tests.deployed.surroundings import NAMES, Surroundings, queue_event
from tests.deployed.template import DeployedTemplate


class World(Surroundings):
    """`call` hands an event to a function; what it did is seen in the engine."""

    def __init__(self, template: DeployedTemplate, folder: Path) -> None:
        super().__init__(template.lambdas())
        self._folder, self.folders = folder, Folders(folder)
        self._processes: dict[str, FunctionProcess] = {}
        self._streams = {
            table: MotoSource(self.engine, NAMES.table(table))
            for table in ("conversations", "presence")
        }

    def call(self, name: str, event: Any) -> Any:
        """The function's answer; its failure fails the test with what it wrote."""
        process = self._process(name)
        answer = process.invoke(event)
        assert answer.error is None, f"{name}: {answer.error}\n{process.output()}"
        assert self.aws.refused == [], process.output()
        return answer.value

    def feed(self, name: str, queue: str) -> Any:
        """Hand over what waits on a queue, as Lambda does, and take off what succeeded."""
        got = self.receive(queue, 10)
        assert got, f"nothing waits on {queue}"
        answer = self.call(name, queue_event(queue, got))
        failed = {one["itemIdentifier"] for one in answer["batchItemFailures"]}
        for message in got:
            if message["MessageId"] not in failed:
                self.delete(queue, message)
        return answer

    def changes(self, *sort_keys: str, table: str = "conversations") -> dict[str, Any]:
        """The event of a stream: what was written since the last look, by the start of keys."""
        records = [
            record
            for record in self._streams[table].read()
            if record["dynamodb"]["Keys"]["sk"]["S"].startswith(sort_keys)
        ]
        return {"Records": records}

    def output(self, name: str) -> str:
        """Everything a function wrote so far."""
        return self._processes[name].output()

    def stop(self) -> None:
        for process in self._processes.values():
            process.stop()
        super().stop()

    def _process(self, name: str) -> FunctionProcess:
        if name not in self._processes:
            one, log = self.lambdas[name], self._folder / f"{name}.log"
            self._processes[name] = FunctionProcess(
                name, one, self.folders, log, self.reachable(one)
            )
        return self._processes[name]
