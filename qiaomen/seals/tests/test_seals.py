"""Seals tell and never lock: each has a ground, every opening is taken, and one ends with the episode behind it."""

from datetime import timedelta

import msgspec
import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from qiaomen.access.models import Message
from qiaomen.base import changes
from qiaomen.base.ids import new_id
from qiaomen.base.sealing import unseal
from qiaomen.duty.models import Duty, DutyRole
from qiaomen.ledger import desk
from qiaomen.ledger.models import Record
from qiaomen.ledger.stages import Touched
from qiaomen.monitoring.models import Episode
from qiaomen.people.models import Person
from qiaomen.seals import queries, standing
from qiaomen.seals.folds import fold
from qiaomen.seals.grounds import isolated
from qiaomen.seals.models import Seal
from qiaomen.seals.records import SealEvent, SealPut
from qiaomen.seals.tests.sealed import DOOR, event, ground, put
from qiaomen.seals.tests.telling import told as said
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.world import World


def letters(world: World) -> list[str]:
    """What whoever was asked to knock was told, in words."""
    return [
        msgspec.json.decode(unseal(world.outbreak.keys, bytes(one.sealed or b""), row=one.id))["text"]
        for one in Message.objects.filter(purpose="seal.opened")
    ]


def test_a_seal_ends_in_the_change_in_which_its_episode_does(world: World) -> None:
    people = ground(world)
    assert put(world, people=people).verdict == "accepted"
    [row] = queries.at_door(world.doors[DOOR].id)
    assert row.holds(timezone.now())
    assert row.ends_at == Episode.objects.get().due_end
    told = desk.tell(
        "decision", {"overrides": "release", "ground": "error"}, by=world.workers["lead"], now=timezone.now(),
        person=people[0]["person"],
    )  # fmt: skip
    assert told.verdict == "accepted", told.code
    found, episode = Seal.objects.get(), Episode.objects.get()
    assert (found.ended_by, found.ended_at is not None) == ("episode", True)
    ended = Record.objects.get(kind="seal_event")
    assert ended.change == episode.change
    assert not queries.of_people([people[0]["person"]], timezone.now())
    assert_rebuild_agrees()


def test_a_seal_without_a_ground_is_refused_and_no_home_is_sealed_by_a_paper(world: World) -> None:
    people = ground(world)
    until = timezone.now() + timedelta(days=3)
    assert put(world).code == "seal.no_ground"
    assert put(world, document="7号", until=until).code == "seal.no_ground"
    assert put(world, door="1-1-102", people=people).code == "seal.no_ground"
    shop = "alley 2号"
    assert put(world, door=shop, by="headquarters", document="7号", until=until).verdict == "accepted"
    late = until + timedelta(days=40)
    assert put(world, door=shop, by="headquarters", document="7号", until=late).code == "seal.too_long"
    assert put(world, door="1-1-101", people=people, emergency="call me").field == "body.emergency"


@pytest.mark.parametrize("now_there", ["site", "hospital", "", "moved", "free"])
def test_a_homes_seal_ends_when_nobody_isolates_behind_it_any_more(world: World, now_there: str) -> None:
    people = ground(world)
    assert put(world, people=people).verdict == "accepted"
    episode = Episode.objects.filter(id=people[0]["episode"])
    if now_there == "moved":
        Person.objects.filter(id=people[0]["person"]).update(home_door=world.doors["1-1-102"])
    else:
        episode.update(where=now_there, isolates=now_there != "free")
    [row] = queries.at_door(world.doors[DOOR].id)
    with changes.change("test") as change:
        fold(Touched(people={people[0]["person"]}), change.id, timezone.now())
    found, still = Seal.objects.get(), now_there == ""
    assert (row.holds(timezone.now()), found.ended_at is None) == (still, still)
    assert put(world, people=people).verdict == ("accepted" if still else "rejected")
    assert [one.door for one in isolated([""], door=world.doors[DOOR].id)] == [world.doors[DOOR].id] * still


def test_a_homes_seal_ends_when_whoever_isolates_arrives_elsewhere(world: World) -> None:
    people = ground(world)
    put(world, people=people)
    about, now = {"person": people[0]["person"]}, timezone.now()
    chief = world.workers["headquarters"]
    way = {"to": "central", "pick_up_at": now, "medical_ground": True, "consent": True}
    planned = desk.tell("transfer", way, by=chief, now=now, **about)
    assert planned.verdict == "accepted", planned.code
    assert Seal.objects.get().ended_at is None
    body = {"transfer": planned.id, "step": "arrived", "to": "central"}
    assert desk.tell("transfer_step", body, by=chief, now=now, **about).verdict == "accepted"
    assert Seal.objects.get().ended_by == "episode"
    assert_rebuild_agrees()


def test_a_seal_names_whose_episode_it_is(world: World) -> None:
    [one] = ground(world)
    other = world.household(DOOR)[1]
    assert put(world, people=[{**one, "person": other.id}]).code == "seal.no_ground"


def test_the_way_to_several_homes_is_not_sealed_by_a_paper(world: World) -> None:
    body = {"emergency": "120", "document": "7号", "until": timezone.now() + timedelta(days=3)}
    chief, now = world.workers["headquarters"], timezone.now()
    keys = ("building 1", "stairwell 1-1", "community", "compound", "gate")
    told = {key: desk.tell("seal", body, by=chief, now=now, place=world.places[key].id) for key in keys}
    assert [key for key, one in told.items() if one.verdict == "accepted"] == ["compound", "gate"]
    assert {one.code for one in told.values() if one.code} == {"seal.no_ground"}


def test_an_opening_for_labour_offline_is_logged_and_later_explained(world: World, settings: Settings) -> None:
    settings.MESSAGES_URL = "jsons://gateway.example/sms?:to={phone}"
    seal, at = put(world, people=ground(world)).id, world.doors[DOOR]
    # Written in the night without a signal, by somebody who only knows that it is open; it arrives two hours later.
    night = timezone.now()
    opened = desk.record("seal_event", {"seal": seal, "event": "opened"}, at=night, place=at.place_id, door=at.id)
    morning = night + timedelta(hours=2)
    [told] = desk.send([opened], by=world.workers["field"], now=morning)
    assert told.verdict == "accepted"
    found = Seal.objects.get()
    assert (found.opened_at, found.unexplained, found.openings) == (night, [told.id], 1)
    assert found.ask_since == night
    assert found.ask_worker is not None
    [letter] = letters(world)
    assert world.household(DOOR)[0].name not in letter
    event(world, seal, "asked", by="field", finds="well")
    event(world, seal, "explained", by="field", opening=told.id, why="birth", note="临产，已送医院")
    found.refresh_from_db()
    assert not found.unexplained
    assert found.ask_since is None
    assert (found.finds, found.ended_at) == ("well", None)
    assert "birth" in [getattr(line.told.body, "why", "") for line in queries.log(found.id)]
    assert_rebuild_agrees()


def test_only_that_all_is_well_settles_an_opening_and_each_other_knock_tells_another_one(
    world: World, settings: Settings
) -> None:
    settings.MESSAGES_URL = "jsons://gateway.example/sms?:to={phone}"
    seal, workers = put(world, people=ground(world)).id, world.workers
    event(world, seal, "opened")
    first = Seal.objects.get().ask_worker
    assert first == workers["lead"].id
    event(world, seal, "asked", by="lead", finds="nobody")
    again = Seal.objects.get()
    assert (again.ask_worker, again.finds, again.ask_since) == (workers["headquarters"].id, "nobody", again.opened_at)
    event(world, seal, "asked", by="headquarters", finds="needs")
    event(world, seal, "asked", by="field", finds="nobody")
    found, [row] = Seal.objects.get(), queries.below([""])
    # Both were asked by now: whoever is nearest is asked again.
    assert (found.finds, found.ask_worker, row.needs(timezone.now())) == ("needs", workers["lead"].id, True)
    words = letters(world)
    assert (len(words), len(set(words))) == (4, 3)
    assert_rebuild_agrees()
    event(world, seal, "asked", by="lead", finds="well")
    assert not queries.of(queries.below([""]), "ask", timezone.now())
    assert_rebuild_agrees()


def test_whoever_knocked_says_how_they_are(world: World) -> None:
    seal = put(world, people=ground(world)).id
    assert event(world, seal, "asked").field == "body.finds"


@given(st.permutations(range(6)))
def test_what_knocks_make_of_a_seal_follows_from_no_order_of_arrival(order: list[int]) -> None:
    seal, lead, chief = said(0, SealPut("120")), new_id(), new_id()
    bodies = [
        SealEvent(seal.id, "opened"), SealEvent(seal.id, "told", workers=[lead]),
        SealEvent(seal.id, "asked", finds="nobody"), SealEvent(seal.id, "told", workers=[chief], finds="nobody"),
        SealEvent(seal.id, "asked", finds="needs"), SealEvent(seal.id, "asked", finds="nobody"),
    ]  # fmt: skip
    # What the system says comes in the same moment as what it follows from.
    every = [said(minute, body) for minute, body in zip((1, 1, 2, 2, 3, 4), bodies, strict=True)]
    row = standing.line(seal, [every[at] for at in order])
    assert (row["ask_since"], row["finds"], row["ask_worker"]) == (every[0].at, "needs", None)


def test_no_police_member_is_asked_to_knock_where_somebody_isolates(world: World) -> None:
    at, police = world.doors[DOOR], world.workers["police"]
    Duty.objects.create(
        worker=police, place=at.place, role=DutyRole.CADRE, since=timezone.now() - timedelta(days=9),
        from_change=world.change,
    )  # fmt: skip
    seal = put(world, people=ground(world)).id
    event(world, seal, "opened")
    assert Seal.objects.get().ask_worker == world.workers["lead"].id


def test_only_the_system_says_that_a_seal_has_ended_and_a_seal_stays_where_it_is(world: World) -> None:
    seal = put(world, people=ground(world)).id
    assert event(world, seal, "ended").code == "record.invalid"
    assert event(world, seal, "told").code == "record.invalid"
    assert event(world, seal, "explained").field == "body.opening"
    gate = world.places["gate"].id
    body = {"seal": seal, "event": "intact"}
    told = desk.tell("seal_event", body, by=world.workers["headquarters"], now=timezone.now(), place=gate)
    assert told.code == "seal.not_here"


@pytest.mark.parametrize("why", ["illness", "birth", "fire", "delivery", "doctor"])
def test_every_opening_is_taken_and_none_asks_leave(why: str) -> None:
    seal = said(0, SealPut("120"))
    row = standing.line(seal, [said(1, SealEvent(seal.id, "opened", why=why))])  # type: ignore[arg-type]
    assert (row["standing"], row["openings"], row["unexplained"], row["ended_at"]) == ("opened", 1, [], None)
    assert (row["ask_since"] is not None) == (why in ("illness", "birth", "fire"))


def test_it_ends_with_the_last_of_its_episodes_or_by_its_own_date_whichever_comes_first() -> None:
    day = timezone.now()
    days = [day + timedelta(days=n) for n in range(4)]
    assert standing.ends_at(None, []) is None
    assert standing.ends_at(None, [days[1], days[2]]) == days[2]
    assert standing.ends_at(days[1], [days[2]]) == days[1]
    assert standing.ends_at(days[3], [days[1], None]) == days[3]
    assert standing.ends_at(None, [days[1], None]) is None


def test_whoever_may_not_see_health_sees_no_seal_on_a_home(world: World) -> None:
    put(world, people=ground(world))
    assert queries.for_health(queries.below([""]), False) == []
    assert len(queries.for_health(queries.below([""]), True)) == 1
    assert queries.any_of(new_id()) is None
