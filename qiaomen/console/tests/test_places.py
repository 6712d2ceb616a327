import re
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from qiaomen.access.models import Audit, Worker
from qiaomen.campaigns.models import Campaign
from qiaomen.console.tests.desks import ClientOf, english, page
from qiaomen.duty.actions import give_duty
from qiaomen.duty.models import DutyRole
from qiaomen.testing.isolating import isolate
from qiaomen.testing.moments import moments
from qiaomen.testing.sweep import Phone
from qiaomen.testing.swept import campaign
from qiaomen.testing.world import World, worker_phone

__all__ = ["campaign"]


@pytest.fixture
def chained(world: World) -> World:
    """A district leader for the community, and two cadres for the compound."""
    duties = [
        ("health", "community", DutyRole.LEADER), ("field", "compound", DutyRole.CADRE),
        ("field 2", "compound", DutyRole.GRID_WORKER),
    ]  # fmt: skip
    for worker, place, role in duties:
        since = timezone.now() - timedelta(days=1)
        give_duty(worker=world.workers[worker], place=world.places[place], role=role, by=None, since=since)
    return world


def url(world: World, place: str) -> str:
    return f"/places/{world.places[place].id}"


def test_the_chain_names_who_stands_in_and_covers_phones(
    chained: World, campaign: Campaign, client_of: ClientOf
) -> None:
    world, phone = chained, worker_phone("field")
    html = page(english(client_of("lead")), url(world, "compound"))
    assert phone not in html
    assert f"{phone[:3]} **** {phone[-4:]}" in html
    assert f"no answer: {world.workers['field 2'].name}" in html
    assert world.organisations["education"].name in html


def test_phones_of_the_chain_are_opened_by_a_press_and_written_down(
    chained: World, campaign: Campaign, client_of: ClientOf
) -> None:
    answer = english(client_of("lead")).post(f"{url(chained, 'compound')}/phones")
    assert f"tel:{worker_phone('field')}" in answer.content.decode()
    assert Audit.objects.filter(action="identity.seen", subject=chained.workers["field"].id).count() == 1


def test_without_the_right_phones_stay_covered(chained: World, campaign: Campaign, client_of: ClientOf) -> None:
    inspector = english(client_of("inspector"))
    assert "Show phones" not in page(inspector, url(chained, "compound"))
    assert inspector.post(f"{url(chained, 'compound')}/phones").status_code == 403


def test_a_door_behind_which_somebody_isolates_says_so_and_stays_left(
    world: World, campaign: Campaign, client_of: ClientOf
) -> None:
    isolate(world, "1-1-101")
    html = page(english(client_of("headquarters")), f"{url(world, 'compound')}?part={world.places['building 1'].id}")
    assert re.search(rf'href="/doors/{world.doors["1-1-101"].id}[^>]*>', html, re.DOTALL)
    assert 'data-state="isolated"' in html
    assert "6 doors left" in html
    tab = re.search(r'href="([^"]*doors=isolated[^"]*)"', html)
    assert tab is not None
    narrowed = page(english(client_of("headquarters")), tab[1].replace("&amp;", "&"))
    assert len(re.findall(r"data-off(?!line)", narrowed)) == narrowed.count('class="door"') - 1
    assert 'data-state="isolated" data-off' not in narrowed


def test_police_see_neither_who_isolates_nor_how_many(world: World, campaign: Campaign, client_of: ClientOf) -> None:
    isolate(world, "1-1-101")
    Worker.objects.filter(id=world.workers["headquarters"].id).update(is_police=True)
    police = english(client_of("headquarters"))
    for place in ("compound", "stairwell 1-1"):
        html = page(police, url(world, place))
        assert 'data-state="isolated"' not in html
        assert "Isolated" not in html
        assert "Living here" not in html
        assert police.get(f"{url(world, place)}?doors=isolated").status_code == 404
    assert "isolated" not in page(police, f"/doors/{world.doors['1-1-101'].id}/panel")
    for group in ("living", "never_left", "not_stated", "away", "isolated"):
        assert police.get(f"/places/{world.places['compound'].id}/map/people/{group}").status_code == 403


def test_the_panel_of_a_door_says_who_isolates_and_leads_to_its_page(
    world: World, campaign: Campaign, client_of: ClientOf
) -> None:
    isolate(world, "1-1-101")
    html = page(english(client_of("lead")), f"/doors/{world.doors['1-1-101'].id}/panel")
    assert "isolated at home" in html
    assert world.household("1-1-101")[0].name in html
    assert f"/doors/{world.doors['1-1-101'].id}?" in html
    assert client_of("lead").get(f"/doors/{world.doors['alley 1号'].id}/panel").status_code == 404


def test_what_is_to_do_today_opens_lists_with_as_many_rows(
    world: World, campaign: Campaign, client_of: ClientOf
) -> None:
    desk = english(client_of("headquarters"))
    list(moments(world, Phone(world.tokens["field"], campaign)))
    html = page(desk, url(world, "district"))
    todo = re.findall(r'<a class="cell" href="([^"]*count=[^"]*)">.*?<b class="nowrap">(\d+) door', html, re.DOTALL)
    assert todo
    for address, number in todo:
        rows = page(desk, address.replace("&amp;", "&"))
        assert len(re.findall(r'<th scope="row"><a href="/doors/', rows)) == int(number)


@pytest.mark.parametrize("place", ["district", "east street", "community", "compound", "stairwell 1-1"])
def test_a_place_asks_no_more_of_the_database_however_much_is_in_it(
    chained: World,
    campaign: Campaign,
    client_of: ClientOf,
    place: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    isolate(chained, "1-1-101")
    desk = english(client_of("headquarters"))
    with django_assert_max_num_queries(40):
        page(desk, url(chained, place))
