"""A checkpoint in small, played over the protocol: its page, the report and the export say the drill's own figures."""

import json
from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from qiaomen.base.ids import new_id
from qiaomen.checkpoints.models import Shift
from qiaomen.cli import stage_checkpoint
from qiaomen.console.checkpoints_page import NAMES
from qiaomen.drill import checkpoint
from qiaomen.drill.checkpoint import Figures
from qiaomen.drill.phone import Answer, Json
from qiaomen.drill.posts import Guard
from qiaomen.outreach.models import Handout, Material
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.checkpoints import AGREED, in_the_export, in_the_report, on_the_page
from qiaomen.testing.world import World

SMALL = Figures().scaled(0.005)


class InProcess:
    """Carries calls to the views of this process, as HTTP would."""

    def __init__(self) -> None:
        self.client = Client()

    def post(self, path: str, body: Json, *, token: str = "") -> Answer:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        response = self.client.post(path, json.dumps(body), content_type="application/json", headers=headers)
        return Answer(response.status_code, json.loads(response.content or "{}"))

    def get(self, path: str, *, token: str = "") -> Answer:
        response = self.client.get(path, headers={"Authorization": f"Bearer {token}"})
        return Answer(response.status_code, json.loads(response.content or "{}"))


def enrolled(line: InProcess, codes: list[str]) -> list[Guard]:
    answers = [line.post("/api/enrol", {"code": code, "device": str(new_id())}).body for code in codes]
    return [Guard(one["token"], one["worker"]["id"]) for one in answers]


@pytest.fixture
def played(world: World) -> World:
    """All of it has been written down and sent."""
    now, line = timezone.now(), InProcess()
    guards = enrolled(line, stage_checkpoint.build(SMALL, since=now - timedelta(days=30)))
    done = checkpoint.play(SMALL, guards, line, until=now, seed="1", threads=0)
    assert done.verdicts == {"accepted": done.records}
    assert done.codes == {}
    return world


def test_page_report_and_export_say_what_was_played(played: World, client_of: Callable[[str], Client]) -> None:
    client = client_of("headquarters")
    client.cookies["language"] = "en"
    reported, page, exported = (
        in_the_report(played.places["district"].id), on_the_page(client, "/checkpoints/"), in_the_export(client),
    )  # fmt: skip
    for figure, count in AGREED.items():
        assert reported[figure] == page[count] == exported[str(NAMES[count])], figure
    assert (page["vehicles"], page["own"], page["elsewhere"]) == (SMALL.vehicles, SMALL.own, SMALL.elsewhere)
    assert (page["turned_back"], page["people_turned_back"]) == (SMALL.turned_back, SMALL.people_turned_back)
    assert page["measured"] == page["people"]
    assert reported["checkpoint_staff"] == SMALL.staff
    assert reported["handed_out"] == sum(SMALL.leaflets.values())
    assert_rebuild_agrees()


def test_every_title_and_every_agency_comes_out(played: World, client_of: Callable[[str], Client]) -> None:
    context = client_of("headquarters").get("/checkpoints/").context
    assert {one.title: one.copies for one in context["titles"]} == dict(SMALL.leaflets)
    assert sum(people for _agency, people in context["agencies"]) == SMALL.staff
    assert {agency for agency, _people in context["agencies"]} == set(SMALL.agencies)
    assert not Shift.objects.filter(ended_at=None).exists()
    assert Handout.objects.filter(during=None).count() == 0
    assert Material.objects.count() == len(SMALL.leaflets)


@settings(max_examples=30, deadline=None)
@given(share=st.sampled_from((0.004, 0.02, 0.05)), seed=st.integers())
def test_figures_come_out_exactly_whatever_the_dice_say(share: float, seed: int) -> None:
    figures = Figures().scaled(share)
    found = checkpoint.vehicles(figures, start=timezone.now(), dice=Random(seed))
    assert len(found) == figures.vehicles
    assert sum(one.people for one in found) == figures.own + figures.elsewhere
    assert sum(one.elsewhere for one in found) == figures.elsewhere
    assert sum(one.people for one in found if one.turned_back) == figures.people_turned_back
    assert sum(one.turned_back for one in found) == figures.turned_back
    for title, copies in figures.leaflets.items():
        assert sum(number for one in found for name, number in one.leaflets if name == title) == copies
    assert all(one.elsewhere <= one.people for one in found)
