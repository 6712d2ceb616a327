"""An area of exact figures on the demo's stage: its sweep asks where people came from; a list names whom to follow.

Leads verify the list's rows as on the console. The example edition of January 2020 then puts these people under a
measure, and their leads begin to follow them. What people say at the door is not verified, and puts nobody under any.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from qiaomen.access import logins
from qiaomen.access.models import Worker
from qiaomen.campaigns.questionnaires import Choice, Question
from qiaomen.cli import stage
from qiaomen.cli.stage_cast import lead_of, taken
from qiaomen.drill.areas import CAME_FROM, PROVINCE, Area
from qiaomen.drill.county import County
from qiaomen.drill.returnees import RETURNEES, write_known
from qiaomen.exchange.outside_load import import_outside
from qiaomen.exchange.tables import read_table
from qiaomen.lists import actions
from qiaomen.lists.bringing import About
from qiaomen.lists.lines import RowLine
from qiaomen.lists.models import Category, List, Row, Source, State
from qiaomen.lists.queries import Rows, wanted_by
from qiaomen.monitoring.actions import tell
from qiaomen.places.models import Place
from qiaomen.policy import documents, editions, publishing

EDITION = "covid-2020-01"
ORIGIN, ORIGIN_CODE = "湖北省武汉市", "42"
REGIONS = [
    Choice("11", "北京市", "Beijing"),
    Choice("31", "上海市", "Shanghai"),
    Choice("42", "湖北省", "Hubei"),
    Choice("44", "广东省", "Guangdong"),
    Choice(f"{PROVINCE}02", "本省临州市", "another city of this province"),
]


def sweep(area: Area) -> stage.Sweep:
    """The area's sweep, long enough ago to be over by now; the district gets the code that regions are held against."""
    root = logins.district()
    Place.objects.filter(pk=root.pk).update(code=f"{PROVINCE}0000")
    asked = Question(
        name=CAME_FROM, of="person", type="one", zh="从哪里回来", en="Came back from", choices=REGIONS,
        relevant=["=", ["answer", "returned"], True], fact="stay",
    )  # fmt: skip
    lasts = timedelta(days=area.days)
    return stage.Sweep(stage.opening(timezone.now() - lasts), lasts, area.team_size, [asked])


def bring_watched(area: Area, county: Callable[[], County], folder: Path) -> int:
    """The list of those to be followed closely, once, its rows verified; answers how many are followed from now on."""
    if not area.watched or List.objects.exists():
        return 0
    headquarters = Worker.objects.get(username="headquarters")
    with transaction.atomic():
        edition = editions.draft(text=documents.example(EDITION), by=headquarters)
        publishing.publish(edition, by=headquarters, now=timezone.now())
        _bring_in(area, county(), folder, headquarters)
        for row in _rows(headquarters, State.DOUBTFUL):
            _link(row)
        linked = _rows(headquarters, State.LINKED)
        for row in linked:
            _follow(row)
    return len(linked)


def known() -> dict[str, str]:
    """Whoever was verified to have come back, with what they will say at the door: ids and division codes."""
    people = Row.objects.filter(state=State.VERIFIED, person__isnull=False).values_list("person", flat=True)
    return {str(person): ORIGIN_CODE for person in people}


def _bring_in(area: Area, county: County, folder: Path, headquarters: Worker) -> None:
    path, today = folder / RETURNEES, timezone.localdate()
    write_known(county.registers, path, dated=today, number=area.watched, origin=ORIGIN)
    about = About("重点跟踪人员（演练）", Source.HEALTH, Category.RETURNEE, today)
    import_outside(read_table(path.read_bytes(), path.name), worker=headquarters.id, about=about)


def _rows(headquarters: Worker, state: State) -> list[RowLine]:
    found = Rows(wanted_by(headquarters, states=(state.value,)), sort="line")
    return list(found[0 : len(found)])


def _link(row: RowLine) -> None:
    """The lead asks about somebody whose number the register has lost, and says that it is the first one offered."""
    who = UUID(row.candidates[0]["person"])
    taken([actions.link(row, who, by=lead_of(row.task_path), note="问过本人，就是名单上的人")])


def _follow(row: RowLine) -> None:
    """The lead of their community calls at the door and verifies it, serves the order, and has their word."""
    lead, whom = lead_of(row.home_path), [row.person] if row.person else []
    taken([actions.outcome(row, "verified", by=lead, note="已上门核实，确从武汉回来")])
    now = timezone.now()
    served = {"voluntary": True, "body": "community", "served_at": now, "served_how": "in_person", "receipt": True}
    taken(tell("measure_order", whom, served, by=lead, now=now))
    taken(tell("call", whom, {"outcome": "agreed", "way": "visit", "note": "愿意配合，早晚报体温"}, by=lead, now=now))
