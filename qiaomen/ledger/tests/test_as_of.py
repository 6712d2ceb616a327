"""As of any moment the tables are what they were: what was stored after a change is what `as_of` shows of it later."""

from datetime import datetime
from typing import Any

import msgspec
import pytest
from django.db import InternalError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qiaomen.base.changes import now_seq
from qiaomen.base.sql import rows
from qiaomen.campaigns import actions
from qiaomen.campaigns.models import Target
from qiaomen.campaigns.tallies import coverage
from qiaomen.households.tests.told import merge, move, of
from qiaomen.ledger.asof import as_of
from qiaomen.ledger.models import Record
from qiaomen.ledger.submit import submit
from qiaomen.ledger.tests.stored import everything
from qiaomen.ledger.tests.story import NUMBERS, RECEIVED, Line, author_of, stories
from qiaomen.testing.desk import Desk, at
from qiaomen.testing.sweep import start_sweep
from qiaomen.testing.world import World

calm = settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
# A review of something that had not happened yet changes nothing; sent by itself it would have been held.
HAPPENED = ("doors", "campaigns_target", "campaigns_roll", "campaigns_tally", "campaigns_hourtally")


def steady(line: Line) -> Line:
    """The same person always with the same number: what an identity said before is not kept."""
    for seen in line.record["body"].get("people", ()):
        if "new" in seen:
            seen["new"]["id_number"] = NUMBERS[seen["person"].int % len(NUMBERS)]
    return line


def send(desk: Desk, lines: list[Line], received_at: datetime = RECEIVED) -> None:
    for line in lines:
        raw = msgspec.json.encode(line.record)
        submit([raw], author=author_of(desk, line.author), received_at=received_at)


@given(data=st.data())
@calm
def test_as_of_any_change_is_what_the_tables_were_after_it(desk: Desk, data: st.DataObject) -> None:
    lines = [steady(line) for line in data.draw(stories(desk))]
    turns: list[Any] = [lines[start : start + 2] for start in range(0, len(lines), 2)]
    turns += data.draw(st.lists(st.sampled_from([shut, hand_over, join, part, move_out, move_on]), max_size=4))
    with transaction.atomic():
        seen = {now_seq(): everything()}
        for turn in data.draw(st.permutations(turns)):
            if callable(turn):
                turn(desk)
            else:
                send(desk, turn)
            seen[now_seq()] = everything()
        for seq in data.draw(st.lists(st.sampled_from(sorted(seen)), min_size=2, max_size=4, unique=True)):
            with as_of(seq=seq):
                assert everything() == seen[seq]
        assert everything() == seen[now_seq()]
        transaction.set_rollback(True)


@given(data=st.data())
@calm
def test_what_happened_by_a_moment_is_what_only_its_records_would_have_made(desk: Desk, data: st.DataObject) -> None:
    lines = [steady(line) for line in data.draw(stories(desk))]
    times = {line.record["id"]: line.record["device_at"] for line in lines}
    until = data.draw(st.sampled_from(sorted(times.values())))
    with transaction.atomic():
        send(desk, lines)
        stored = {row[0]: row[1] for row in rows("SELECT id, coalesce(root, id) FROM ledger_record")}
        with as_of(seq=now_seq(), happened=until):
            shown = {name: several for name, several in everything().items() if name in HAPPENED}
        transaction.set_rollback(True)
    early = [line for line in lines if line.record["id"] in stored and times[stored[line.record["id"]]] <= until]
    with transaction.atomic():
        send(desk, early)
        assert shown == {name: several for name, several in everything().items() if name in HAPPENED}
        transaction.set_rollback(True)


def test_nothing_can_be_written_while_looking_back(desk: Desk) -> None:
    with pytest.raises(InternalError), transaction.atomic(), as_of(seq=now_seq()):
        rows("INSERT INTO ledger_unreadable SELECT * FROM ledger_unreadable RETURNING id")
    with as_of(seq=0):
        assert not Record.objects.exists()
        assert not Target.objects.exists()


def test_coverage_asks_as_ever_and_answers_as_of_then(desk: Desk) -> None:
    before, phone = now_seq(), desk.phone()
    phone.send([phone.visit(desk.door("1-1-101"), people=desk.everyone("1-1-101"))])
    with as_of(seq=before):
        assert coverage(desk.campaign.id)["answered"] == 0
    assert coverage(desk.campaign.id)["answered"] == 1


def test_a_correction_is_known_from_its_own_change_and_belongs_to_the_time_of_what_it_corrects(desk: Desk) -> None:
    phone = desk.phone()
    visit = phone.visit(desk.door("1-1-101"), "refused", at=at(21, 9))
    phone.send([visit])
    first = now_seq()
    phone.send([phone.visit(desk.door("1-1-101"), "absent", at=at(21, 15)) | {"amends": visit["id"]}])
    with as_of(seq=first):
        assert desk.state("1-1-101").name == "REFUSED"
    with as_of(seq=now_seq(), happened=at(21, 12)):
        assert desk.state("1-1-101").name == "ABSENT"


def test_before_its_launch_a_sweep_had_no_doors(world: World) -> None:
    before = now_seq()
    campaign = start_sweep(world)
    assert Target.objects.filter(campaign_id=campaign.id).exists()
    with as_of(seq=before):
        assert not Target.objects.exists()
        assert coverage(campaign.id)["doors"] == 0


def shut(desk: Desk) -> None:
    version = rows("SELECT version FROM places_door WHERE id = %b", [desk.door("2-1-201")])[0][0]
    body = {"version": version, "is_open": version % 2 == 0}
    desk.phone("lead").send([desk.phone().record("door_changed", door=desk.door("2-1-201"), at=at(21, 10), body=body)])


def hand_over(desk: Desk) -> None:
    actions.assign(desk.campaign, doors=[desk.door("1-1-301")], teams=[desk.world.teams["team 2"].id])


def join(desk: Desk) -> None:
    desk.phone("lead").send([merge(desk.phone(), of(desk, "彭兴华"), of(desk, "秦超"), hour=11)])


def part(desk: Desk) -> None:
    desk.phone("lead").send([merge(desk.phone(), of(desk, "彭兴华"), of(desk, "秦超"), same=False, hour=12)])


def move_out(desk: Desk) -> None:
    desk.phone().send([move(desk.phone(), of(desk, "彭宇"), desk.door("2-1-201"), when=at(21, 13))])


def move_on(desk: Desk) -> None:
    desk.phone().send([move(desk.phone(), of(desk, "彭宇"), desk.door("1-1-302"), when=at(21, 14))])
