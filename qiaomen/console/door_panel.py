"""A door beside the building it stands in: its state, who isolates and since when, who lives there, what to do."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from qiaomen.access.models import Worker
from qiaomen.campaigns.models import Campaign
from qiaomen.campaigns.queries import door as reading
from qiaomen.campaigns.queries.names import names_of
from qiaomen.campaigns.states import State
from qiaomen.console import door_page, episodes_page, words
from qiaomen.console import doors as drawn
from qiaomen.console.asked import link, shows_health
from qiaomen.monitoring.queries.board import followups
from qiaomen.places.models import Door


@dataclass(frozen=True, slots=True)
class Panel:
    """What the panel says. `days` are those of the first person who isolates: (of the period, is over)."""

    door: Door
    where: str
    state: str
    word: str
    url: str
    people: list[door_page.Person]
    lines: list[episodes_page.Line]
    days: list[bool]
    last: str
    next: str
    family_url: str


def panel(door: Door, campaign: Campaign, reader: Worker, now: datetime) -> Panel:
    """One door for this reader; whoever may not see health sees no measure."""
    health = shows_health(reader)
    target = reading.target_of(door.id, campaign.id)
    followed = followups(now=now, doors=[door.id]) if health else []
    lines = episodes_page.lines(followed, now)
    isolated = any(line.row.isolates and line.row.state == "open" for line in lines)
    state = "isolated" if isolated else drawn.OF_TARGET[State(target.state)] if target else "todo"
    return Panel(
        door=door,
        where=names_of([door.place.path])[door.place.path],
        state=state,
        word=str(drawn.WORDS[state]),
        url=link("door", door.id, campaign=campaign.id),
        people=door_page.people(reading.household(door.id, campaign.id), {}, health=health),
        lines=lines,
        days=_days(lines),
        last=_("last knock %(time)s") % {"time": words.moment(target.last_at)} if target and target.last_at else "",
        next=door_page.window(target.next_from, target.next_until) if target else "",
        family_url=link("family", door.id) if lines else "",
    )


def _days(lines: list[episodes_page.Line]) -> list[bool]:
    """A mark for each day of the first counted period: over or to come."""
    for line in lines:
        if line.row.day is not None and line.row.days:
            return [number < line.row.day for number in range(min(line.row.days, 31))]
    return []
