"""Asking for a pass: who it is, who decides."""

from datetime import timedelta
from itertools import permutations
from uuid import UUID

import pytest
from pytest_django.fixtures import Settings

from qiaomen.base.ids import RESIDENT
from qiaomen.base.problems import Problem
from qiaomen.ledger import desk
from qiaomen.ledger.entries import Author
from qiaomen.ledger.models import Record
from qiaomen.passes import actions, asks, queries, retention
from qiaomen.passes.models import Ask
from qiaomen.passes.tests.conftest import Passes
from qiaomen.people.models import Person

HIM = "周国庆"


def asked(passes: Passes, *, name: str = HIM, number: str = "", phone: str = "") -> Ask:
    card = passes.world.identities[HIM]
    author = Author(passes.world.workers["lead"].id, passes.world.outbreak.id)
    home = passes.world.people[HIM].home_door_id
    assert isinstance(home, UUID)
    asks.ask(
        home, name=name, number=number or card.number, phone=phone or card.phones[0], author=author, now=passes.now
    )
    return Ask.objects.get()


def test_whoever_has_name_and_number_of_somebody_there_is_found(passes: Passes) -> None:
    assert asked(passes).person == passes.person(HIM)


@pytest.mark.parametrize("said", [{"name": "周国强"}, {"number": "990000197101019999"}, {"number": "021"}])
def test_another_name_or_number_finds_nobody_and_is_asked_all_the_same(passes: Passes, said: dict[str, str]) -> None:
    one = asked(passes, **said)
    assert (one.person, one.decided_at) == (None, None)


def test_the_community_sees_what_waits_and_issuing_decides_it(passes: Passes) -> None:
    one = asked(passes)
    assert list(asks.waiting(passes.world.workers["lead"])) == [one]
    assert list(asks.waiting(passes.world.workers["gate"])) == []
    id, _verdict = actions.issue(passes.person(HIM), ask=one.id, door=one.door, **passes.by)
    one.refresh_from_db()
    assert (one.pass_id, one.decided_by) == (id, passes.world.workers["lead"].id)
    with pytest.raises(Problem, match=r"pass\.decided"):
        asks.refuse(one, reason="other", **passes.by)


def test_whoever_asks_where_they_work_is_decided_about_there_if_no_home_is_known(passes: Passes) -> None:
    shop = passes.world.doors["1-1-101"].id
    Person.objects.filter(pk=passes.person(HIM)).update(home_door=None, work_door=shop)
    card = passes.world.identities[HIM]
    asks.ask(shop, name=HIM, number=card.number, author=Author(RESIDENT, passes.world.outbreak.id), now=passes.now)
    one = Ask.objects.get()
    assert one.person == passes.person(HIM)
    id, verdict = actions.issue(passes.person(HIM), ask=one.id, door=one.door, **passes.by)
    assert verdict.verdict == "accepted", verdict
    one.refresh_from_db()
    assert one.pass_id == id


def test_a_refusal_says_why(passes: Passes) -> None:
    asks.refuse(asked(passes, name="周国强"), reason="unknown_here", **passes.by)
    one = Ask.objects.get()
    assert (one.reason, one.pass_id, one.decided_at is not None) == ("unknown_here", None, True)
    assert list(asks.waiting(passes.world.workers["lead"])) == []


def test_a_refusal_by_mistake_is_taken_back_and_the_ask_waits_again(passes: Passes) -> None:
    one = asked(passes)
    asks.refuse(one, reason="other", **passes.by)
    one.refresh_from_db()
    assert list(asks.refused(passes.world.workers["lead"])) == [one]
    verdict = asks.reopen(one, note="看错了人", **passes.at(passes.now + timedelta(minutes=1)).by)
    assert verdict.verdict == "accepted", verdict
    one.refresh_from_db()
    assert (one.decided_at, one.decided_by, one.reason, one.person) == (None, None, "", passes.person(HIM))
    assert list(asks.waiting(passes.world.workers["lead"])) == [one]
    assert list(asks.refused(passes.world.workers["lead"])) == []
    asks.refuse(one, reason="double", **passes.at(passes.now + timedelta(minutes=1)).by)
    one.refresh_from_db()
    assert one.reason == "double"


def test_only_who_decides_there_takes_a_refusal_back_and_only_what_is_refused(passes: Passes) -> None:
    one = asked(passes)
    with pytest.raises(Problem, match=r"pass\.not_refused"):
        asks.reopen(one, **passes.by)
    asks.refuse(one, reason="other", **passes.by)
    one.refresh_from_db()
    later = passes.now + timedelta(minutes=1)
    assert asks.reopen(one, by=passes.world.workers["field"], now=later).verdict == "rejected"
    one.refresh_from_db()
    assert one.reason == "other"


def test_refusals_and_their_taking_back_give_the_same_in_any_order(passes: Passes) -> None:
    one = asked(passes)
    said = [
        desk.record(kind, body, at=passes.now + timedelta(minutes=n), door=one.door)
        for n, (kind, body) in enumerate([
            ("pass_refused", {"ask": one.id, "reason": "other"}),
            ("pass_reopened", {"ask": one.id}),
            ("pass_refused", {"ask": one.id, "reason": "double"}),
        ])
    ]  # fmt: skip
    later = passes.now + timedelta(hours=1)
    for order in permutations(said):
        Record.objects.filter(id__in=[record["id"] for record in said]).delete()
        for record in order:
            desk.send([record], by=passes.world.workers["lead"], now=later)
        one.refresh_from_db()
        assert (one.reason, one.decided_at) == ("double", said[2]["device_at"])


def test_what_was_forgotten_is_not_opened_again(passes: Passes) -> None:
    one = asked(passes)
    asks.refuse(one, reason="other", **passes.by)
    one.refresh_from_db()
    week = passes.now + timedelta(days=7)
    retention.forget(week)
    with pytest.raises(Problem, match=r"pass\.ask_forgotten"):
        asks.reopen(one, by=passes.world.workers["lead"], now=week)


def test_where_the_district_says_so_number_and_phone_on_file_are_enough(passes: Passes, settings: Settings) -> None:
    settings.PASS_AT_ONCE = True
    one = asked(passes)
    assert one.pass_id == passes.of(HIM).id
    assert passes.shown(passes.code(HIM)).rules == "green"


def test_the_end_of_a_number_is_not_enough_for_that(passes: Passes, settings: Settings) -> None:
    settings.PASS_AT_ONCE = True
    assert asked(passes, number=passes.world.identities[HIM].number[-4:]).pass_id is None
    assert queries.passes_of(passes.person(HIM)) == []


def test_what_was_typed_is_forgotten_a_week_after_it_was_decided(passes: Passes) -> None:
    one = asked(passes)
    asks.refuse(one, reason="other", **passes.by)
    assert retention.forget(passes.now + timedelta(days=6)) == 0
    assert retention.forget(passes.now + timedelta(days=7)) == 1
    assert retention.forget(passes.now + timedelta(days=8)) == 0
    assert Record.objects.get(pk=one.id).sealed is None
    assert (Ask.objects.get().person, Ask.objects.get().reason) == (None, "other")
