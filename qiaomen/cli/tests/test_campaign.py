"""`qiaomen campaign` in the small world."""

import json
from typing import Any

import pytest

from qiaomen.base.problems import Problem
from qiaomen.campaigns.models import Assignment, Campaign, Target
from qiaomen.cli.tests.test_authority import call
from qiaomen.testing.world import World


@pytest.fixture
def answer(capsys: pytest.CaptureFixture[str]) -> Any:
    """What a command prints with --json."""

    def called(*words: str) -> Any:
        assert call("campaign", *words, "--json") == 0
        return json.loads(capsys.readouterr().out)

    return called


def test_a_launched_sweep_has_all_its_doors_handed_out(world: World, answer: Any) -> None:
    made = answer("create", "第一轮", "--deadline-hours", "72", "--launch")
    assert made["plan"]["assigned"] == 40
    assert Target.objects.filter(campaign_id=made["id"], team_id__in=[t.id for t in world.teams.values()]).count() == 40


def test_settings_of_the_command_line_reach_the_sweep(world: World, answer: Any) -> None:
    words = ["--opens", "2020-03-20T20:00", "--deadline-hours", "48", "--pace", "9", "--team-size", "2"]
    answer("create", "夜查", *words, "--knocking", "09:00-20:30", "--kinds", "shop,restaurant", "--place", "西门社区")
    made = Campaign.objects.get()
    assert (made.deadline - made.opens_at).days == 2
    assert (made.pace, made.team_size, made.door_kinds) == (9, 2, ["shop", "restaurant"])
    assert (made.opens_at.isoformat(), str(made.day_until)) == ("2020-03-20T12:00:00+00:00", "20:30:00")
    assert made.place == world.places["west community"]


def test_a_plan_is_only_shown_until_it_is_applied(world: World, answer: Any) -> None:
    answer("create", "第一轮")
    shown = answer("plan", "第一轮")
    assert sum(len(doors) for doors in shown["assignments"].values()) == 40
    assert not Assignment.objects.exists()
    assert answer("plan", "第一轮", "--apply")["applied"]
    assert Assignment.objects.count() == 40


def test_the_plan_says_in_words_which_zone_misses(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    call("campaign", "create", "第一轮", "--deadline-hours", "24")
    call("campaign", "plan", "第一轮")
    assert "第1责任区" in capsys.readouterr().out.splitlines()[1]


def test_replanning_by_name_states_the_share(world: World, answer: Any) -> None:
    answer("create", "第一轮", "--launch")
    dry = answer("replan", "第一轮", "--gone", "罗建军", "--dry-run")
    done = answer("replan", "第一轮", "--gone", "罗建军")
    assert 0 < done["share_moved"] == dry["share_moved"] < 1
    assert (done["gone"], done["dissolved"]) == (1, 1)


def test_a_worker_whom_nobody_knows_is_not_guessed(world: World) -> None:
    call("campaign", "create", "第一轮")
    with pytest.raises(Problem, match=r"access\.worker_unknown"):
        call("campaign", "replan", "第一轮", "--gone", "查无此人")


def test_a_closed_sweep_takes_no_plan_and_frees_its_name(world: World, answer: Any) -> None:
    answer("create", "第一轮", "--launch")
    with pytest.raises(Problem, match=r"campaign\.name_taken"):
        call("campaign", "create", "第一轮")
    answer("close", "第一轮")
    with pytest.raises(Problem, match=r"campaign\.closed"):
        call("campaign", "plan", "第一轮")
    answer("create", "第一轮")
    assert [line["state"] for line in answer("list")] == ["prepared", "closed"]


def test_hours_that_are_no_hours_are_refused(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call("campaign", "create", "第一轮", "--knocking", "early-late")
    assert "not two times of a day" in capsys.readouterr().err
