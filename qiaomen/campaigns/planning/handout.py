"""The list that is handed out: every door that is still to knock on, by zone and team, in walking order."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from qiaomen.base.sql import rows
from qiaomen.campaigns.models import Campaign
from qiaomen.campaigns.planner import Pace
from qiaomen.campaigns.planning.ground import read_ground

CHUNK = 5000

# A door's place as people say it, from the compound down: 翠湖小区 1栋 1单元.
LABELS = """
SELECT d.id, d.label, concat_ws(' ', above.name, inner_area.name, p.name)
FROM places_door d
JOIN places_place p ON p.id = d.place_id
LEFT JOIN places_place inner_area ON inner_area.id = p.parent_id
  AND inner_area.kind NOT IN ('district', 'street', 'community')
LEFT JOIN places_place above ON above.id = inner_area.parent_id
  AND above.kind NOT IN ('district', 'street', 'community')
WHERE d.id = ANY(%b::uuid[])
"""
TEAMS = """
SELECT t.id, t.number, coalesce(o.name, '') FROM duty_team t LEFT JOIN access_organisation o ON o.id = t.organisation_id
WHERE t.is_active
"""


@dataclass(frozen=True, slots=True)
class Handed:
    """One door on the list; `team` is None where nobody has it."""

    zone: str
    team: int | None
    organisation: str
    place: str
    label: str


def handout(campaign: Campaign) -> Iterator[Handed]:
    """The doors of the zones, after the launch those that are open and wait for nobody's decision."""
    teams: dict[UUID, tuple[int, str]] = {team: (number, name) for team, number, name in rows(TEAMS)}
    for zone in read_ground(campaign, Pace(campaign.pace)).zones:
        for start in range(0, len(zone.doors), CHUNK):
            part = zone.doors[start : start + CHUNK]
            told = {door: (label, place) for door, label, place in rows(LABELS, [list(part)])}
            for door, owner in zip(part, zone.teams[start : start + CHUNK], strict=True):
                number, organisation = teams.get(owner, (None, ""))
                label, place = told[door]
                yield Handed(zone.name, number, organisation, place, label)
