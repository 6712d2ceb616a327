"""People under measures in the small world: statuses as policy submits them, records as workers send them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from qiaomen.base import changes
from qiaomen.base.ids import new_id
from qiaomen.ledger import system
from qiaomen.ledger.wire import Verdict
from qiaomen.monitoring import actions
from qiaomen.monitoring.folds import fold_people
from qiaomen.monitoring.models import Episode
from qiaomen.policy import standing, status
from qiaomen.policy.models import Edition
from qiaomen.policy.records import Reason, Status
from qiaomen.testing.world import HERE, World

TEXT = """
[edition]
policy = "trial"
name = { zh = "试行方案", en = "Trial plan" }
effective = 2020-01-01T00:00:00+08:00

[measures.home]
name = { zh = "居家隔离", en = "Home isolation" }
strength = 60
colour = "red"
isolates = true
where = "home"
checks_a_day = 2

[measures.central]
name = { zh = "集中隔离", en = "Central isolation" }
strength = 80
colour = "red"
isolates = true
where = "site"
checks_a_day = 2

[measures.watch]
name = { zh = "健康监测", en = "Health monitoring" }
strength = 20
colour = "yellow"
checks_a_day = 1

[measures.ward]
name = { zh = "住院", en = "Hospital" }
strength = 90
colour = "red"
isolates = true
where = "hospital"

[[rules]]
id = "contact"
reason = { zh = "密切接触者", en = "Close contact of a case" }
[rules.ground]
fact = "exposure"
value = ["close"]
verified = true
[[rules.phases]]
measure = "home"
days = 14
tests = [1, 4, 7]

[[rules]]
id = "ill"
reason = { zh = "确诊病例", en = "Confirmed case" }
[rules.ground]
fact = "case"
value = ["confirmed"]
verified = true
[[rules.phases]]
measure = "ward"
while_ground = true

[[rules]]
id = "central"
reason = { zh = "来自中高风险地区", en = "From a risk area" }
[rules.ground]
fact = "stay"
region = ["11"]
verified = true
[[rules.phases]]
measure = "central"
days = 14

[[rules]]
id = "watched"
reason = { zh = "次密切接触者", en = "Contact of a contact" }
[rules.ground]
fact = "exposure"
value = ["secondary"]
verified = true
[[rules.phases]]
measure = "watch"
days = 7
"""


@dataclass(slots=True)
class Watch:
    """The district's monitoring as its tests see it. People go by their names."""

    world: World
    edition: UUID
    numbers: dict[UUID, int] = field(default_factory=dict)

    def person(self, name: str) -> UUID:
        return self.world.people[name].id

    def status(self, name: str, measure: str, at: datetime, **body: Any) -> UUID:
        """What policy does when somebody's status changes: submit it, and let what follows from it follow."""
        person, number = self.person(name), self.numbers.get(self.person(name), 0) + 1
        self.numbers[person] = number
        isolates = measure in ("home", "central", "ward")
        colour = "red" if isolates else "yellow" if measure else "green"
        said = Status(self.edition, colour, measure, isolates, number=number, **body)  # type: ignore[arg-type]
        draft = system.Draft(new_id(), "status", at, said, person=person)
        outbreak = self.world.outbreak
        with changes.change("test") as change:
            system.submit([draft], outbreak=outbreak.id, keys=outbreak.keys, change=change.id, now=at)
            standing.refold([person], change.id)
            fold_people({person}, change.id)
        return draft.id

    def under(self, name: str, measure: str, at: datetime, zero: datetime, days: int, rule: str = "contact") -> UUID:
        """A status with a measure for so many days from day 0, for one reason."""
        end = datetime(zero.year, zero.month, zero.day, tzinfo=HERE) + timedelta(days=days + 1)
        reason = Reason(self.edition, rule, None, zero.date().isoformat(), 0, measure, "red", at, end)
        return self.status(name, measure, at, until=end, due_end=end, reasons=[reason])

    def tell(self, kind: str, names: str, at: datetime, by: str = "lead", **body: Any) -> list[Verdict]:
        """Records about people, as a worker makes them at a desk."""
        people = [self.person(name) for name in names.split()]
        return actions.tell(kind, people, body, by=self.world.workers[by], now=at)

    def told(self, kind: str, name: str, at: datetime, by: str = "lead", **body: Any) -> UUID:
        """One record that is accepted; answers its id."""
        [verdict] = self.tell(kind, name, at, by, **body)
        assert verdict.verdict == "accepted", (verdict.code, verdict.message)
        assert verdict.id is not None
        return verdict.id

    def episode(self, name: str) -> Episode:
        """The newest episode of somebody."""
        return Episode.objects.filter(person=self.person(name)).latest("started")


def make_watch(world: World, patch: pytest.MonkeyPatch) -> Watch:
    """The edition that these tests go by. Statuses are what the tests say: policy itself does not settle anybody."""
    patch.setattr(status, "anything_follows", lambda: False)
    edition = Edition.objects.create(
        outbreak=world.outbreak, text=TEXT, name_zh="试行方案", name_en="Trial plan",
        effective=datetime(2020, 1, 1, tzinfo=HERE),
    )  # fmt: skip
    return Watch(world, edition.id)
