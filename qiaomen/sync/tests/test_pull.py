"""Pulling: own doors first, then what changed; small scope; a restored backup; late commits."""

import threading
import time
from argparse import Namespace
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from django.db import connection, transaction
from django.utils import timezone

from qiaomen.access.models import Audit
from qiaomen.base import changes
from qiaomen.campaigns.actions import assign, close
from qiaomen.campaigns.models import Target
from qiaomen.cli.commands import restored
from qiaomen.duty.models import Membership
from qiaomen.ledger import stages
from qiaomen.ledger.models import Record
from qiaomen.ledger.submit import submit
from qiaomen.ledger.tests.story import author_of
from qiaomen.sync import jobs
from qiaomen.sync.models import Bundle
from qiaomen.testing.desk import Desk
from qiaomen.testing.sweep import Phone, start_sweep

Answer = dict[str, Any]


def everything(phone: Phone, cursor: str | None = None) -> tuple[Answer, str]:
    """Pull until nothing is left; rows by kind, and the cursor."""
    rows: Answer = {}
    while True:
        answer = phone.pull(cursor)
        for name, value in answer.items():
            if isinstance(value, list):
                rows.setdefault(name, []).extend(value)
        cursor = answer["cursor"]
        if not answer.get("more"):
            return rows, cursor


def ids(rows: Answer, name: str, key: str = "id") -> set[UUID]:
    return {UUID(row[key]) for row in rows.get(name, [])}


def test_a_first_sync_brings_own_doors_first_then_the_zones(desk: Desk) -> None:
    own = [desk.door("1-1-101"), desk.door("1-1-102")]
    assign(desk.campaign, doors=own, teams=[desk.world.teams["team 2"].id] * 2)
    phone = desk.phone("taxes 1")
    first = phone.pull()
    assert (first["fresh"], first["more"]) == (True, True)
    assert ids(first, "doors") == set(own)
    assert ids(first, "people") == {p.id for label in ("1-1-101", "1-1-102") for p in desk.world.household(label)}
    assert first["totals"] == {"doors": 32, "people": 5}
    second = phone.pull(first["cursor"])
    assert len(second["doors"]) == 32
    assert "people" not in second


def test_people_of_doors_that_are_not_ones_own_do_not_come(desk: Desk) -> None:
    rows, _cursor = everything(desk.phone("taxes 1"))
    assert "people" not in rows


def test_afterwards_only_what_changed_comes(desk: Desk) -> None:
    phone = desk.phone()
    _rows, cursor = everything(phone)
    assert set(phone.pull(cursor)) == {"server_time", "cursor", "generation"}
    phone.send([phone.visit(desk.door("1-1-202"), people=desk.everyone("1-1-202"))])
    rows, cursor = everything(phone, cursor)
    assert ids(rows, "targets", "door") == {desk.door("1-1-202")}
    assert [row["presence"] for row in rows["rolls"]] == ["seen"]
    assert set(rows) == {"targets", "rolls"}


def test_a_colleagues_visit_comes_too(desk: Desk) -> None:
    phone, colleague = desk.phone(), desk.phone("taxes 1")
    _rows, cursor = everything(phone)
    colleague.send([colleague.visit(desk.door("1-1-202"), "absent")])
    rows, _cursor = everything(phone, cursor)
    assert [row["attempts"] for row in rows["targets"]] == [1]


def test_a_target_that_comes_anew_brings_its_whole_roll(desk: Desk) -> None:
    second = Desk(desk.world, start_sweep(desk.world, team="team 1"))
    phone = second.phone()
    phone.send([phone.visit(desk.door("1-1-301"), people=desk.everyone("1-1-301"))])
    _rows, cursor = everything(phone)
    # Still their own by the first sweep.
    assign(second.campaign, doors=[desk.door("1-1-301")], teams=[desk.world.teams["team 2"].id])
    rows, _cursor = everything(phone, cursor)
    assert (len(rows["targets"]), len(rows["rolls"])) == (1, 5)


def test_doors_handed_to_another_team_are_forgotten_with_their_people(desk: Desk) -> None:
    phone = desk.phone()
    _rows, cursor = everything(phone)
    gone = desk.door("1-1-202")
    assign(desk.campaign, doors=[gone], teams=[desk.world.teams["team 2"].id])
    answer = phone.pull(cursor)
    assert answer["forget"] == {"places": [], "doors": [str(gone)]}
    new, _cursor = everything(desk.phone("taxes 1"))
    assert ids(new, "people") == {person.id for person in desk.world.household("1-1-202")}


def test_doors_that_come_into_scope_come_with_their_people(desk: Desk) -> None:
    phone = desk.phone("taxes 1")
    _rows, cursor = everything(phone)
    assign(desk.campaign, doors=[desk.door("1-1-202")], teams=[desk.world.teams["team 2"].id])
    rows, _cursor = everything(phone, cursor)
    assert ids(rows, "people", "door") == {desk.door("1-1-202")}


def test_a_grant_that_ended_takes_its_places_off_the_phone(desk: Desk) -> None:
    phone = desk.phone()
    _rows, cursor = everything(phone)
    desk.world.workers["field"].grants.update(until=timezone.now() - timedelta(minutes=1))
    answer = phone.pull(cursor)
    assert str(desk.world.places["stairwell 1-1"].id) in answer["forget"]["places"]


def test_a_sweep_that_was_closed_leaves_the_phone_nothing_to_knock(desk: Desk) -> None:
    phone = desk.phone()
    _rows, cursor = everything(phone)
    close(desk.campaign)
    assert len(phone.pull(cursor)["forget"]["doors"]) == 40
    rows, _cursor = everything(phone)
    assert not rows.get("targets")


def test_who_left_their_last_team_after_the_last_sweep_learns_that_there_is_neither_any_more(desk: Desk) -> None:
    phone = desk.phone()
    _rows, cursor = everything(phone)
    close(desk.campaign)
    closed = phone.pull(cursor)
    assert (closed["around"], len(closed["teams"]), "campaigns" in closed) == (True, 1, False)
    with changes.change("leave") as change:
        Membership.objects.filter(worker=desk.world.workers["field"]).update(until_change=change.id)
    left = phone.pull(closed["cursor"])
    assert (left["around"], "teams" in left, "campaigns" in left) == (True, False, False)
    assert "around" not in phone.pull(left["cursor"])


def test_a_zones_page_is_built_once_and_kept_sealed(desk: Desk) -> None:
    for worker in ("field", "taxes 1"):
        everything(desk.phone(worker))
    bundle = Bundle.objects.get()
    assert b"1-1-202" not in bytes(bundle.sealed)


def test_an_older_page_of_the_zone_is_followed_by_what_changed_since(desk: Desk) -> None:
    everything(desk.phone("field"))
    phone = desk.phone("taxes 1")
    phone.send([phone.visit(desk.door("1-1-202"), "absent")])
    rows, _cursor = everything(phone)
    attempts = [row["attempts"] for row in rows["targets"] if row["door"] == str(desk.door("1-1-202"))]
    assert attempts[-1] == 1


@pytest.mark.parametrize("cursor", ["", "nonsense", "AAAA", "lMQ="])
def test_a_cursor_from_elsewhere_means_beginning_anew(desk: Desk, cursor: str) -> None:
    response = desk.phone().call(pull=True, cursor=cursor)
    if cursor:
        assert (response.status_code, response.json()["problem"]["code"]) == (409, "sync.cursor")
    else:
        assert response.json()["fresh"] is True


def test_opening_another_teams_door_fetches_its_people_and_is_logged(desk: Desk) -> None:
    phone = desk.phone("taxes 1")
    response = phone.client.get(
        f"/api/doors/{desk.door('1-1-301')}/people", headers={"authorization": f"Bearer {phone.token}"}
    )
    assert len(response.json()["people"]) == 5
    assert Audit.objects.get(action="door.people").subject == desk.door("1-1-301")


def test_a_door_outside_ones_area_is_not_there_at_all(desk: Desk) -> None:
    phone = desk.phone("outsider")
    response = phone.client.get(
        f"/api/doors/{desk.door('1-1-301')}/people", headers={"authorization": f"Bearer {phone.token}"}
    )
    assert response.status_code == 404


def test_after_a_restored_backup_phones_send_again_what_it_lost(desk: Desk) -> None:
    phone = desk.phone()
    doors = ["1-1-101", "1-1-102", "1-1-201", "1-1-202"]
    kept = [phone.visit(desk.door(label), "absent") for label in doors]
    phone.send(kept[:2])
    _rows, cursor = everything(phone)
    generation = phone.pull(cursor)["generation"]
    with transaction.atomic():  # everything after the backup, until the disk died
        phone.send(kept[2:])
        cursor = everything(phone, cursor)[1]
        transaction.set_rollback(True)
    restored.run(Namespace())
    answer = phone.pull(cursor)
    assert answer["fresh"] is True
    assert answer["generation"] != generation
    assert [v["verdict"] for v in phone.send(kept)] == ["duplicate", "duplicate", "accepted", "accepted"]
    assert Record.objects.count() == 4
    assert Target.objects.filter(attempts=1).count() == 4


def test_a_backup_restored_without_a_word_makes_phones_that_saw_more_begin_anew(desk: Desk) -> None:
    phone = desk.phone()
    _rows, cursor = everything(phone)
    with transaction.atomic():
        phone.send([phone.visit(desk.door("1-1-202"), "absent")])
        cursor = everything(phone, cursor)[1]
        transaction.set_rollback(True)
    assert phone.pull(cursor)["fresh"] is True


@pytest.mark.django_db(transaction=True)
def test_a_reader_misses_nothing_and_sees_nothing_twice_while_slow_transactions_commit_late(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    stairwells = [["1-1-101", "1-1-102"], ["1-2-101", "1-2-102"], ["2-1-101", "2-1-102"], ["2-2-101", "2-2-102"]]
    rounds = 5
    monkeypatch.setattr(stages, "folds", [*stages.folds, lambda touched, change, now: time.sleep(change.int % 7 / 100)])

    def write(labels: list[str]) -> None:
        phone = desk.phone()
        try:
            for _ in range(rounds):
                visits = [phone.visit(desk.door(label), "absent") for label in labels]
                submit(
                    [msgspec.json.encode(visit) for visit in visits],
                    author=author_of(desk, "field"),
                    received_at=timezone.now(),
                )
        finally:
            connection.close()

    phone = desk.phone("taxes 1")
    _rows, cursor = everything(phone)
    writers = [threading.Thread(target=write, args=[labels]) for labels in stairwells]
    for writer in writers:
        writer.start()
    seen: dict[str, list[int]] = {}
    alive = True
    while alive:
        alive = any(writer.is_alive() for writer in writers)
        rows, cursor = everything(phone, cursor)
        for row in rows.get("targets", []):
            seen.setdefault(row["door"], []).append(row["attempts"])
    assert {door: counts[-1] for door, counts in seen.items()} == {
        str(desk.door(label)): rounds for labels in stairwells for label in labels
    }
    assert all(counts == sorted(set(counts)) for counts in seen.values())


def test_old_pages_are_forgotten_and_built_again_when_asked_for(desk: Desk) -> None:
    rows, _cursor = everything(desk.phone())
    Bundle.objects.update(made_at=timezone.now() - timedelta(days=3))
    jobs.forget_old_pages()
    assert not Bundle.objects.exists()
    again, _cursor = everything(desk.phone())
    assert ids(again, "doors") == ids(rows, "doors")
