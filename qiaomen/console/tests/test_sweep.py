import csv
import io
import re

import pytest
from django.db.models import Q
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from qiaomen.campaigns.models import Campaign, Roll, Target
from qiaomen.campaigns.states import Flag, Presence, State
from qiaomen.console import board
from qiaomen.console.tests.desks import ClientOf, desk, english, page
from qiaomen.console.views import gaps
from qiaomen.duty.actions import give_duty
from qiaomen.duty.models import DutyRole
from qiaomen.testing.moments import moments
from qiaomen.testing.sweep import Phone, start_sweep
from qiaomen.testing.swept import campaign, phone
from qiaomen.testing.world import ORDER, World

__all__ = ["campaign", "desk", "phone"]

FLAGS = [Flag.RETURNEE, Flag.NEED, Flag.FEVER]


def listed(html: str) -> int:
    return len(re.findall(r'<th scope="row"><a href="/doors/', html))


def exported(client: Client, name: str, query: str) -> list[list[str]]:
    response = client.post(f"/exports/{name}.csv?{query}")
    assert response.status_code == 200
    content = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(content)))[1:]


def in_sql(count: str) -> int:
    if count.upper() in State.__members__:
        return Target.objects.filter(state=State[count.upper()]).count()
    return Target.objects.filter(flags__in=[n for n in range(16) if n & Flag[count.upper()]]).count()


def test_the_tile_the_list_the_export_and_sql_agree(world: World, phone: Phone, desk: Client) -> None:
    for moment in moments(world, phone):
        overview = page(desk, "/overview")
        for count in [*(state.name.lower() for state in State if state < 10), *(flag.name.lower() for flag in FLAGS)]:
            expected = in_sql(count)
            assert tile(overview, count) == expected, (moment, count)
            assert listed(page(desk, f"/gaps?count={count}")) == expected
            assert len(exported(desk, "gaps", f"count={count}")) == expected


def tile(html: str, count: str) -> int:
    """The number beside a link to a list; a reason without doors has none."""
    found = re.search(rf'href="/gaps\?[^"]*count={count}"[^>]*>.*?-count">([\d,]+)<', html, re.DOTALL)
    return int(found[1].replace(",", "")) if found else 0


def test_people_missing_agree_on_every_page(world: World, phone: Phone, desk: Client) -> None:
    for _moment in moments(world, phone):
        expected = Roll.objects.filter(presence=Presence.UNACCOUNTED).count()
        people = page(desk, "/gaps/people")
        assert f"{expected} missing behind opened doors" in page(desk, "/overview")
        assert len(re.findall(r'<td data-label="Door"><a href="/doors/', people)) == expected
        assert len(exported(desk, "people", "")) == expected


def test_the_overview_says_how_far_the_sweep_is(world: World, phone: Phone, desk: Client) -> None:
    list(moments(world, phone))
    closed = Target.objects.filter(Q(state__gte=10)).count()
    assert f"{closed} of {len(world.doors)} doors" in page(desk, "/overview")


def test_parts_lead_down_to_the_door(world: World, campaign: Campaign, desk: Client) -> None:
    for key in ("district", "east street", "community", "compound", "building 1"):
        html = page(desk, f"/places/{world.places[key].id}")
        below = [place for place in world.places.values() if place.parent_id == world.places[key].id]
        below = [place for place in below if place.kind != "gate"]
        assert below
        assert all(f"/places/{place.id}" in html for place in below)
    assert f"/doors/{world.doors['1-1-101'].id}" in page(desk, f"/places/{world.places['building 1'].id}")


@pytest.mark.parametrize(
    "url", ["/overview", "/overview/live", "/coverage?by=team", "/gaps", "/gaps/people", "/places/{}"]
)
def test_a_page_asks_no_more_of_the_database_for_more_doors(
    world: World, phone: Phone, desk: Client, url: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    list(moments(world, phone))
    with django_assert_max_num_queries(45):
        page(desk, url.format(world.places["compound"].id))


def test_a_poll_without_any_change_reads_no_counts(
    world: World, campaign: Campaign, desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first = page(desk, "/overview/live")
    with django_assert_max_num_queries(9) as made:
        assert page(desk, "/overview/live") == first
    assert not [query for query in made.captured_queries if "campaigns_tally" in query["sql"]]


def test_a_poll_after_a_change_is_fresh(world: World, phone: Phone, desk: Client) -> None:
    page(desk, "/overview/live")
    phone.send([phone.visit(world.doors["2-2-101"].id, "refused")])
    assert tile(page(desk, "/overview/live"), "refused") == 1


def test_a_lead_sees_their_community_and_nothing_beside_it(
    world: World, campaign: Campaign, client_of: ClientOf
) -> None:
    lead = english(client_of("lead"))
    assert "of 24 doors" in page(lead, "/overview")
    for key in ("alley", "district", "east street"):
        assert lead.get(f"/places/{world.places[key].id}").status_code == 404
        assert lead.get(f"/overview?place={world.places[key].id}").status_code == 404
        assert lead.get(f"/gaps?place={world.places[key].id}").status_code == 404
    assert lead.get(f"/doors/{world.doors['alley 1号'].id}").status_code == 404


def test_the_feed_names_no_resident(world: World, phone: Phone, desk: Client) -> None:
    list(moments(world, phone))
    html = page(desk, "/overview")
    assert "1-1-101" in html
    assert not [name for name in world.people if name in html]


def test_police_see_no_health(world: World, phone: Phone, client_of: ClientOf) -> None:
    list(moments(world, phone))
    inspector = world.workers["inspector"]
    inspector.is_police = True
    inspector.save()
    client = english(client_of("inspector"))
    html = page(client, "/overview")
    assert "count=returnee" in html
    assert "count=fever" not in html
    assert client.get("/gaps?count=fever").status_code == 404
    assert "flag-fever" not in page(client, "/gaps?count=conflict")


def test_without_a_sweep_the_page_says_what_to_do(world: World, desk: Client) -> None:
    for url in ("/overview", "/coverage", "/gaps", "/gaps/people", "/gaps/claims"):
        assert "Then start a sweep" in page(desk, url)
    assert desk.get("/overview/live").status_code == 404


def test_several_sweeps_can_be_switched_between(world: World, campaign: Campaign, desk: Client) -> None:
    second = start_sweep(world)
    html = page(desk, f"/overview?campaign={campaign.id}")
    assert f"campaign={second.id}" in html


def test_a_silent_team_is_somebody_to_help(world: World, phone: Phone, desk: Client) -> None:
    assert f"team={world.teams['team 1'].id}" in page(desk, "/overview")
    phone.send([phone.visit(world.doors["1-1-102"].id, "absent")])
    assert "Everybody is heard" in page(desk, "/overview")


@pytest.mark.parametrize("query", ["campaign=nonsense", "place=1", "team=1", "count=everything", "after=x"])
def test_an_address_that_means_nothing_is_not_found(world: World, campaign: Campaign, desk: Client, query: str) -> None:
    assert desk.get(f"/gaps?{query}").status_code == 404


def test_a_building_is_never_said_to_be_stuck(world: World, phone: Phone, desk: Client) -> None:
    html = page(desk, f"/places/{world.places['building 1'].id}")
    assert "the least done first" in html
    assert "not moving" not in html


def test_a_place_says_who_answers_for_it(world: World, campaign: Campaign, desk: Client) -> None:
    give_duty(worker=world.workers["lead"], place=world.places["community"], role=DutyRole.CADRE, by=None, since=ORDER)
    assert "何秀英" in page(desk, f"/places/{world.places['compound'].id}")
    assert "何秀英" not in page(desk, f"/places/{world.places['alley'].id}")


def test_what_is_kept_for_a_minute_says_of_when_it_is(
    world: World, phone: Phone, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "MANY_VISITS", 0)
    phone.send([phone.visit(world.doors["1-1-201"].id, "absent")])
    assert desk.get("/overview").context["stuck_of"] is None
    phone.send([phone.visit(world.doors["1-1-202"].id, "absent")])
    later = desk.get("/overview")
    assert later.context["stuck_of"] <= later.context["now"]
    assert 'class="card-foot"' in later.content.decode()


def test_of_many_parts_the_latest_stand_on_the_overview_and_the_rest_is_one_step_away(
    world: World, phone: Phone, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "PARTS", 1)
    page = desk.get("/overview")
    assert len(page.context["rows"]) == 1
    assert page.context["parts_more"] == len(desk.get("/coverage").context["rows"]) - 1 > 0


def test_of_too_many_teams_none_is_offered_before_a_place_is_chosen(
    world: World, phone: Phone, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desk.get("/gaps").context["teams"]
    monkeypatch.setattr(gaps, "MOST_TEAMS", 0)
    assert desk.get("/gaps").context["teams"] is None
