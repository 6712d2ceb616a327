"""Properties of counting days and of evaluating: never earlier, never otherwise, however and whenever it is asked."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qiaomen.base.sql import run
from qiaomen.people.facts import Kind
from qiaomen.places.models import Place
from qiaomen.policy import days, evaluate
from qiaomen.policy.evaluate import Verdict
from qiaomen.policy.language import Document
from qiaomen.policy.tests.facing import HERE, at, chain, edition, fact
from qiaomen.testing.world import World

ZONES = [
    ZoneInfo(name) for name in ("Asia/Shanghai", "Europe/Berlin", "America/Havana", "Asia/Beirut", "Asia/Kathmandu")
]
DAYS = st.dates(date(2019, 12, 1), date(2024, 12, 31))
LENGTHS = st.lists(st.integers(0, 40), min_size=1, max_size=4)
# 29 February is among them.
HOURS = st.integers(0, 60 * 24).map(lambda hour: at("02-10 00:00") + timedelta(hours=hour))
WITH_WORLD = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
PEOPLE = ["周国庆", "谢丽敏", "周一诺", "田志平", "余静娟", "秦超", "殷祖德"]


@given(DAYS, LENGTHS, st.sampled_from(ZONES))
def test_phases_follow_each_other_without_a_gap_and_cover_whole_days(day0: date, lengths: list[int], zone: Any) -> None:
    spans = days.phases(day0, lengths, zone)
    assert all(one.end == after.start for one, after in pairwise(spans))
    for span, total in zip(spans, (sum(lengths[: n + 1]) for n in range(len(lengths))), strict=True):
        assert span.last == day0 + timedelta(days=total)
        assert days.local_day(span.end - timedelta(seconds=1), zone) == span.last
        assert days.local_day(span.end, zone) == span.last + timedelta(days=1)


@given(DAYS, st.integers(0, 60), st.integers(0, 60), st.sampled_from(ZONES))
def test_a_later_day_0_or_more_days_never_end_earlier(day0: date, shift: int, length: int, zone: Any) -> None:
    assert days.end(day0 + timedelta(days=shift), length, zone) >= days.end(day0, length, zone)
    assert days.end(day0, length + shift, zone) >= days.end(day0, length, zone)
    assert days.end(day0 + timedelta(days=shift), length, zone) == days.end(day0, length + shift, zone)


@given(st.integers(0, 5 * 366 * 24 * 60), st.sampled_from(ZONES))
def test_no_moment_of_a_day_makes_a_difference(minute: int, zone: Any) -> None:
    moment = datetime(2019, 12, 1, tzinfo=UTC) + timedelta(minutes=minute)
    day = days.local_day(moment, zone)
    assert days.midnight(day, zone) <= moment < days.midnight(day + timedelta(days=1), zone)
    assert days.end(day, 14, zone) == days.end(days.local_day(days.midnight(day, zone), zone), 14, zone)


def of_contact(lengths: list[int], **about: Any) -> Document:
    measures = ["central", "home", "watch", "note"]
    phases = ", ".join(f'{{measure = "{m}", days = {n}}}' for m, n in zip(measures, lengths, strict=False))
    return edition(f'ground = {{fact = "exposure", verified = true}}\nphases = [{phases}]', **about)


def expose(world: World, person: str, last: datetime, **more: Any) -> None:
    since, until = ((last + timedelta(hours=h)).astimezone(HERE).strftime("%m-%d %H:%M") for h in (-3, 0))
    fact(world, person, "exposure", "close", since, until, **more)


def everyone(now: datetime, *documents: Document) -> dict[UUID, Verdict]:
    return {one.person: one for one in evaluate.verdicts(None, now=now, editions=chain(*documents))}


def clean() -> None:
    run("DELETE FROM people_fact")


@WITH_WORLD
@given(lasts=st.lists(HOURS, min_size=len(PEOPLE), max_size=len(PEOPLE)), lengths=LENGTHS, now=HOURS)
def test_the_statement_counts_as_days_does(
    world: World, lasts: list[datetime], lengths: list[int], now: datetime
) -> None:
    clean()
    for person, last in zip(PEOPLE, lasts, strict=True):
        expose(world, person, last)
    found = everyone(now, of_contact(lengths))
    for person, last in zip(PEOPLE, lasts, strict=True):
        begun = last - timedelta(hours=3)
        if begun.date() == now.date() and begun > now:
            continue  # no record is of later than its receipt, so nothing is known of later today
        verdict = found.get(world.people[person].id)
        spans = days.phases(last.date(), lengths, HERE)
        active = [span for span in spans if span.start <= now < span.end] or spans[:1]
        if begun > now or now >= spans[-1].end:
            assert verdict is None
        else:
            assert verdict is not None
            assert (verdict.until, verdict.due_end) == (active[0].end, spans[-1].end)


@WITH_WORLD
@given(first=HOURS, second=HOURS, lengths=LENGTHS, now=HOURS)
def test_another_exposure_never_ends_anything_earlier(
    world: World, first: datetime, second: datetime, lengths: list[int], now: datetime
) -> None:
    clean()
    expose(world, "秦超", first)
    alone = everyone(now, of_contact(lengths)).get(world.people["秦超"].id)
    expose(world, "秦超", second)
    both = everyone(now, of_contact(lengths)).get(world.people["秦超"].id)
    if alone is not None:
        assert both is not None
        assert ends(both) >= ends(alone)
        assert len(both.reasons) >= len(alone.reasons)


@WITH_WORLD
@given(last=HOURS, known=HOURS, lengths=LENGTHS, now=HOURS)
def test_what_is_known_late_counts_as_if_it_had_been_known_at_once(
    world: World, last: datetime, known: datetime, lengths: list[int], now: datetime
) -> None:
    clean()
    expose(world, "秦超", last)
    early = everyone(now, of_contact(lengths))
    expose(world, "秦超", last, known_at=last + abs(known - last))
    assert everyone(now, of_contact(lengths)) == early


@WITH_WORLD
@given(last=HOURS, hour=HOURS, old=LENGTHS, new=LENGTHS, shortens=st.booleans(), now=HOURS)
def test_a_new_edition_in_the_middle_never_ends_earlier_unless_it_says_so(
    world: World, last: datetime, hour: datetime, old: list[int], new: list[int], shortens: bool, now: datetime
) -> None:
    clean()
    expose(world, "秦超", last, known_at=last)
    stamp = hour.strftime("%m-%d %H:%M")
    before, after = of_contact(old), of_contact(new, effective=stamp, shortens=shortens)
    now = max(now, hour, last)
    by_old, by_new = (everyone(now, document).get(world.people["秦超"].id) for document in (before, after))
    followed = everyone(now, after, before).get(world.people["秦超"].id)
    if shortens or last >= hour:
        assert _plain(followed) == _plain(by_new)
    else:
        promised = [ends(one) for one in (by_old, by_new) if one is not None]
        assert (ends(followed) if followed else None) == max(promised, default=None)


def ends(verdict: Verdict) -> datetime:
    return verdict.due_end or datetime.max.replace(tzinfo=UTC)


def _plain(verdict: Verdict | None) -> Any:
    return verdict and (verdict.measure, verdict.until, verdict.due_end)


# Everything that reads somebody else's facts, or a place.
LINKING = """
ground = {fact = "case"}
phases = [{measure = "central", while_ground = true}]

ground = {fact = "exposure", value = ["close"], verified = true}
phases = [{measure = "central", days = 7}, {measure = "home", days = 3}]
unless = [{has = "case", value = ["discarded"], of = "contact"}]

ground = {fact = "exposure", value = ["secondary"], verified = true}
phases = [{measure = "home", days = 7, ends_early = {day = 3, when = [
  {has = "result", value = ["negative"], of = "contact"}]}}]

ground = {fact = "exposure", value = ["close"], verified = true, lives_with = "together"}
phases = [{measure = "watch", days = 7}]

ground = {fact = "exposure", value = ["close"], verified = true, lives_with = "parted"}
phases = [{measure = "home", days = 7}]

ground = {fact = "symptom"}
phases = [{measure = "watch", until = [{has = "result", value = ["negative"], from_day = 0}]}]
when = [{lacks = "result", value = ["positive"], of = "household"}]

ground = {near_case = 120, count_from = "first"}
phases = [{measure = "note", days = 7}]

ground = {silent = "report", silent_days = 2}
phases = [{measure = "note", while_ground = true, colour = "grey"}]
"""
KINDS: list[tuple[Kind, list[str]]] = [
    ("case", ["suspected", "confirmed", "discarded"]),
    ("exposure", ["close", "secondary"]),
    ("result", ["negative", "positive"]),
    ("symptom", ["fever"]),
    ("report", ["self"]),
    ("apart", ["central", "hospital"]),
    ("ruling", ["release", "exempt"]),
    ("hand", ["fled_isolation"]),
    ("moved", ["out", "in"]),
]
STORY = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE),
        st.sampled_from([(kind, value) for kind, values in KINDS for value in values]),
        HOURS,
        st.one_of(st.none(), st.integers(0, 300)),
        st.sampled_from(PEOPLE),
    ),
    max_size=14,
)


def placed(world: World) -> None:
    """Two buildings lie within the ring round a case, the alley does not."""
    for key, lon in (("building 1", 113.0), ("building 2", 113.001), ("alley", 113.01)):
        Place.objects.filter(pk=world.places[key].pk).update(shape={"type": "Point", "coordinates": [lon, 36.0]})


def tell(world: World, story: list[Any]) -> None:
    for person, (kind, value), since, hours, other in story:
        until = since + timedelta(hours=hours if hours is not None else 24)
        lasts = hours is not None or kind in ("hand", "result", "symptom", "report")
        more: dict[str, object] = {}
        if kind == "exposure" and other != person:
            more = {"other": world.people[other].id}
        if kind == "moved":
            more = {"place": world.people[person if value == "out" else other].home_door_id}
        texts = [moment.strftime("%m-%d %H:%M") for moment in (since, until)]
        fact(world, person, kind, value, texts[0], texts[1] if lasts else None, **more)


@WITH_WORLD
@given(story=STORY, now=HOURS)
def test_everyone_at_once_and_each_alone_agree(world: World, story: list[Any], now: datetime) -> None:
    clean()
    placed(world)
    tell(world, story)
    editions = chain(edition(LINKING, effective="03-01 15:00"), edition(LINKING, effective="01-02 00:00"))
    together = evaluate.verdicts(None, now=now, editions=editions)
    ids = sorted(world.people[name].id for name in [*PEOPLE, "田语桐"])
    together = [one for one in together if one.person in ids]
    assert together == [one for person in ids for one in evaluate.verdicts([person], now=now, editions=editions)]


@WITH_WORLD
@given(story=STORY, more=STORY, now=HOURS)
def test_a_fact_changes_nobody_who_is_not_linked(
    world: World, story: list[Any], more: list[Any], now: datetime
) -> None:
    clean()
    placed(world)
    tell(world, story)
    before = everyone(now, edition(LINKING))
    touched = [world.people[person].id for person, *_rest in more]
    editions = chain(edition(LINKING))
    reached = evaluate.linked(touched, now=now, editions=editions)
    tell(world, more)
    after = everyone(now, edition(LINKING))
    changed = {person for person in before.keys() | after.keys() if before.get(person) != after.get(person)}
    assert changed <= reached | evaluate.linked(touched, now=now, editions=editions)


@WITH_WORLD
@given(story=STORY, now=HOURS, later=st.integers(0, 24 * 60))
def test_between_midnights_nothing_changes_by_the_clock(
    world: World, story: list[Any], now: datetime, later: int
) -> None:
    clean()
    tell(world, [one for one in story if one[1][0] not in ("ruling", "hand")])
    same_day = min(now + timedelta(minutes=later), days.end(now.date(), 0, HERE) - timedelta(seconds=1))
    assert everyone(now, edition(LINKING)) == everyone(same_day, edition(LINKING))


@pytest.mark.parametrize("now", ["02-28 23:59", "02-29 00:00", "02-29 23:59", "03-01 00:00"])
def test_29_february_is_a_day(world: World, now: str) -> None:
    expose(world, "秦超", at("02-22 12:00"))
    holds = everyone(at(now), of_contact([7])).get(world.people["秦超"].id)
    assert (holds is not None) == (now < "03-01")
