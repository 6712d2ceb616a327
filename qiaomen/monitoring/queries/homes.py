"""Where people under a measure live, and whose they are to see."""

from collections.abc import Collection
from uuid import UUID

import msgspec
from django.db.models import QuerySet

from qiaomen.access.models import Worker
from qiaomen.access.queries import visible_people
from qiaomen.access.roles import Verb
from qiaomen.base.sql import rows
from qiaomen.monitoring.models import Episode

# Somebody without a home in the district is where they work.
HOMES = """
SELECT h.id, h.name, h.sex, h.birth_year, h.home_door_id, coalesce(d.label, ''), coalesce(p.path, '')
FROM people_person h LEFT JOIN places_door d ON d.id = coalesce(h.home_door_id, h.work_door_id)
LEFT JOIN places_place p ON p.id = d.place_id
WHERE h.id = ANY(%b)
"""
LIVE = ("open", "in_care", "to_release")
"""States in which somebody still has to do something."""
SHOWN: dict[str, tuple[str, ...]] = {
    "live": LIVE,
    "open": ("open",),
    "in_care": ("in_care",),
    "to_release": ("to_release",),
    "ended": ("released", "ended"),
}
"""The board's views, by name."""


class Home(msgspec.Struct, frozen=True):
    """A person as lists show them; `path` is that of the place in which the door stands.

    Of whom only the workplace is known, label and path are its own, and there is no home `door`.
    """

    person: UUID
    name: str
    sex: int
    birth_year: int | None
    door: UUID | None
    label: str
    path: str


def homes_of(people: Collection[UUID]) -> dict[UUID, Home]:
    """These people with their homes, by id."""
    return {row[0]: Home(*row) for row in rows(HOMES, [list(people)])} if people else {}


def visible_episodes(worker: Worker, verb: Verb = Verb.SEE) -> QuerySet[Episode]:
    """The episodes of people at whose home or work the worker may do this."""
    return Episode.objects.filter(person__in=visible_people(worker, verb).values("id"))
