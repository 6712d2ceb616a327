"""Lists that grow with an outbreak: a page works out the people it shows, and counts the others by one number."""

import re
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from qiaomen.console.views import cases, episodes, gates
from qiaomen.monitoring import actions
from qiaomen.monitoring.escalating import escalate
from qiaomen.people.models import Person
from qiaomen.policy import editions, publishing
from qiaomen.testing.gates import Post, make_post
from qiaomen.testing.policies import county_rules
from qiaomen.testing.statements import brought
from qiaomen.testing.verified import tell_verified
from qiaomen.testing.world import World

ClientOf = Callable[[str], Client]
Several = Sequence[tuple[str, Person]]


def ill(world: World, several: Several) -> None:
    now = timezone.now()
    said = {"status": "confirmed", "onset": now - timedelta(hours=1)}
    actions.tell("case", [person.id for _name, person in several], said, by=world.workers["health"], now=now)


def isolated(world: World, several: Several) -> None:
    met = timezone.now() - timedelta(days=1)
    said = {"closeness": "close", "first": met, "last": met}
    tell_verified(world, "exposure", [person.id for _name, person in several], said, now=timezone.now())
    escalate(timezone.now() + timedelta(days=3))


def inside(world: World, several: Several) -> None:
    post = Post(world) if "south gate" in world.places else make_post(world)
    for name, _person in several:
        post.went(name, at=timezone.now())


LISTS = [
    ("/episodes", (episodes, "MOST"), isolated),
    ("/cases", (cases, "PAGE"), ill),
    ("/gates/inside", (gates, "PAGE"), inside),
]


@pytest.mark.parametrize(("address", "size", "grow"), LISTS)
def test_a_page_does_not_work_through_those_whom_it_does_not_show(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch, address: str, size: tuple[object, str],
    grow: Callable[[World, Several], None],
) -> None:  # fmt: skip
    chief = world.workers["headquarters"]
    publishing.publish(editions.draft(text=county_rules(days_ago=3), by=chief), by=chief, now=timezone.now())
    monkeypatch.setattr(*size, 2)
    client, several = client_of("headquarters"), list(world.people.items())[:12]
    grow(world, several[:4])
    client.get(address)  # what is kept between pages is kept from here on
    with brought() as few:
        assert client.get(address).status_code == 200
    grow(world, several[4:])
    with brought() as many:
        assert client.get(address).status_code == 200
    pages = [client.get(f"{address}?page={n}").content.decode() for n in range(1, 7)]
    listed = [id for page in pages for id in re.findall(r'<th scope="row">\s*<a href="/people/([0-9a-f-]{36})', page)]
    assert sorted(listed) == sorted(str(person.id) for _name, person in several)
    assert (len(many), sum(many)) <= (len(few), sum(few)), list(zip(few, many, strict=False))


def test_what_is_late_several_times_is_said_once_with_how_often(world: World, client_of: ClientOf) -> None:
    chief = world.workers["headquarters"]
    publishing.publish(editions.draft(text=county_rules(days_ago=3), by=chief), by=chief, now=timezone.now())
    isolated(world, list(world.people.items())[:1])
    escalate(timezone.now() + timedelta(days=4))
    page = client_of("headquarters").get("/episodes", headers={"Accept-Language": "en"}).content.decode()
    [row] = re.findall(r'<th scope="row">(.*?)</th>', page, re.DOTALL)
    assert row.count("a check was missed") == 1
    assert re.search(r"a check was missed ×[2-9]", row)
