"""Sweeps in the console: written down, planned, handed out, launched, planned again, closed."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from qiaomen.access.models import Worker
from qiaomen.campaigns.models import Assignment, Campaign
from qiaomen.duty.models import Team
from qiaomen.testing.world import World


@pytest.fixture
def headquarters(client_of: Callable[[str], Client]) -> Client:
    return client_of("headquarters")


def filled(world: World, **changes: Any) -> dict[str, Any]:
    """The form of a new sweep, as a browser sends it."""
    opens = timezone.localtime(timezone.now()).replace(second=0, microsecond=0)
    given = {
        "name": "城区第二轮",
        "place": world.places["district"].id,
        "opens_at": f"{opens:%Y-%m-%dT%H:%M}",
        "deadline": f"{opens + timedelta(hours=72):%Y-%m-%dT%H:%M}",
        "day_from": "08:00",
        "day_until": "21:00",
        "pace": "11",
        "team_size": "3",
    }
    return {**given, **changes}


@pytest.fixture
def sweep(headquarters: Client, world: World) -> Campaign:
    """Written down by headquarters, not planned yet."""
    headquarters.post("/campaigns/new", filled(world))
    return Campaign.objects.get()


def hand_out(client: Client, sweep: Campaign, **given: Any) -> Any:
    """Look at the plan, and carry out what it shows."""
    shown = client.get(f"/campaigns/{sweep.id}/plan", given)
    return client.post(f"/campaigns/{sweep.id}/plan", {**given, "digest": shown.context["digest"]})


def test_a_sweep_is_written_down_and_then_planned(headquarters: Client, world: World) -> None:
    answer = headquarters.post("/campaigns/new", filled(world, door_kinds=["dwelling"], team_size="2"))
    made = Campaign.objects.get()
    assert answer["Location"] == f"/campaigns/{made.id}/plan"
    assert (made.door_kinds, made.team_size, made.edition.questionnaire.name) == (["dwelling"], 2, "入户摸排")
    assert made.deadline - made.opens_at == timedelta(hours=72)


@pytest.mark.parametrize(
    "wrong", [{"deadline": "2020-01-01T00:00"}, {"day_until": "07:00"}, {"place": ""}, {"pace": "0"}, {"name": ""}]
)
def test_what_is_wrong_stands_at_its_field(headquarters: Client, world: World, wrong: dict[str, str]) -> None:
    answer = headquarters.post("/campaigns/new", filled(world, **wrong))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(wrong)
    assert not Campaign.objects.exists()


def test_a_lead_makes_sweeps_of_their_own_community_only(client_of: Callable[[str], Client], world: World) -> None:
    lead = client_of("lead")
    assert lead.post("/campaigns/new", filled(world)).status_code == 422
    answer = lead.post("/campaigns/new", filled(world, place=world.places["community"].id))
    assert answer.status_code == 302


def test_the_sum_is_said_while_the_form_is_filled_in(headquarters: Client, world: World) -> None:
    answer = headquarters.post("/campaigns/estimate", filled(world, name=""))
    assert (answer.context["pool"].doors, answer.context["pool"].teams_needed) == (40, 2)
    assert headquarters.post("/campaigns/estimate", {}).status_code == 200


def test_looking_at_a_plan_writes_nothing(headquarters: Client, sweep: Campaign) -> None:
    answer = headquarters.get(f"/campaigns/{sweep.id}/plan")
    assert answer.context["summary"].assigned == 40
    assert not Assignment.objects.exists()


def test_what_was_shown_is_handed_out(headquarters: Client, sweep: Campaign) -> None:
    hand_out(headquarters, sweep)
    assert Assignment.objects.filter(campaign_id=sweep.id, until_change=None).count() == 40
    assert headquarters.get(f"/campaigns/{sweep.id}/plan").context["changes"] == 0


def test_a_plan_that_changed_meanwhile_is_shown_again_instead(headquarters: Client, sweep: Campaign) -> None:
    answer = headquarters.post(f"/campaigns/{sweep.id}/plan", {"digest": "of another plan"})
    assert answer.status_code == 409
    assert answer.context["is_stale"]
    assert not Assignment.objects.exists()


def test_only_ticked_lending_steps_are_taken(headquarters: Client, sweep: Campaign, world: World) -> None:
    Worker.objects.filter(id__in=[world.workers["field"].id, world.workers["field 2"].id]).update(is_active=False)
    Campaign.objects.update(pace=8 / 3, team_size=1)
    shown = headquarters.get(f"/campaigns/{sweep.id}/plan", {"reform": "1"})
    (step,) = shown.context["summary"].lending
    assert "第2责任区" in shown.content.decode()
    hand_out(headquarters, sweep, reform="1")
    assert not Team.objects.exclude(lent_from=None).exists()
    hand_out(headquarters, sweep, reform="1", lend=step.key)
    assert Team.objects.get(lent_from=world.zones["second"]).zone == world.zones["first"]


def test_launching_and_closing_ask_for_a_post(headquarters: Client, sweep: Campaign) -> None:
    assert headquarters.get(f"/campaigns/{sweep.id}/launch").status_code == 405
    headquarters.post(f"/campaigns/{sweep.id}/launch")
    headquarters.post(f"/campaigns/{sweep.id}/close")
    sweep.refresh_from_db()
    assert sweep.launched_at
    assert sweep.closed_at
    assert headquarters.get(f"/campaigns/{sweep.id}/plan").context["problem"].code == "campaign.closed"


def test_people_who_dropped_out_are_found_ticked_and_taken_out(
    headquarters: Client, sweep: Campaign, world: World
) -> None:
    hand_out(headquarters, sweep)
    headquarters.post(f"/campaigns/{sweep.id}/launch")
    url, gone = f"/campaigns/{sweep.id}/replan", world.workers["field 3"]
    found = headquarters.post(url, {"action": "find", "text": "罗建"}).context["found"]
    assert [member.id for _team, member in found] == [gone.id]
    shown = headquarters.post(url, {"action": "look", "gone": str(gone.id)})
    assert shown.context["again"].moved > 0
    headquarters.post(url, {"action": "apply", "gone": str(gone.id), "digest": shown.context["digest"]})
    assert not gone.memberships.filter(until_change=None).exists()


def test_teams_get_their_list_in_walking_order(headquarters: Client, sweep: Campaign, world: World) -> None:
    hand_out(headquarters, sweep)
    answer = headquarters.get(f"/campaigns/{sweep.id}/doors.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert len(rows) == 2 + 40
    assert rows[2] == ["第1责任区", 1.0, "县教育局", "翠湖小区 1栋 1单元", "1-1-101"]
    assert rows[26][3:] == ["豆腐巷", "1号"]


def test_a_sweep_without_doors_says_so(headquarters: Client, world: World) -> None:
    headquarters.post("/campaigns/new", filled(world, door_kinds=["hotel"]))
    answer = headquarters.get(f"/campaigns/{Campaign.objects.get().id}/plan")
    assert answer.context["problem"].code == "plan.no_doors"


def test_the_list_shows_a_lead_the_sweeps_that_touch_their_area(
    client_of: Callable[[str], Client], sweep: Campaign
) -> None:
    answer = client_of("lead").get("/campaigns")
    (line,) = answer.context["lines"]
    assert (line["campaign"], line["may_plan"]) == (sweep, False)
