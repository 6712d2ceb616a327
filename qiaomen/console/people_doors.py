"""Finding a door by what people say of it: the building or compound, then the label, in any form."""

from dataclasses import dataclass
from uuid import UUID

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas
from qiaomen.access.roles import Verb
from qiaomen.campaigns.queries.names import names_of
from qiaomen.console.find.places import doors

LIMIT = 20


@dataclass(frozen=True, slots=True)
class Found:
    """A door that fits: its label and where that is."""

    id: UUID
    label: str
    where: str


def find_doors(worker: Worker, text: str) -> list[Found]:
    """The doors where the worker may record that fit 翠湖小区 1-1-202, as the search box finds them."""
    found = doors(text, areas(worker, Verb.RECORD), limit=LIMIT)
    where = names_of([door.path for door in found])
    return [Found(door.id, door.label, where[door.path]) for door in found]
