"""Walk lists: who stands on them, in which order, who holds them until when."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from qiaomen.access.models import Audit
from qiaomen.base.problems import Problem
from qiaomen.campaigns.models import Campaign
from qiaomen.paper import typesetting, walklist
from qiaomen.paper.households import Member
from qiaomen.paper.models import WalkLine, WalkList
from qiaomen.paper.order import Stop
from qiaomen.testing.sweeps import launch_sweep
from qiaomen.testing.world import World

BASE = "https://qiaomen.example"


@pytest.fixture
def campaign(world: World) -> Campaign:
    return launch_sweep(world)


@pytest.fixture
def printed(world: World, campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Any]]:
    """Print, and answer what the sheet was made of."""

    def print_for(place: str, team: str = "", copies: int = 1) -> dict[str, Any]:
        told: dict[str, Any] = {}
        monkeypatch.setattr(typesetting, "pdf", lambda sheet, data: told.update(data) or b"%PDF")
        walklist.print_list(
            place=world.places[place], campaign=campaign, team=world.teams.get(team),
            by=world.workers["lead"], base=BASE, copies=copies,
        )  # fmt: skip
        return told

    return print_for


def names_on(data: dict[str, Any]) -> list[str]:
    return [one["name"] for page in data["pages"] for line in page["lines"] for one in line["members"]]


def test_a_list_for_nobody_in_particular_has_no_names(printed: Callable[..., dict[str, Any]]) -> None:
    assert names_on(printed("compound")) == []


def test_a_teams_list_has_its_own_doors_and_their_people_only(
    world: World, printed: Callable[..., dict[str, Any]]
) -> None:
    data = printed("compound", "team 1")
    labels = [line["label"] for page in data["pages"] for line in page["lines"]]
    assert len(labels) == 12
    assert all(label.startswith("1-") for label in labels)
    assert {"韩德福", "苏桂兰"} <= set(names_on(data))
    assert "尹福生" not in names_on(data)


def test_a_chinese_list_says_in_chinese_until_when_it_is_kept(printed: Callable[..., dict[str, Any]]) -> None:
    with translation.override("zh-hans"):
        assert "前销毁" in printed("building 1", "team 1")["watermark"]


def test_it_says_whose_it_is_what_for_and_until_when(world: World, printed: Callable[..., dict[str, Any]]) -> None:
    data = printed("building 1", "team 1", copies=2)
    made = WalkList.objects.get()
    assert made.destroy_by - made.printed_at == timedelta(hours=48)
    assert "何秀英" in data["watermark"]
    assert "城区第一轮敲门" in data["purpose"]
    assert len(data["copies"]) == 2


def test_every_print_is_written_down_with_its_copies_and_without_a_name(
    world: World, printed: Callable[..., dict[str, Any]]
) -> None:
    printed("building 1", "team 1", copies=3)
    line = Audit.objects.get(action="export")
    assert (line.details["list"], line.details["copies"], line.details["named"]) == ("walk", 3, 12)
    assert not [secret for secret in world.secrets() if secret in repr(line.details)]


def test_each_line_is_kept_as_its_door(world: World, printed: Callable[..., dict[str, Any]]) -> None:
    data = printed("building 1", "team 1")
    kept = list(WalkLine.objects.order_by("page__number", "number").values_list("door_id", flat=True))
    doors = {door.label: door.id for door in world.doors.values()}
    assert kept == [doors[line["label"]] for page in data["pages"] for line in page["lines"]]


def test_a_closed_sweep_is_not_printed(world: World, campaign: Campaign) -> None:
    campaign.closed_at = world.now
    with pytest.raises(Problem, match=r"campaign\.closed"):
        walklist.print_list(
            place=world.places["compound"], campaign=campaign, team=None, by=world.workers["lead"], base=BASE
        )


def test_that_it_is_destroyed_is_said_once(world: World, printed: Callable[..., dict[str, Any]]) -> None:
    printed("building 1")
    for key in ("lead", "headquarters"):
        walklist.destroyed(WalkList.objects.get(), by=world.workers[key])
    assert WalkList.objects.get().destroyed_by == world.workers["lead"]
    assert Audit.objects.filter(action="paper.destroyed").count() == 1


def test_only_who_hands_out_doors_prints_names(
    world: World, campaign: Campaign, client_of: Callable[[str], Client]
) -> None:
    url = f"/paper/places/{world.places['building 1'].id}/walk-list"
    body = {"team": world.teams["team 1"].id, "copies": 1}
    assert client_of("health").post(url, body).status_code == 403
    assert client_of("lead").post(url, body).headers["Content-Type"] == "application/pdf"


def test_what_cannot_be_printed_says_why_on_the_page(
    world: World, campaign: Campaign, client_of: Callable[[str], Client]
) -> None:
    url = f"/paper/places/{world.places['gate'].id}/codes"
    answer = client_of("headquarters").post(url, follow=True, headers={"accept-language": "en"})
    assert "There is no door here to print." in answer.content.decode()


STOP = Stop(UUID(int=1), UUID(int=2), "a.", "1-1-101", 1, "dwelling", "", None)
SOMEBODY = Member(UUID(int=3), "韩德福", 1, 1949, "")


@given(st.lists(st.tuples(st.sampled_from(["a.", "b."]), st.integers(0, 40)), min_size=1, max_size=60))
def test_pages_hold_every_line_once_in_order_and_none_is_overfull(households: list[tuple[str, int]]) -> None:
    lines = [(replace(STOP, door=uuid4(), path=path), [SOMEBODY] * people) for path, people in households]
    leaves = list(walklist._leaves(lines))
    assert [line for leaf in leaves for line in leaf.lines] == lines
    for leaf in leaves:
        paths = [stop.path for stop, _people in leaf.lines]
        headings = 1 + sum(one != other for one, other in pairwise(paths))
        height = sum(walklist._height(people) for _stop, people in leaf.lines) + headings * walklist.HEADING
        assert height <= walklist.ROOM
