from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from qiaomen.atlas import counts, district
from qiaomen.campaigns.models import Roll
from qiaomen.monitoring.models import Episode
from qiaomen.people.models import Alias
from qiaomen.testing.isolating import isolate
from qiaomen.testing.sweep import start_sweep
from qiaomen.testing.world import World, fixed


@pytest.fixture
def isolating(world: World) -> World:
    for door in ("1-1-101", "1-1-102", "2-1-101", "alley 1号"):
        isolate(world, door)
    return world


def agreed(world: World) -> dict[str, int]:
    """What both ways of counting say, which is the same."""
    whole = world.places["district"].path
    found = district.isolated_by_place([whole])
    among_all = Counter[str]()
    for cell in counts.cells([whole]):
        among_all[cell.path] += cell.counts["isolated"]
    assert found == +among_all
    assert sum(district.isolated_by_door([whole]).values()) == sum(found.values())
    return found


def test_the_few_who_isolate_are_the_same_as_among_all_residents(isolating: World) -> None:
    world = isolating
    places = world.places
    assert agreed(world) == {places["stairwell 1-1"].path: 2, places["stairwell 2-1"].path: 1, places["alley"].path: 1}
    assert district.isolated_by_place([places["compound"].path]) == {
        places["stairwell 1-1"].path: 2, places["stairwell 2-1"].path: 1,
    }  # fmt: skip


def test_who_isolates_elsewhere_or_has_gone_is_not_counted_here(isolating: World) -> None:
    world = isolating
    gone, elsewhere = world.household("1-1-101")[0], world.household("1-1-102")[0]
    campaign = start_sweep(world)
    seen = {"campaign_id": campaign.id, "door_id": gone.home_door_id, "change": world.change}
    Roll.objects.create(person_id=gone.id, presence="elsewhere", at=timezone.now(), **seen)
    Episode.objects.filter(person=elsewhere.id).update(where="site")
    assert sum(agreed(world).values()) == 2


def test_what_an_older_id_said_of_somebody_counts_for_them(isolating: World) -> None:
    world = isolating
    person, older = world.household("1-1-101")[0], fixed("an older id")
    Alias.objects.create(id=older, canonical=person.id, change=world.change)
    campaign = start_sweep(world)
    said = {"campaign_id": campaign.id, "door_id": person.home_door_id, "change": world.change}
    Roll.objects.create(person_id=older, presence="moved", at=timezone.now() + timedelta(hours=1), **said)
    assert sum(agreed(world).values()) == 3


def test_no_case_is_counted_where_none_is(world: World) -> None:
    assert district.cases_by_place([world.places["district"].path]) == {}
