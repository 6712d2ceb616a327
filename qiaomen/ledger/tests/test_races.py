"""Batches that run beside each other, in threads with connections of their own."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import pytest
from django.db import OperationalError, connection

from qiaomen.base.ids import new_id
from qiaomen.campaigns.models import Roll, Target
from qiaomen.ledger import append, submit
from qiaomen.ledger.models import Held, Record
from qiaomen.ledger.tests.story import NUMBERS, RECEIVED, author_of
from qiaomen.ledger.wire import Verdict
from qiaomen.people.models import Alias
from qiaomen.testing.desk import Desk
from qiaomen.testing.sweep import Phone

pytestmark = pytest.mark.django_db(transaction=True)


def send(desk: Desk, worker: str, records: Sequence[dict[str, Any]]) -> list[Verdict]:
    raws = [msgspec.json.encode(record) for record in records]
    return submit.submit(raws, author=author_of(desk, worker), received_at=RECEIVED)


def beside(*actions: Callable[[], object]) -> None:
    """Run all at once, and raise what any of them raised."""
    barrier, errors = threading.Barrier(len(actions)), list[BaseException]()

    def run(action: Callable[[], object]) -> None:
        try:
            barrier.wait()
            action()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[action]) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def test_the_same_records_sent_at_once_in_opposite_order_stand_once(desk: Desk) -> None:
    phone = desk.phone()
    labels = ["1-1-101", "1-2-101", "2-1-101", "2-2-101", "alley 1号"]
    for _ in range(4):
        visits = [phone.visit(desk.door(label), "absent") for label in labels]
        beside(*(lambda order=order: send(desk, "field", order) for order in (visits, visits[::-1], visits)))
    assert Record.objects.count() == 20
    assert set(Target.objects.filter(attempts__gt=0).values_list("attempts", flat=True)) == {4}


def test_what_waits_and_what_brings_it_find_each_other_though_sent_at_once(desk: Desk) -> None:
    phone = desk.phone()
    for number in range(6):
        door = phone.record(
            "door_added",
            door=new_id(),
            body={"place": desk.world.places["stairwell 1-1"].id, "label": f"1-1-9{number:02}"},
        )
        visit = phone.visit(door["door"], "absent")
        void = phone.record("void", amends=visit["id"])
        beside(*(lambda one=one: send(desk, "field", [one]) for one in (visit, door, void)))
    assert Record.objects.count() == 18
    assert not Held.objects.filter(verdict="").exists()


def test_what_waits_and_what_brings_it_miss_each_other_and_meet_after_their_commits(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone, release, met, came = desk.phone(), submit._release, threading.Barrier(2), set[int]()
    door, visit = found(desk, phone)

    def both_uncommitted(*given: Any) -> Any:
        """Neither commits before the other one has looked for what it needs, or for who waits for it."""
        taken = release(*given)
        if threading.get_ident() not in came:
            came.add(threading.get_ident())
            met.wait(timeout=60)
        return taken

    monkeypatch.setattr(submit, "_release", both_uncommitted)
    beside(lambda: send(desk, "field", [visit]), lambda: send(desk, "field", [door]))
    assert len(came) == 2
    assert Record.objects.count() == 2
    assert not Held.objects.filter(verdict="").exists()


@pytest.mark.parametrize("by_review", [False, True])
def test_what_comes_while_held_records_are_let_go_does_not_wait_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, by_review: bool
) -> None:
    phone, release, keys = desk.phone(), submit._release, desk.world.outbreak.keys
    door, visit = found(desk, phone)
    void = phone.record("void", amends=visit["id"])
    with monkeypatch.context() as dead:
        dead.setattr("qiaomen.ledger.submit.holding.awaited", lambda _ids: False)
        for one in (visit, door):
            send(desk, "field", [one])
    if by_review:
        Held.objects.update(code="record.needs_review", needs=[])

    def meanwhile(*given: Any) -> Any:
        """Before what was let go is committed, somebody takes it back."""
        taken = release(*given)
        monkeypatch.setattr(submit, "_release", release)
        beside(lambda: send(desk, "field", [void]))
        return taken

    monkeypatch.setattr(submit, "_release", meanwhile)
    if by_review:
        submit.review(visit["id"], accepted=True, keys=keys, worker=desk.world.workers["lead"].id)
    else:
        submit.release_left_behind(keys)
    assert set(Record.objects.values_list("kind", flat=True)) == {"door_added", "visit", "void"}
    assert not Held.objects.filter(verdict="").exists()


def found(desk: Desk, phone: Phone) -> tuple[dict[str, Any], dict[str, Any]]:
    """A door that nobody knew, and a visit there; not sent yet."""
    body = {"place": desk.world.places["stairwell 1-1"].id, "label": "1-1-901"}
    door = phone.record("door_added", door=new_id(), body=body)
    return door, phone.visit(door["door"], "absent")


def test_visits_at_one_stairwell_sent_at_once_are_all_counted(desk: Desk) -> None:
    phone = desk.phone()
    labels = [label for label in desk.world.doors if label.startswith("1-1")]
    beside(
        *(
            lambda label=label: [send(desk, "field", [phone.visit(desk.door(label), "absent")]) for _ in range(4)]
            for label in labels
        )
    )
    assert set(Target.objects.filter(attempts__gt=0).values_list("attempts", flat=True)) == {4}


def test_one_person_entered_at_two_doors_at_once_is_known_to_be_one(desk: Desk) -> None:
    phone = desk.phone()
    visits = [
        phone.visit(
            desk.door(label),
            people=[{"person": new_id(), "presence": "seen", "new": {"name": "某人", "id_number": NUMBERS[0]}}],
        )
        for label in ("1-2-202", "2-1-302")
    ]
    beside(*(lambda visit=visit: send(desk, "field", [visit]) for visit in visits))
    assert Alias.objects.count() == 1
    assert Roll.objects.count() == 2


def test_a_batch_that_lost_a_deadlock_goes_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = desk.phone()
    one, other = (phone.visit(desk.door(label), "absent") for label in ("1-1-101", "2-1-101"))
    lock, met, ends = append._lock, threading.Barrier(2), list[str]()

    def late(entries: Sequence[Any]) -> None:
        """Both take their containers in opposite order, and each waits until the other has taken its first."""
        for entry in sorted(entries, key=lambda entry: entry.index):
            lock([entry])
            if len(ends) < 2:
                ends.append("")
                met.wait()

    monkeypatch.setattr(append, "_lock", late)
    beside(lambda: send(desk, "field", [one, other]), lambda: send(desk, "field", [other, one]))
    assert Record.objects.count() == 2


def test_an_error_that_is_no_deadlock_is_not_tried_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def gone(*args: object) -> None:
        calls.append(args)
        raise OperationalError("the disk is full")

    monkeypatch.setattr(submit, "_commit", gone)
    with pytest.raises(OperationalError):
        send(desk, "field", [desk.phone().visit(desk.door("1-1-101"))])
    assert len(calls) == 1
