"""The doors that are knocked on again, as a list: who knocked, who knocks again, and whether the two agree."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from qiaomen.campaigns import reknock
from qiaomen.campaigns.models import Campaign
from qiaomen.campaigns.queries.area import Area
from qiaomen.campaigns.queries.asking import ask
from qiaomen.campaigns.reknock import Agreement, Pair

DRAWN = """
SELECT d.id, d.label, q.path, coalesce(z.name || ' · ' || own.number, ''), coalesce(z.name || ' · ' || other.number, '')
FROM campaigns_reknock r JOIN campaigns_target t ON t.campaign_id = r.campaign_id AND t.door_id = r.door_id
JOIN places_place q ON q.id = t.place_id{area}
JOIN places_door d ON d.id = r.door_id
JOIN duty_team other ON other.id = r.team_id JOIN duty_zone z ON z.id = other.zone_id
LEFT JOIN duty_team own ON own.id = t.team_id
WHERE r.campaign_id = %(campaign)s
ORDER BY z.ordinal, other.number, q.path, d.walk, d.id
"""


@dataclass(slots=True)
class SampleRow:
    """A door of the sample. `own` and `other` are the names of the teams; `pair` holds their accounts."""

    id: UUID
    label: str
    path: str
    own: str
    other: str
    pair: Pair
    where: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nobody has told of it again yet."""
        return self.pair.agrees is None

    @property
    def differs(self) -> bool:
        return self.pair.agrees is False


def sampled(campaign: Campaign, area: Area) -> list[SampleRow]:
    """The sample's doors in an area, by the team that knocks again, in walking order."""
    found = ask(DRAWN.format(area=area.join("q.id")), area.parameters)
    if not found:
        return []
    pairs: dict[UUID, Pair] = {pair.door: pair for pair in reknock.sample(campaign)}
    return [SampleRow(door, label, path, own, other, pairs[door]) for door, label, path, own, other in found]


def agreement_of(rows: Sequence[SampleRow]) -> Agreement:
    """How many of these were drawn, knocked again, and agree."""
    return Agreement(len(rows), sum(not row.is_open for row in rows), sum(row.pair.agrees is True for row in rows))


def by_team(rows: Sequence[SampleRow]) -> list[tuple[str, int, int]]:
    """Who knocks again: (team, doors drawn for it, doors that it has told of); who has most left comes first."""
    drawn: Counter[Any] = Counter(row.other for row in rows)
    told = Counter(row.other for row in rows if not row.is_open)
    found = [(team, number, told[team]) for team, number in drawn.items()]
    return sorted(found, key=lambda line: line[2] - line[1])
