"""What befell the demo's county: an edition in force, areas at risk, three cases, their contacts, those who follow up.

Who would say it says it, through what console and commands call. What began hours ago is said of hours ago, all in one
transaction: the clock's jobs work out nothing in between, and a demo that is killed on its way begins anew.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from qiaomen.access import logins
from qiaomen.access.models import Grant, Worker
from qiaomen.base import changes
from qiaomen.cli import stage, stage_care, stage_list
from qiaomen.cli.stage_cast import Cast, Family, Ill, path_of, taken, tell
from qiaomen.drill.county import County
from qiaomen.monitoring import escalating
from qiaomen.people.models import Person
from qiaomen.places.models import Door, DoorKind, Place, PlaceKind
from qiaomen.policy import areas, documents, editions, geometry, hours, publishing
from qiaomen.policy.models import Edition, Moment

EDITION = "covid-9th"
REGION, REGION_NAME = "110106", "北京市丰台区"
ADULT_FROM = 19
# A stairwell of about so many people is closed: enough to look at, not the whole county.
_CLOSED_IN = 24
# In fewer there may be no household of the kind that falls ill.
_DOORS_FOR_IT = 100


def play(folder: Path, *, county: Callable[[], County], say: stage.Say) -> bool:
    """Play all of it, unless an edition has been published already or too few live here; answers whether it was.

    `county` is what stands in the register: of its people some are on the list from outside, which goes to `folder`.
    """
    if Edition.objects.filter(published_at__isnull=False).exists() or Door.objects.count() < _DOORS_FOR_IT:
        return False
    invented = county()
    with transaction.atomic():
        cast = _cast()
        _begin(cast)
        ill = _fall_ill(cast)
        stage_care.follow_up(cast, ill)
        brought = stage_list.bring_in(cast, folder, invented.registers)
        escalating.escalate(cast.now)
    say(f"{len(ill.cases)} cases with their contacts; a list of {brought} people said to have come back")
    return True


def _cast() -> Cast:
    """Those who have logins have had authority since the opening, like everybody else on this stage."""
    now = timezone.now()
    opened = stage.opening(now)
    people = {worker.username: worker for worker in Worker.objects.filter(username__isnull=False)}
    Grant.objects.filter(worker__in=people.values(), since__gt=opened).update(since=opened)
    community = Place.objects.filter(kind=PlaceKind.COMMUNITY).order_by("path").first() or logins.district()
    return Cast(people["headquarters"], people["health"], community, opened, now)


def _begin(cast: Cast) -> None:
    """An example edition holds from the opening on, and a region outside is at risk."""
    with changes.change("demo"):
        hours.hold(cast.opened)
        Moment.objects.update(done_until=cast.opened)
    edition = editions.draft(text=documents.example(EDITION), by=cast.headquarters)
    publishing.publish(edition, by=cast.headquarters, now=cast.opened)
    outside = areas.declare(
        level="high", since=cast.after(days=-5), region=REGION, name=REGION_NAME,
        last_case_on=timezone.localdate(cast.opened), ground="演练：通报为高风险区", by=cast.headquarters,
        now=cast.after(minutes=10),
    )  # fmt: skip
    areas.confirm(outside, by=cast.health, now=cast.after(minutes=12))


def _fall_ill(cast: Cast) -> Ill:
    """Two of one household, and somebody elsewhere who worked with the first; the stairwell of the first is closed."""
    ill = _chosen(cast)
    first, other = ill.first
    said: dict[str, Any] = {"by": cast.health, "at": cast.after(minutes=40)}
    [_case] = tell("case", [first], status="confirmed", onset=cast.after(days=-2), reported=cast.opened,
                   origin="imported", rooms="own", **said)  # fmt: skip
    tell("case", [other], status="asymptomatic", reported=cast.opened, origin="local", source=first.id, **said)
    tell("case", [ill.second], status="confirmed", onset=cast.after(days=-1), reported=cast.after(minutes=30),
         origin="local", source=first.id, rooms="own", **said)  # fmt: skip
    area = Place.objects.get(path=path_of(first))
    stairwell = areas.declare(
        level="high", since=cast.after(hours=1), place=area, last_case_on=timezone.localdate(cast.opened),
        ground="演练：病例居住地", by=cast.lead(area.path), now=cast.after(hours=1),
    )  # fmt: skip
    areas.confirm(stairwell, by=cast.health, now=cast.after(hours=1, minutes=5))
    for case in (first, ill.second):
        _confirm_contacts(cast, case, {person.id for person in ill.cases})
    return ill


def _confirm_contacts(cast: Cast, case: Person, cases: set[UUID]) -> None:
    now = cast.after(hours=1, minutes=30)
    found = [one for one in geometry.exposed(case.id, now=now) if one.person not in cases]
    taken(
        geometry.confirm(case.id, found, first=cast.after(days=-3), last=cast.after(hours=1), by=cast.health, now=now)
    )


def _chosen(cast: Cast) -> Ill:
    """The same households in the same county, however its places' ids fell."""
    home = _household(cast.community.path, adults=3)
    ill = [person for person in home if _is_adult(person)][:2]
    elsewhere = Place.objects.filter(kind=PlaceKind.COMMUNITY).exclude(pk=cast.community.pk).order_by("name")
    second = _household((elsewhere.first() or cast.community).path, adults=2, but=home[0].home_door_id)
    third = next(person for person in second if _is_adult(person))
    return Ill(ill, _without(home, ill), third, _without(second, [third]))


def _household(path: str, *, adults: int, but: UUID | None = None) -> Family:
    """Of dwellings below a path with so many adults the one in a stairwell of nearly the size that we look for.

    Equal ones by address.
    """
    found = Person.objects.filter(home_door__place__path__startswith=path, home_door__kind=DoorKind.DWELLING)
    homes: dict[Door, list[Person]] = defaultdict(list)
    sizes: Counter[UUID] = Counter()
    for person in found.select_related("home_door__place").order_by("ordinal", "name", "id"):
        if person.home_door is not None and person.home_door_id != but:
            homes[person.home_door].append(person)
            sizes[person.home_door.place_id] += 1

    def unlike(door: Door) -> tuple[bool, int, str, str]:
        size = abs(sizes[door.place_id] - _CLOSED_IN)
        return door.place.kind != PlaceKind.STAIRWELL, size, door.label, homes[door][0].name

    return homes[min((door for door, home in homes.items() if sum(map(_is_adult, home)) >= adults), key=unlike)]


def _without(home: Family, some: Sequence[Person]) -> list[Person]:
    left = {person.id for person in home} - {person.id for person in some}
    return [person for person in home if person.id in left]


def _is_adult(person: Person) -> bool:
    return person.birth_year is not None and timezone.localdate().year - person.birth_year >= ADULT_FROM
