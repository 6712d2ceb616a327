"""Figures of gates: the report, the board and the list say the same."""

from datetime import timedelta

from django.utils import timezone

from qiaomen.base.changes import now_seq
from qiaomen.base.sql import rows
from qiaomen.gates.queries import board, inside, log
from qiaomen.ledger.asof import as_of
from qiaomen.reports import listing, queries
from qiaomen.reports.freezing import freeze
from qiaomen.reports.sources import SOURCES
from qiaomen.testing.desk import at
from qiaomen.testing.gates import Post, make_post
from qiaomen.testing.world import World


def count(source: str, where: str = "true") -> int:
    [(found,)] = rows(f"SELECT count(*) FROM ({SOURCES[source].sql}) s WHERE {where}")
    return int(found)


def a_morning(world: World) -> Post:
    post = make_post(world)
    post.went("解军", at=at(21, 8))
    post.went("汪佳怡", at=at(21, 8, 5), verdict="refused", reason="red", colour_seen="red")
    post.went("仇素娥", at=at(21, 8, 6), way="vehicle", occupants=3)
    return post


def test_the_board_the_list_and_the_report_agree(world: World) -> None:
    post = a_morning(world)
    numbers = board.summed(board.boards([post.gate()], since=at(21, 0), now=at(21, 9)))
    assert (numbers.passages, numbers.people, numbers.refused, numbers.inside) == (3, 5, 1, 2)
    assert count("passages") == numbers.passages
    assert count("passages", "verdict = 'refused'") == numbers.refused
    assert count("inside") == numbers.inside == len(inside.present([post.gate().id]))


def test_as_of_a_moment_who_went_out_later_is_inside(world: World) -> None:
    post = a_morning(world)
    seq = now_seq()
    post.went("解军", "out", at=at(21, 8, 30))
    post.went("仇素娥", "out", at=at(21, 8, 31), gate="south gate")
    assert count("inside") == 0
    with as_of(seq=seq):
        assert (count("inside"), count("passages")) == (2, 3)
    with as_of(seq=now_seq(), happened=at(21, 8, 30) + timedelta(seconds=1)):
        assert (count("inside"), count("passages")) == (1, 4)


def test_the_daily_report_counts_gates_and_lists_whom(world: World) -> None:
    a_morning(world)
    place = world.places["district"]
    report = freeze(place=place, cut=at(21, 18), now=timezone.now())
    totals = queries.totals(report)
    wanted = {"gate_passages": 3, "gate_people_day": 5, "gate_refused": 1, "gate_missed": 0, "gate_alarms": 0}
    assert {key: totals[key] for key in wanted} == wanted
    assert len(listing.members(report, "gate_refused", [place.path])) == 1


def test_a_vehicle_sent_back_whole_counts_with_its_people_and_one_whose_people_are_checked_does_not(
    world: World,
) -> None:
    post = a_morning(world)
    back = {"verdict": "refused", "reason": "vehicle", "way": "vehicle", "colour_seen": ""}
    post.went("", at=at(21, 8, 10), occupants=3, **back)
    post.went("", at=at(21, 8, 11), **back)
    post.went("汪佳怡", at=at(21, 8, 12), verdict="refused", reason="red", way="vehicle", occupants=4)
    totals = queries.totals(freeze(place=world.places["district"], cut=at(21, 18), now=timezone.now()))
    numbers = board.summed(board.boards([post.gate()], since=at(21, 0), now=at(21, 9)))
    assert (numbers.vehicles_back, numbers.people_back) == (2, 4)
    assert (totals["gate_vehicles_turned_back"], totals["gate_people_turned_back"]) == (2, 4)
    listed = log.passages([post.gate().id], "vehicles_back", at(21, 0), at(22, 0), health=False)
    assert sum(one.people for one in listed) == 4
