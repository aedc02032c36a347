"""One round: so many messages in and out under faults, calm, and the oracle's judgement."""

from __future__ import annotations

import hashlib
import random
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.engines import EngineTables
from tests.faults.agents import Agent, Work
from tests.faults.crowd import Crowd
from tests.faults.dice import loaded
from tests.faults.evidence import Evidence, Finding
from tests.faults.history import history
from tests.faults.oracle import judge
from tests.faults.surprises import Surprises
from tests.faults.world import AGENTS, World

_MESSAGES_OF_A_CUSTOMER = 15
_LINGER_MINUTES = 10
_CALM_MINUTES = 8
_MOST_MINUTES = 12 * 60
_TOLD = 5


@dataclass(slots=True)
class Outcome:
    """What was done in a round, and what was found; `told` is the first of it at length."""

    messages_in: int = 0
    messages_out: int = 0
    unconfirmed: int = 0
    seconds: float = 0
    wall_seconds: float = 0
    faults: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    fingerprint: str = ""

    def add(self, other: Outcome) -> None:
        """Take over what another round did."""
        self.messages_in += other.messages_in
        self.messages_out += other.messages_out
        self.unconfirmed += other.unconfirmed
        self.seconds += other.seconds
        self.wall_seconds += other.wall_seconds
        self.faults += other.faults
        self.findings += other.findings
        both = self.fingerprint + other.fingerprint
        self.fingerprint = hashlib.sha256(both.encode()).hexdigest()[:16]


class Round:
    """The same `seed_text` on the same engine is the same round."""

    def __init__(self, tables: EngineTables, seed_text: str, messages: int) -> None:
        self._seed_text = seed_text
        self.world = World(tables, seed_text)
        self._random = random.Random(f"{seed_text} people")
        half = messages // 2
        customers = max(4, half // _MESSAGES_OF_A_CUSTOMER)
        self._crowd = Crowd(self.world, self._random, customers, messages - half)
        self._work = Work(half)
        self._agents = [Agent(self.world, name, self._random, self._work) for name in AGENTS]

    def play(self) -> Outcome:
        """Faults, then calm, then judgement."""
        begun = time.monotonic()
        with loaded(self._seed_text), Surprises() as surprises:
            self._open()
            self._let_people_talk()
            self.world.faults.stop()
            rested = self._rest()
            outcome = self._judged()
        if not rested:
            outcome.findings.append(Finding("not at rest", "", str(self.world.queues.counts())))
        outcome.findings += surprises.findings
        for finding in outcome.findings[:_TOLD]:
            lines = history(self.world.records, finding.about)
            outcome.told.append("\n    ".join([f"{finding.kind}: {finding.text}", *lines]))
        outcome.wall_seconds = time.monotonic() - begun
        self.world.simulation.close()
        return outcome

    def evidence(self) -> Evidence:
        """What is known of it by now."""
        return Evidence.of(self.world, self._crowd.said, self._work.posts, self._agents)

    def _open(self) -> None:
        self.world.start()
        self._crowd.start()
        for agent in self._agents:
            agent.connect()
            self.world.simulation.spawn(agent.run)

    def _let_people_talk(self) -> None:
        """Until all is said; agents do not wait for ever for somebody to answer."""
        minutes = 0
        while self._work.left > 0 and minutes < _LINGER_MINUTES:
            self.world.simulation.run(60)
            minutes += self._crowd.is_done
        self._work.left = 0

    def _rest(self) -> bool:
        """Let everything come to its end, whatever has to time out or to be swept before.

        Looked at between two runs of the clock, which sends its pulse for ever.
        """
        calm = 0
        self.world.simulation.run(30)
        for _ in range(_MOST_MINUTES):
            self.world.simulation.run(60)
            calm = calm + 1 if self.world.is_calm() else 0
            if calm == _CALM_MINUTES:
                return True
        return False

    def _judged(self) -> Outcome:
        evidence = self.evidence()
        outcome = Outcome(
            messages_in=len(evidence.said),
            messages_out=sum(post.accepted_id is not None for post in evidence.posts),
            unconfirmed=evidence.unconfirmed,
            seconds=self.world.clock.second,
            faults=self.world.faults.counts,
            findings=judge(self.world, evidence, self._random),
        )
        trace = (sorted(outcome.faults.items()), outcome.seconds, len(self.world.records))
        outcome.fingerprint = hashlib.sha256(repr(trace).encode()).hexdigest()[:16]
        return outcome
