"""Who lives or works behind many doors at once: names only, for paper and for what is typed from it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from qiaomen.base.sql import rows
from qiaomen.people.models import Sex

BEHIND = """
SELECT k.door, h.id, h.name, h.sex, h.birth_year, h.relation
FROM (SELECT home_door_id AS door, id FROM people_person WHERE home_door_id = ANY(%b::uuid[])
      UNION SELECT work_door_id, id FROM people_person WHERE work_door_id = ANY(%b::uuid[])) k
JOIN people_person h ON h.id = k.id
WHERE NOT EXISTS (SELECT 1 FROM people_alias a WHERE a.id = h.id AND a.canonical <> h.id)
ORDER BY h.ordinal, h.id
"""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody behind a door."""

    id: UUID
    name: str
    sex: int
    birth_year: int | None
    relation: str

    @property
    def about(self) -> str:
        """What tells two people of one household apart: 户主 男 1956."""
        known = self.sex in (Sex.MALE, Sex.FEMALE)
        sex = {Sex.MALE: _("male"), Sex.FEMALE: _("female")}[Sex(self.sex)] if known else ""
        return " ".join(filter(None, [self.relation, sex, str(self.birth_year or "")]))


def behind(doors: Sequence[UUID]) -> dict[UUID, list[Member]]:
    """The people of these doors, in the order of the household; joined people once."""
    found: defaultdict[UUID, list[Member]] = defaultdict(list)
    for door, *member in rows(BEHIND, [list(doors), list(doors)]):
        found[door].append(Member(*member))
    return found
