"""Rounds over places, what hangs counts as handed out; the figures headquarters asks for, each with its list."""

from datetime import datetime, timedelta
from typing import Any
from unittest.mock import Mock

import pytest
from django.utils import timezone

from qiaomen.base.changes import now_seq
from qiaomen.base.sql import rows
from qiaomen.ledger import desk
from qiaomen.ledger.asof import as_of
from qiaomen.outreach import actions, actions_rounds, carrier, counts, messages, queries_rounds
from qiaomen.outreach.audience import Audience
from qiaomen.outreach.models import MaterialForm, RoundDone
from qiaomen.reports import freezing
from qiaomen.reports.listing import members, told
from qiaomen.reports.sources import SOURCES
from qiaomen.sync import outreach_views
from qiaomen.testing import telling
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.telling import asked_round
from qiaomen.testing.world import HERE, World

NOW = datetime(2020, 3, 21, 9, 0, tzinfo=HERE)
PLACES = ("stairwell 1-1", "stairwell 1-2", "stairwell 2-1", "stairwell 2-2")


def done(world: World, round: Any, place: str, *, at: datetime = NOW, by: str = "field", **body: Any) -> Any:
    return desk.tell(
        "outreach_round_done", {"round": round, **body}, place=world.places[place].id, by=world.workers[by], now=at
    )


def missing(world: World, round: Any) -> list[str]:
    names = {place.id: key for key, place in world.places.items()}
    return [names[one.place] for one in queries_rounds.spots(round, missing=True)]


def test_what_is_missing_of_a_round_is_named_and_taking_back_makes_it_missing_again(world: World) -> None:
    round = asked_round(world, [world.places[one] for one in PLACES], due=NOW + timedelta(hours=8), now=NOW)
    first = done(world, round, "stairwell 1-1")
    assert first.verdict == done(world, round, "stairwell 2-2", how="scan").verdict == "accepted"
    assert done(world, round, "stairwell 1-1", by="field 2").verdict == "accepted"  # twice is once
    assert sorted(missing(world, round)) == ["stairwell 1-2", "stairwell 2-1"]
    row = queries_rounds.round_for(world.workers["lead"], round)
    assert (row.done, row.missing, row.stage(NOW), row.stage(NOW + timedelta(hours=8))) == (2, 2, "open", "late")
    taken_back = {"amends": first.id, "place": world.places["stairwell 1-1"].id}
    desk.tell("void", {}, by=world.workers["field"], now=NOW, **taken_back)
    assert len(missing(world, round)) == 2  # somebody else was there, too
    assert actions_rounds.end(row, by=world.workers["lead"], now=NOW + timedelta(hours=9)).verdict == "accepted"
    assert queries_rounds.round_for(world.workers["lead"], round).stage(NOW + timedelta(hours=9)) == "ended"
    assert queries_rounds.to_do([""], since=NOW, most=9) == []
    assert_rebuild_agrees()


def test_a_phone_is_told_how_many_are_missing_beyond_the_places_it_lists(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    four = [world.places[one] for one in PLACES]
    two = [asked_round(world, four, due=NOW + timedelta(hours=hour), now=NOW) for hour in (1, 2)]
    done(world, two[1], "stairwell 1-1")
    left = queries_rounds.to_do([""], since=NOW, most=2)
    assert [(one.round, one.missing) for one in left] == [(two[0], 4)] * 2 + [(two[1], 3)] * 2
    assert [one.missing for one in queries_rounds.to_do([world.places["building 2"].path], since=NOW, most=1)] == [2, 2]
    counted = Mock(wraps=rows)
    monkeypatch.setattr(queries_rounds, "rows", counted)
    assert list(queries_rounds.rounds_of([two[1], two[0], two[1]])) == [two[1], two[0]]
    assert counted.call_count == 1  # whatever their number


def test_places_to_hand_out_at_beyond_the_listed_ones_are_counted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    every, more = outreach_views._places([""])
    assert (len(every) > 2, more) == (True, 0)
    monkeypatch.setattr(outreach_views, "MOST_PLACES", 2)
    first, more = outreach_views._places([""])
    assert (first, more) == (every[:2], len(every) - 2)


@pytest.mark.parametrize(
    ("place", "photos", "code"), [("alley", 1, "round.not_here"), ("stairwell 1-1", 0, "round.no_photo")]
)
def test_a_place_elsewhere_or_without_its_photo_is_refused(world: World, place: str, photos: int, code: str) -> None:
    round = asked_round(world, [world.places["stairwell 1-1"]], due=NOW + timedelta(hours=8), now=NOW, photo=True)
    told_so = done(world, round, place, photos=[world.change] * photos)
    assert (told_so.verdict, told_so.code) == ("rejected", code)
    assert not RoundDone.objects.exists()


def test_a_round_stays_within_its_place(world: World) -> None:
    body = {"title": "横幅", "what": "banner", "due": NOW, "places": [world.places["alley"].id]}
    place = world.places["compound"].id
    told_so = desk.tell("outreach_round", body, place=place, by=world.workers["lead"], now=NOW)
    assert (told_so.verdict, told_so.code) == ("rejected", "round.not_here")


HEADQUARTERS = {"banner": [800], "poster": [1_000], "notice": [12_000], "leaflet": [18_000, 12_000, 31_000]}


def test_headquarters_gets_its_counts_by_form_and_title_and_each_figure_opens_its_list(world: World) -> None:
    now = timezone.now()
    for form, copies in HEADQUARTERS.items():
        for n, count in enumerate(copies):
            made = actions.add_material(title=f"{MaterialForm(form).label} {n}", form=form, stock=count + 50, by=None)
            way = "hung" if form in ("banner", "poster") else "drop"
            body = {"material": made.id, "count": count, "way": way}
            verdict = desk.tell(
                "handout", body, place=world.places["compound"].id, by=world.workers["field"], now=now
            ).verdict  # fmt: skip
            assert verdict == "accepted"
    stairs = [world.places[one] for one in PLACES]
    round = asked_round(world, stairs, due=now + timedelta(minutes=1), now=now)
    assert done(world, round, "stairwell 1-1", at=now).verdict == "accepted"
    wanted = telling.draft(world.places["compound"], Audience("households"))
    messages.send(wanted, by=world.workers["headquarters"], now=now)
    cut = now + timedelta(minutes=2)
    report = freezing.freeze(place=world.places["district"], cut=cut, now=cut)
    said = {key: dict(report.numbers[key]).get(0, 0) for key in report.numbers}
    assert [said[f"handed_out_{form}s"] for form in ("banner", "poster", "notice", "leaflet")] == [
        800, 1_000, 12_000, 61_000
    ]  # fmt: skip
    assert (said["messages_sent"], said["messages_reached"], said["messages_missed"]) == (1, 0, 22)
    assert (said["rounds_done"], said["rounds_missing"]) == (1, 3)
    for figure in ("handed_out_banners", "messages_missed", "rounds_missing", "messages_sent"):
        listed = told(members(report, figure, [""]))
        assert sum(one.amount for one in listed) == said[figure]
        assert all(one.where for one in listed)
    titles = counts.by_title([""])
    assert sorted(one.copies for one in titles if one.form == "leaflet") == [12_000, 18_000, 31_000]
    assert all(one.is_low for one in titles)


def told_by(seq: int) -> dict[str, int]:
    """What the report's own source said at a change: recipients by outcome."""
    with as_of(seq=seq):
        counted = rows(f"SELECT state, count(*) FROM ({SOURCES['messages_told'].sql}) s WHERE NOT is_again GROUP BY 1")
    return dict(counted)


def test_who_had_been_told_at_a_moment_stays_so_whatever_a_carrier_says_later(world: World) -> None:
    lead, now = world.workers["lead"], timezone.now()
    wanted = telling.draft(world.places["stairwell 1-1"], Audience("households"), via="file")
    before = now_seq()
    message = messages.send(wanted, by=lead, now=now)
    made = now_seq()
    numbers = [phone for phone, _text in carrier.hand_over(message, by=lead, now=now)]
    handed = now_seq()
    assert carrier.receive(message, [carrier.Receipt(numbers[0], False)], by=lead, now=now).refused == 1
    refused = now_seq()
    messages.again(message, by=lead, now=now)
    assert [told_by(seq) for seq in (before, made, handed, refused)] == [
        {}, {}, {"sent": 6}, {"sent": 5, "missed": 1}
    ]  # fmt: skip
    assert told_by(now_seq()) == {"sent": 5}
