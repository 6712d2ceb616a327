"""Posters: one compound's, all in one job that goes on after a stop, and a new set each morning."""

import re
import zipfile
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone, translation

from qiaomen.access.audit import SEEN
from qiaomen.access.models import Audit
from qiaomen.atlas import posters
from qiaomen.atlas.models import Copy, Poster, PosterRun
from qiaomen.atlas.poster import data, poster
from qiaomen.base.problems import Problem
from qiaomen.duty.actions import give_duty
from qiaomen.duty.models import DutyRole
from qiaomen.places.models import Place
from qiaomen.testing.world import HERE, NOW, World, worker_phone

BASE = "https://qiaomen.example"


@pytest.fixture
def answered_for(world: World) -> World:
    """The compound with its chain: a chief and who stands in, a cadre for both buildings."""
    for who, place, role in (
        ("field", "compound", DutyRole.CHIEF), ("field 2", "compound", DutyRole.CHIEF),
        ("field 3", "building 1", DutyRole.CADRE), ("field 3", "building 2", DutyRole.CADRE),
    ):  # fmt: skip
        give_duty(worker=world.workers[who], place=world.places[place], role=role, by=None, since=NOW)
    return world


def sheet(world: World, copy: Copy = Copy.INTERNAL) -> dict[str, Any]:
    with translation.override("en"):
        reader = world.workers["lead"]
        return data(world.places["compound"], copy=copy, base=BASE, reader=reader, now=NOW)


def test_the_poster_names_the_chain_with_phones_and_who_stands_in(answered_for: World) -> None:
    chief, cadre = sheet(answered_for)["contacts"]
    assert [other["name"] for other in chief["stand_ins"]] in (["孟小雨"], ["周启明"])
    assert (cadre["role"], cadre["name"]) == ("cadre · 1–2栋", "罗建军")
    assert cadre["phone"].replace(" ", "") == worker_phone("field 3")
    assert Audit.objects.filter(action=SEEN, worker=answered_for.workers["lead"].id).count() == 3


def test_the_poster_says_which_gate_is_open_until_when_it_holds_and_its_number(world: World) -> None:
    told = sheet(world)
    assert {"mark": "gate", "text": "the only open gate"} in told["legend"]
    assert told["as_of"] == "As of 21 March 2020, 09:00"
    assert "map no. CHXQ-0321-0900" in told["notes"]
    assert told["code"]["svg"].startswith("<svg")


def test_only_a_compound_has_a_poster(world: World) -> None:
    with pytest.raises(Problem, match=r"atlas\.not_mapped"):
        poster(world.places["building 1"], copy=Copy.PUBLIC, language="en", base="")


def test_a_poster_is_one_page_in_every_form_and_language(world: World) -> None:
    place = world.places["compound"]
    made = poster(place, copy=Copy.PUBLIC, language="zh-hans", base=BASE)
    assert made.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", made)) == 1
    assert b"<svg" in poster(place, copy=Copy.INTERNAL, language="en", base="", form="svg")[:200]


def test_all_compounds_get_their_posters_in_one_job(world: World) -> None:
    root, lead = world.places["district"], world.workers["headquarters"]
    run = posters.start(place=root, copies=list(Copy), language="zh-hans", base=BASE, by=lead)
    posters.work()
    run.refresh_from_db()
    wanted = {world.places["compound"].id, world.places["village group"].id}
    assert (run.expected, run.done, run.failures, run.problem) == (4, 4, [], "")
    assert {made.place_id for made in run.posters.all()} == wanted
    assert posters.seconds(run) is not None
    made = posters.newest(world.places["compound"], Copy.PUBLIC)
    assert made is not None
    assert posters.content(made).startswith(b"%PDF")
    assert not bytes(made.sealed).startswith(b"%PDF")
    below = posters.bundle(run, [Copy.PUBLIC], areas=[world.places["east street"].path])
    assert [name.split("/")[0] for name in zipfile.ZipFile(BytesIO(below)).namelist()] == ["public"]


def test_what_stops_one_poster_is_told_and_the_next_one_is_made(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = world.places["compound"]

    def drawn(place: Place, **asked: object) -> bytes:
        if place == bad:
            raise ValueError("a line without an end")
        return b"%PDF"

    monkeypatch.setattr(posters, "poster", drawn)
    run = posters.start(place=world.places["district"], copies=[Copy.PUBLIC], language="en", base="", by=None)
    posters.work()
    run.refresh_from_db()
    told = {"place": str(bad.id), "copy": "public", "code": "atlas.poster_stopped", "details": {}}
    assert (run.done, run.failures, run.problem) == (1, [told], "")
    assert run.finished_at is not None


def test_a_run_that_died_goes_on_with_what_is_missing(world: World) -> None:
    run = posters.start(place=world.places["district"], copies=[Copy.PUBLIC], language="en", base="", by=None)
    posters.work()
    kept = Poster.objects.filter(run=run, place=world.places["compound"]).get()
    Poster.objects.exclude(pk=kept.pk).delete()
    PosterRun.objects.update(finished_at=None, heartbeat=timezone.now() - timedelta(minutes=2))
    posters.work()
    run.refresh_from_db()
    assert (run.done, run.attempts, run.finished_at is not None) == (2, 2, True)
    assert Poster.objects.filter(pk=kept.pk).exists()


def test_nothing_is_done_twice_while_somebody_is_at_it(world: World) -> None:
    posters.start(place=world.places["district"], copies=[Copy.PUBLIC], language="en", base="", by=None)
    PosterRun.objects.update(heartbeat=timezone.now())
    posters.work()
    assert not Poster.objects.exists()


def morning_at(hour: int) -> datetime:
    return datetime(2020, 3, 22, hour, 1, tzinfo=HERE)


def test_each_morning_has_one_set_also_after_a_night_without_a_server(world: World) -> None:
    assert posters.morning(morning_at(5)) is None
    made = posters.morning(morning_at(11))
    assert made is not None
    assert (made.copies, made.expected) == (["internal", "public"], 4)
    assert posters.morning(morning_at(12)) is None
    assert posters.morning(morning_at(12) + timedelta(days=1)) is not None


def test_posters_of_the_day_before_yesterday_are_gone(world: World) -> None:
    posters.start(place=world.places["compound"], copies=[Copy.PUBLIC], language="en", base="", by=None)
    posters.work()
    posters.forget(timezone.now() + timedelta(hours=47))
    assert Poster.objects.count() == 1
    posters.forget(timezone.now() + timedelta(hours=49))
    assert not Poster.objects.exists()


def test_a_compound_inside_a_mapped_place_has_no_poster_of_its_own(world: World) -> None:
    Place.objects.filter(pk=world.places["community"].id).update(kind="enclosure")
    found = [one.name for one in posters.compounds(world.places["district"])]
    assert sorted(found) == sorted(["东门社区", "五组"])
