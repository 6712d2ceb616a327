"""What records and standing make of passes."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qiaomen.base.changes import now_seq
from qiaomen.base.ids import new_id
from qiaomen.base.models import Change
from qiaomen.base.problems import Problem
from qiaomen.ledger import desk
from qiaomen.ledger.asof import as_of
from qiaomen.ledger.rebuild import rebuild
from qiaomen.passes import actions, queries
from qiaomen.passes.models import Pass
from qiaomen.passes.tests.conftest import Passes, at
from qiaomen.policy import moments
from qiaomen.policy.models import Standing
from qiaomen.testing.agreement import assert_rebuild_agrees

HIM, HER, OTHER = "周国庆", "谢丽敏", "解军"


def test_a_pass_is_green_for_the_compound_of_the_home(passes: Passes) -> None:
    one = passes.issue(HIM)
    assert (one.state, one.colour, one.form) == ("active", "green", "phone")
    assert one.areas == [passes.world.places["compound"].path.rstrip(".").rpartition(".")[2]]


def test_where_no_compound_is_it_is_for_the_community(passes: Passes) -> None:
    headquarters = passes.world.workers["headquarters"]
    one = passes.issue("柳长青", by=headquarters)
    assert one.areas == [passes.world.places["west community"].path.rstrip(".").rpartition(".")[2]]


def test_colour_follows_the_status_in_the_same_change(passes: Passes) -> None:
    passes.issue(HIM)
    passes.at(at(22, 9)).expose(HIM)
    one = passes.of(HIM)
    assert (one.colour, one.since) == ("red", at(22, 9))
    assert one.change == Standing.objects.get(person=one.person).change


def test_colour_follows_the_clock(passes: Passes) -> None:
    passes.issue(HIM)
    passes.at(at(22, 9)).expose(HIM)
    until = Standing.objects.get(person=passes.person(HIM)).until
    assert until is not None
    moments.advance(until + timedelta(minutes=1))
    one = passes.of(HIM)
    standing = Standing.objects.get(person=one.person)
    assert one.colour == standing.colour
    assert one.change == standing.change
    assert Change.objects.get(pk=one.change).what == "moment"


def test_somebody_red_gets_a_red_pass(passes: Passes) -> None:
    passes.expose(HIM)
    assert passes.issue(HIM).colour == "red"


def test_whoever_nobody_has_checked_is_yellow_until_somebody_has(passes: Passes) -> None:
    id = uuid4()
    body = {"pass": id, "event": "issued", "verified": False}
    desk.tell("pass_event", body, person=passes.person(HIM), **passes.by)
    assert passes.of(HIM).colour == "yellow"
    actions.verify(passes.of(HIM), **passes.at(at(21, 10)).by)
    assert passes.of(HIM).colour == "green"


def test_suspended_is_resumed_revoked_is_only_issued_anew(passes: Passes) -> None:
    one = passes.issue(HIM)
    actions.suspend(one, reason="lost", **passes.by)
    assert (passes.of(HIM).state, passes.of(HIM).reason) == ("suspended", "lost")
    actions.resume(passes.of(HIM), **passes.at(at(21, 10)).by)
    assert passes.of(HIM).state == "active"
    actions.revoke(passes.of(HIM), reason="lost", **passes.at(at(21, 11)).by)
    with pytest.raises(Problem, match=r"pass\.revoked"):
        actions.resume(passes.of(HIM), **passes.by)
    new, _verdict = actions.reissue(passes.of(HIM), reason="lost", **passes.by)
    assert passes.of(HIM).id == new
    assert Pass.objects.get(pk=one.id).replaced_by == new


def test_what_was_true_at_a_moment_is_told_by_the_records(passes: Passes) -> None:
    one = passes.issue(HIM)
    passes.at(at(22, 9)).expose(HIM)
    actions.suspend(passes.of(HIM), reason="copied", **passes.at(at(23, 9)).by)
    told = [queries.colour_at(one.id, at(day, hour)) for day, hour in ((21, 8), (21, 12), (22, 12), (23, 12))]
    assert told == [None, ("active", "green"), ("active", "red"), ("suspended", "red")]


def test_files_that_are_one_persons_have_one_colour_and_apart_their_own(passes: Passes) -> None:
    passes.issue(HIM)
    passes.at(at(22, 9)).expose(OTHER)
    merge = passes.said.say("person_merge", HIM, "lead", other=passes.person(OTHER), same=True)
    assert passes.of(OTHER).id == passes.of(HIM).id
    assert passes.of(HIM).colour == "red"
    assert_rebuild_agrees()
    passes.said.now = at(22, 10)
    passes.said.say("void", HIM, "lead", amends=merge)
    assert passes.of(HIM).colour == "green"
    assert queries.passes_of(passes.person(OTHER)) == []


def test_who_moves_keeps_the_pass_and_the_new_community_decides(passes: Passes) -> None:
    one = passes.issue(HIM)
    door = passes.world.doors["village group 6号"].id
    body = {"moved_at": at(21, 9), "from_door": passes.world.people[HIM].home_door_id}
    headquarters = passes.world.workers["headquarters"]
    [moved] = desk.send([desk.record("move", body, at=at(21, 9), person=passes.person(HIM), door=door)],
                        by=headquarters, now=at(21, 9))  # fmt: skip
    assert moved.verdict == "accepted"
    verdict = actions.suspend(one, reason="moved", **passes.at(at(21, 10)).by)
    assert verdict.code == "record.outside_grant"
    assert actions.suspend(one, reason="moved", by=headquarters, now=at(21, 10)).verdict == "accepted"


@pytest.mark.parametrize(
    "body, code",
    [
        ({"event": "issued", "pass": "00000000-0000-7000-8000-000000000001"}, "pass.not_random"),
        ({"event": "issued", "pass": "own"}, "pass.taken"),
        ({"event": "suspended", "pass": "own"}, "pass.anothers"),
        ({"event": "reissued", "pass": "new"}, "record.invalid"),
        ({"event": "reissued", "pass": "new", "replaces": "own"}, "pass.anothers"),
    ],
    ids=str,
)
def test_a_pass_is_random_issued_once_and_one_persons(passes: Passes, body: dict[str, Any], code: str) -> None:
    words = {"own": passes.issue(HIM).id, "new": uuid4()}
    body = {key: words.get(value, value) for key, value in body.items()}
    verdict = desk.tell("pass_event", body, person=passes.person(OTHER), **passes.by)
    assert (verdict.verdict, verdict.code) == ("rejected", code)


def test_a_field_worker_issues_nothing(passes: Passes) -> None:
    body = {"pass": uuid4(), "event": "issued"}
    field = passes.world.workers["field"]
    assert desk.tell("pass_event", body, person=passes.person(HIM), by=field, now=passes.now).verdict == "rejected"


def test_a_rebuild_leaves_the_change_that_made_a_difference(passes: Passes) -> None:
    passes.issue(HIM)
    passes.at(at(22, 9)).expose(HIM)
    before = list(Pass.objects.values())
    rebuild()
    assert list(Pass.objects.values()) == before


@given(data=st.data())
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_order_of_arrival_makes_the_same_passes(passes: Passes, data: st.DataObject) -> None:
    first, second = uuid4(), uuid4()
    story: list[dict[str, Any]] = [
        {"pass": first, "event": "issued", "verified": False}, {"pass": first, "event": "suspended", "reason": "lost"},
        {"pass": first, "event": "resumed"}, {"pass": first, "event": "verified"},
        {"pass": second, "event": "reissued", "replaces": first, "reason": "copied", "form": "card"},
        {"pass": second, "event": "suspended", "reason": "misused"}, {"pass": first, "event": "revoked"},
    ]  # fmt: skip
    records = [
        {"id": new_id(), "kind": "pass_event", "device_at": at(21, hour), "person": passes.person(HIM), "body": body}
        for hour, body in enumerate(story)
    ]
    arrived, cut = data.draw(st.permutations(records)), data.draw(st.integers(0, len(records)))

    def told(batches: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
        with transaction.atomic():
            for batch in batches:
                desk.send(batch, by=passes.world.workers["lead"], now=at(23, 9))
            found = list(Pass.objects.order_by("pk").values())
            transaction.set_rollback(True)
        return [{name: value for name, value in row.items() if name != "change"} for row in found]

    as_told = told([records])
    assert told([arrived[:cut], arrived[cut:]]) == as_told
    assert sorted(row["state"] for row in as_told) == ["revoked", "suspended"]


def test_as_of_a_moment_a_pass_is_what_it_was(passes: Passes) -> None:
    passes.issue(HIM)
    before = now_seq()
    actions.suspend(passes.of(HIM), reason="lost", **passes.at(at(21, 10)).by)
    passes.at(at(22, 9)).expose(HIM)
    with as_of(seq=before):
        then = Pass.objects.get()
        assert (then.state, then.colour, then.since) == ("active", "green", at(21, 9))
    now = Pass.objects.get()
    assert (now.state, now.colour) == ("suspended", "red")
