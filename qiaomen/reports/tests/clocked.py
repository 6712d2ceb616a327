"""A world whose changes were closed at hours that the test says: reports go by when something became known."""

from datetime import datetime

from qiaomen.base.changes import now_seq
from qiaomen.base.models import Change
from qiaomen.reports.freezing import freeze
from qiaomen.reports.models import Report
from qiaomen.testing.desk import Desk, at


class Clocked:
    """The sweep of the small world, and the hour at which everything so far was known."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.phone = desk, desk.phone()
        self.seq = 0
        self.known(at(21, 8))

    def known(self, moment: datetime) -> None:
        """What was changed since the last call was known at this moment."""
        Change.objects.filter(seq__gt=self.seq).update(at=moment)
        self.seq = now_seq()

    def visit(self, door: str, outcome: str = "answered", *, when: datetime, known: datetime) -> dict[str, object]:
        """A knock that happened at one moment and became known at another."""
        people = self.desk.everyone(door) if outcome == "answered" else []
        record = self.phone.visit(self.desk.door(door), outcome, at=when, people=people)
        assert [verdict["verdict"] for verdict in self.phone.send([record])] == ["accepted"]
        self.known(known)
        return record

    def frozen(self, day: int = 21, place: str = "district", hour: int = 18) -> Report:
        """The report of a day, frozen five minutes after its cut-off."""
        report = freeze(place=self.desk.world.places[place], cut=at(day, hour), now=at(day, hour, 5))
        self.known(at(day, hour, 5))
        return report
