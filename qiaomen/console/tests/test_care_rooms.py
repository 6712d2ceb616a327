"""The rooms of policy, care and people together: what is refused stays, more rows ask no more, the rail knows them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qiaomen.access.models import Worker
from qiaomen.lists.tests.lists_of import brought, row
from qiaomen.monitoring import actions
from qiaomen.people.models import Person
from qiaomen.policy import areas, editions, publishing
from qiaomen.testing.policies import county_rules
from qiaomen.testing.verified import tell_verified
from qiaomen.testing.world import World

ClientOf = Callable[[str], Client]
ROOMS = [
    "/episodes", "/cases", "/people/?colour=red", "/people/doubles", "/lists/", "/lists/rows?state=all",
    "/lists/people?kind=policy&word=contact", "/policy", "/objections", "/areas",
]  # fmt: skip


@pytest.fixture
def county(world: World) -> World:
    """An edition in force since the day before yesterday."""
    chief = world.workers["headquarters"]
    draft = editions.draft(text=county_rules(days_ago=2), by=chief)
    publishing.publish(draft, by=chief, now=timezone.now())
    return world


def fill(world: World, people: list[Person]) -> None:
    """All of them contacts, cases, and rows of a list."""
    now, by = timezone.now(), world.workers["health"]
    met = now - timedelta(days=1)
    ids = [one.id for one in people]
    tell_verified(world, "exposure", ids, {"closeness": "close", "first": met, "last": met}, now=now, by="headquarters")
    actions.tell("case", ids, {"status": "confirmed", "onset": met}, by=by, now=now)
    brought(world, *(row(one.name, line=number, address="东门社区") for number, one in enumerate(people, 2)))


def asked(client: Client, room: str) -> int:
    """How many statements a page takes, once everything that is kept is kept."""
    client.get(room)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(room).status_code == 200
    return len(queries)


def test_more_rows_ask_no_more_of_the_database(county: World, client_of: ClientOf) -> None:
    client, everybody = client_of("headquarters"), list(county.people.values())
    fill(county, everybody[:4])
    before = [asked(client, room) for room in ROOMS]
    fill(county, everybody[4:])
    after = [asked(client, room) for room in ROOMS]
    assert [room for room, few, many in zip(ROOMS, before, after, strict=True) if many > few + 1] == []


def test_a_record_that_is_refused_stays_in_its_dialog_with_what_was_written(county: World, client_of: ClientOf) -> None:
    child = county.people["田语桐"]
    Person.objects.filter(pk=child.pk).update(birth_year=timezone.localdate().year - 6)
    given = {
        "people": [child.id], "to": "central", "pick_up_at": "2030-06-18T16:00", "pick_up_place": "北门以西100米",
    }  # fmt: skip
    answer = client_of("lead").post(f"/families/{child.home_door_id}/tell/transfer", given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "北门以西100米" in page
    assert 'id="tell-transfer" aria-labelledby="tell-transfer-title" data-open' in " ".join(page.split())


def test_the_thread_names_a_region_that_somebody_has_named(county: World, client_of: ClientOf) -> None:
    now, chief, person = timezone.now(), county.workers["headquarters"], county.people["谢丽敏"]
    areas.declare(level="high", since=now, region="110106", name="北京丰台", by=chief, now=now)
    stay = {"region": "110106", "first": now, "last": now}
    actions.tell("stay", [person.id], stay, by=county.workers["lead"], now=now)
    assert "北京丰台 (110106)" in client_of("lead").get(f"/families/{person.home_door_id}").content.decode()


@pytest.mark.parametrize(
    ("address", "room"), [("/cases", "/episodes"), ("/areas", "/policy"), ("/objections", "/policy")]
)
def test_a_page_belongs_to_its_room(county: World, client_of: ClientOf, address: str, room: str) -> None:
    page = " ".join(client_of("lead").get(address).content.decode().split())
    assert f'href="{room}" aria-current="page"' in page


def test_no_room_is_offered_that_turns_the_police_away(county: World, client_of: ClientOf) -> None:
    Worker.objects.filter(pk=county.workers["lead"].pk).update(is_police=True)
    page = client_of("lead").get("/people/").content.decode()
    assert 'href="/lists/"' in page
    assert 'href="/episodes"' not in page


def test_an_address_that_names_no_edition_is_not_found(county: World, client_of: ClientOf) -> None:
    assert client_of("headquarters").get("/policy/new?edition=it").status_code == 404
