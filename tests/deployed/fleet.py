"""Functions of two versions at once: each goes over to the new one while events come in.

As Lambda's aliases do: what is under way ends where it began. While one goes over, both of
its versions answer in turn, so that each reads what the other wrote.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.deployed.folders import Folders
from tests.deployed.function_process import FunctionProcess
from tests.deployed.surroundings import Surroundings
from tests.deployed.template import Deployed, DeployedTemplate

_PATIENCE_SECONDS = 240.0
_ANSWERS_OF_EACH = 3


class Version:
    """What is deployed of one checkout."""

    def __init__(self, name: str, root: Path, template: DeployedTemplate, folder: Path) -> None:
        self.name, self.lambdas, self._root = name, template.lambdas(), root
        self._folder = folder
        packages = {one.package for one in self.lambdas.values()}
        self._folders = {
            package: Folders(folder / package.name, root=root, package=package)
            for package in packages
        }

    def start(self, name: str, surroundings: Surroundings) -> FunctionProcess:
        """A process of one function."""
        one: Deployed = self.lambdas[name]
        log = self._folder / f"{name}.log"
        folders = self._folders[one.package]
        return FunctionProcess(name, one, folders, log, surroundings.reachable(one))


@dataclass(eq=False, slots=True)
class _Instance:
    """A process, which answers one event at a time."""

    version: str
    process: FunctionProcess
    answered: int = 0
    under_way: int = 0
    busy: threading.Lock = field(default_factory=threading.Lock)


class Fleet:
    """`call` is safe in threads; `upgrade` is called by one."""

    def __init__(self, surroundings: Surroundings, old: Version, new: Version) -> None:
        self._surroundings, self._old, self._new = surroundings, old, new
        self._changed = threading.Condition()
        self._serving: dict[str, list[_Instance]] = {}
        self.answers: dict[tuple[str, str], int] = {}
        """How many events each function answered, by (name, version)."""

    def start(self, names: Iterable[str]) -> None:
        """The old version of functions; the new one of those that did not exist."""
        for name in names:
            version = self._old if name in self._old.lambdas else self._new
            self._surroundings.aws.allow(name, version.lambdas[name].policy)
            self._serving[name] = [self._instance(name, version)]

    def call(self, name: str, event: Any) -> Any:
        """The function's answer; its failure fails the test with what it wrote."""
        with self._changed:
            serving = self._serving[name]
            serving.append(serving.pop(0))
            one = serving[-1]
            one.under_way += 1
        try:
            with one.busy:
                answer = one.process.invoke(event)
            said = f"{name} ({one.version}): {answer.error}\n{one.process.output()[-3000:]}"
            assert answer.error is None, said
            return answer.value
        finally:
            self._done(name, one)

    def upgrade(self, name: str, goes_on: Callable[[], bool]) -> None:
        """The new version takes over; `goes_on` says whether events still come."""
        if name not in self._old.lambdas:
            return
        new = self._instance(name, self._new)
        self._surroundings.aws.allow(name, self._new.lambdas[name].policy)
        with self._changed:
            (old,) = self._serving[name]
            before = old.answered
            self._serving[name].append(new)
            self._wait(
                lambda: (
                    not goes_on() or min(old.answered - before, new.answered) >= _ANSWERS_OF_EACH
                ),
                f"{name} got no more events: does its queue wait for what it gave back?",
            )
            self._serving[name] = [new]
            self._wait(lambda: old.under_way == 0, f"{name} did not end what was under way")
        old.process.stop()

    def stop(self) -> None:
        for serving in self._serving.values():
            for one in serving:
                one.process.stop()

    def _instance(self, name: str, version: Version) -> _Instance:
        return _Instance(version.name, version.start(name, self._surroundings))

    def _done(self, name: str, one: _Instance) -> None:
        with self._changed:
            one.under_way -= 1
            one.answered += 1
            key = (name, one.version)
            self.answers[key] = self.answers.get(key, 0) + 1
            self._changed.notify_all()

    def _wait(self, holds: Callable[[], bool], otherwise: str) -> None:
        assert self._changed.wait_for(holds, _PATIENCE_SECONDS), otherwise
