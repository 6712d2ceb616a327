"""Beside the records of a door: those of the people behind it, told as in their files, the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from qiaomen.access.models import Worker
from qiaomen.campaigns.queries.door import Member
from qiaomen.console import people_story
from qiaomen.console.asked import link
from qiaomen.households import file as people

MOST = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One record of somebody behind the door; `url` is its place in their file."""

    at: datetime
    name: str
    url: str
    line: people_story.Line


def lines(worker: Worker, members: Sequence[Member], *, health: bool) -> list[Line]:
    """What was recorded of these people in their own right: everything but visits, which stand at the door."""
    ids = {member.id: member.name for member in members}
    told = [one for one in people.story(list(ids)) if one.kind not in people_story.VISITS] if ids else []
    told = told[-MOST:]
    cast = people_story.cast_of(worker, list(ids), told, [])
    by_record = {one.id: one.person for one in told}
    said = people_story.lines(reversed(told), cast, canonical=None, reader=worker, may_decide=False, health=health)
    return [_line(one, by_record[one.telling.id], ids) for one in said]


def _line(one: people_story.Line, person: UUID | None, names: dict[UUID, str]) -> Line:
    url = f"{link('person', person)}#record-{one.telling.id}" if person else ""
    return Line(one.telling.at, names.get(person, "") if person else "", url, one)
