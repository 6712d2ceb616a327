"""Passes in the small world, with the rules of the 8th edition in force; rebuilding must agree at the end."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from qiaomen.passes import actions, minting, queries, verifying
from qiaomen.passes.models import Pass
from qiaomen.passes.verdicts import Gate, Verdict
from qiaomen.policy.tests.saying import EIGHTH, Saying, at
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.world import World

__all__ = ["Passes", "at"]


@dataclass(slots=True)
class Passes:
    """People go by their names; the lead of their community issues. `now` is an hour of 21 March 2020 and later."""

    world: World
    said: Saying
    ids: dict[str, UUID] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return self.said.now

    @property
    def by(self) -> Any:
        return {"by": self.world.workers["lead"], "now": self.now}

    def at(self, moment: datetime) -> "Passes":
        self.said.now = moment
        return self

    def person(self, name: str) -> UUID:
        return self.world.people[name].id

    def issue(self, name: str, **more: Any) -> Pass:
        id, verdict = actions.issue(self.person(name), **{**self.by, **more})
        assert verdict.verdict == "accepted", verdict
        return Pass.objects.get(pk=id)

    def of(self, name: str) -> Pass:
        return queries.passes_of(self.person(name))[0]

    def code(self, name: str) -> str:
        return minting.mint(self.of(name), now=self.now).text

    def gate(self) -> Gate:
        """The north gate of the compound."""
        return verifying.gate_of(self.world.places["compound"])

    def shown(self, code: str) -> Verdict:
        return verifying.verdict(code, now=self.now, gate=self.gate())

    def expose(self, name: str) -> None:
        """A verified contact: isolates at home, red."""
        self.said.expose(name, "close", self.now.day - 1)


@pytest.fixture
def passes(world: World) -> Iterator[Passes]:
    said = Saying(world)
    said.publish(EIGHTH)
    yield Passes(world, said)
    assert_rebuild_agrees()
