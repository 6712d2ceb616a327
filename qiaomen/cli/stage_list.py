"""The demo's list from outside: written by the drill, brought in by headquarters, its first rows followed up."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from qiaomen.cli.stage_cast import Cast, taken
from qiaomen.drill.returnees import RETURNEES, write_returnees
from qiaomen.drill.sheets import Register
from qiaomen.exchange.outside_load import described, import_outside
from qiaomen.exchange.tables import read_table
from qiaomen.lists import actions
from qiaomen.lists.lines import RowLine
from qiaomen.lists.models import State
from qiaomen.lists.queries import Rows, wanted_by
from qiaomen.monitoring.actions import tell

# A county of hundreds of doors gets a shorter list than one of thousands.
_MOST_OF_A_KIND, _PEOPLE_FOR_ONE = 8, 60
_VERIFIED = 6


def bring_in(cast: Cast, folder: Path, registers: Sequence[Register]) -> int:
    """Write the list and bring it in; leads verify some rows, and try others in vain. Answers how many rows came."""
    path = folder / RETURNEES
    today = timezone.localdate(cast.now)
    people = sum(register.people for register in registers)
    of_a_kind = max(3, min(_MOST_OF_A_KIND, people // _PEOPLE_FOR_ONE))
    write_returnees(registers, path, dated=today, focus=cast.community.name, of_a_kind=of_a_kind)
    about = described(title="铁路推送（演练）", source="railway", category="returnee", dated=today)
    table = read_table(path.read_bytes(), path.name)
    result = import_outside(table, worker=cast.headquarters.id, about=about)
    _go_after(cast, [row for row in _rows(cast) if row.state == State.LINKED])
    return result.added["rows"]


def _rows(cast: Cast) -> Iterator[RowLine]:
    yield from Rows(wanted_by(cast.headquarters), sort="line")[0:200]


def _go_after(cast: Cast, linked: Sequence[RowLine]) -> None:
    at_risk = [row for row in linked if "丰台" in row.origin]
    for row in at_risk[:_VERIFIED]:
        taken([actions.outcome(row, "verified", by=cast.lead(row.home_path), note="已上门核实，确从外地回来")])
    for row in at_risk[_VERIFIED : _VERIFIED + 1]:
        taken([actions.outcome(row, "elsewhere", by=cast.lead(row.home_path), note="人在外地，没有回来")])
    for row in at_risk[_VERIFIED + 1 : _VERIFIED + 3]:
        again = cast.now + timedelta(hours=5)
        taken([actions.tried(row, by=cast.lead(row.home_path), next=again, note="电话没人接，晚饭时再打")])
    for row in at_risk[:1]:
        said = {"outcome": "agreed", "note": "当天就接电话，愿意去集中隔离点"}
        people = [row.person] if row.person is not None else []
        taken(tell("call", people, said, by=cast.lead(row.home_path), now=timezone.now()))
