"""Towns of DOMAIN section 4, made in one stroke: so many compounds, stairwells, doors of each kind, and people."""

from dataclasses import dataclass, field
from typing import Any

from qiaomen.base import changes
from qiaomen.base.models import Outbreak
from qiaomen.base.sql import run
from qiaomen.places.models import Place, PlaceKind, segment

PLACES: Any = """
WITH made AS (SELECT gen_random_uuid() AS id, n FROM generate_series(0, %b::int - 1) n),
parents AS (SELECT id, path, row_number() OVER (ORDER BY path) - 1 AS n, count(*) OVER () AS several
            FROM places_place WHERE kind = %s)
INSERT INTO places_place (id, parent_id, kind, name, code, path, walk, version, change)
SELECT m.id, p.id, %s, %s || m.n, '', p.path || right(replace(m.id::text, '-', ''), 8) || '.', lpad(m.n::text, 6, '0'),
       1, %b FROM made m JOIN parents p ON p.n = m.n %% p.several
"""
DOORS: Any = """
WITH parents AS (SELECT id, row_number() OVER (ORDER BY path) - 1 AS at, count(*) OVER () AS several
                 FROM places_place WHERE kind = %s)
INSERT INTO places_door (id, place_id, label, key, building, stairwell, floor, room, kind, walk, is_open, version,
                         change)
SELECT gen_random_uuid(), p.id, %s || n, %s || n, '', '', NULL, n::text, %s, lpad(n::text, 6, '0'), true, 1, %b
FROM generate_series(0, %b::int - 1) n JOIN parents p ON p.at = n %% p.several
"""
SPANS: Any = """
INSERT INTO places_doorspan (door_id, place_id, kind, is_open, from_change)
SELECT id, place_id, kind, is_open, %b FROM places_door
"""
# Over the first so many doors of a kind, as evenly as it goes.
PEOPLE: Any = """
WITH homes AS (SELECT id, row_number() OVER (ORDER BY walk, id) - 1 AS at FROM places_door WHERE kind = %s
               ORDER BY walk, id LIMIT %b::int)
INSERT INTO people_person (id, outbreak_id, home_door_id, work_door_id, name, name_plain, pinyin, initials, sex,
                           birth_year, relation, ordinal, version, change)
SELECT gen_random_uuid(), %b, CASE WHEN %b THEN h.id END, CASE WHEN %b THEN NULL ELSE h.id END, '某某', '某某',
       'moumou', 'mm', 1 + n %% 2, 1950 + n %% 60, '', n / %b::int, 1, %b
FROM generate_series(0, %b::int - 1) n JOIN homes h ON h.at = n %% %b::int
"""
RESIDENCES: Any = """
INSERT INTO people_residence (person_id, door_id, from_change)
SELECT id, home_door_id, %b FROM people_person WHERE home_door_id IS NOT NULL
"""


@dataclass(frozen=True)
class Town:
    """How much of everything; `doors` and `staff` by kind; `inhabited` are the dwellings where somebody lives."""

    compounds: int
    stairwells: int
    inhabited: int
    people: int
    buildings: int = 0
    doors: dict[str, int] = field(default_factory=dict)
    staff: dict[str, int] = field(default_factory=dict)


# 22 compounds, 2,193 households, 114 stairwells, 19,567 people.
COMMUNITIES_F = Town(compounds=22, buildings=57, stairwells=114, inhabited=2193, people=19567, doors={"dwelling": 2193})
TOWN_E = Town(
    compounds=205,
    buildings=2196,
    stairwells=2196,
    inhabited=4789,
    people=12251,
    doors={"dwelling": 10137, "shop": 2276, "restaurant": 808, "hotel": 167, "venue": 44},
    staff={"shop": 3625, "restaurant": 774},
)
STREET_D = Town(
    compounds=82, buildings=1600, stairwells=4000, inhabited=38000, people=130000, doors={"dwelling": 38000}
)


def make_town(town: Town, outbreak: Outbreak) -> Place:
    """Write it into a district without places; answers the district."""
    with changes.change("town") as change:
        district = Place(kind=PlaceKind.DISTRICT, name="某区", code="990000", change=change.id)
        district.path = segment(district.id)
        district.save()
        for many, parent, kind in (
            (1, "district", "street"),
            (town.compounds, "street", "compound"),
            (town.buildings, "compound", "building"),
            (town.stairwells, "building", "stairwell"),
        ):
            run(PLACES, [many, parent, kind, kind, change.id])
        for kind, many in town.doors.items():
            run(DOORS, ["stairwell", kind, kind, kind, change.id, many])
        run(SPANS, [change.id])
        people = [("dwelling", town.inhabited, True, town.people)]
        people += [(kind, min(many, town.doors[kind]), False, many) for kind, many in town.staff.items()]
        for kind, doors, is_home, many in people:
            run(PEOPLE, [kind, doors, outbreak.id, is_home, is_home, doors, change.id, many, doors])
        run(RESIDENCES, [change.id])
    return district
