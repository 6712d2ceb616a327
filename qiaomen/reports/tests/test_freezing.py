"""A frozen report says for ever what it said; what comes late is a correction in the next one."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

from qiaomen.base.changes import now_seq
from qiaomen.base.ids import NOBODY
from qiaomen.base.problems import Problem
from qiaomen.campaigns.queries.walking import walk
from qiaomen.campaigns.tallies import coverage
from qiaomen.places.models import Door
from qiaomen.reports import corrections, due, editions, listing, members, queries
from qiaomen.reports.freezing import differing, freeze
from qiaomen.reports.models import Members, Report
from qiaomen.reports.tests.clocked import Clocked
from qiaomen.testing.desk import Desk, at
from qiaomen.testing.statements import sent

LATE = at(21, 20)


@pytest.fixture
def clocked(desk: Desk) -> Clocked:
    return Clocked(desk)


def test_a_report_frozen_at_six_stays_as_it_is_when_earlier_records_arrive_at_eight(
    clocked: Clocked,
) -> None:
    clocked.visit("1-1-101", when=at(21, 15), known=at(21, 15, 1))
    report = clocked.frozen()
    before = {one.figure: bytes(one.packed) for one in Members.objects.filter(report=report)}
    clocked.visit("1-1-102", when=at(21, 17), known=LATE)
    clocked.visit("1-1-101", "refused", when=at(21, 17, 30), known=LATE)
    assert differing(report) == []
    assert {one.figure: bytes(one.packed) for one in Members.objects.filter(report=report)} == before
    assert queries.totals(report)["answered"] == 1


def test_what_came_late_is_a_correction_in_the_next_report(clocked: Clocked) -> None:
    clocked.visit("1-1-101", when=at(21, 15), known=at(21, 15, 1))
    first = clocked.frozen()
    clocked.visit("1-1-102", when=at(21, 17), known=LATE)
    second = clocked.frozen(22)
    found = {one.figure: one for one in corrections.of(second)}
    answered = found["answered"]
    assert (answered.reported, answered.now, answered.difference) == (1, 2, 1)
    assert [one.subject for one in answered.came] == [clocked.desk.door("1-1-102")]
    assert (found["gaps"].difference, len(found["gaps"].taken)) == (-1, 1)
    assert queries.totals(first)["answered"] == 1
    assert queries.totals(second)["answered"] == 2


def test_a_knock_that_is_taken_back_is_a_correction_too(clocked: Clocked) -> None:
    visit = clocked.visit("1-1-101", when=at(21, 15), known=at(21, 15, 1))
    clocked.frozen()
    clocked.phone.send([clocked.phone.record("void", amends=visit["id"])])
    clocked.known(LATE)
    found = {one.figure: one for one in corrections.of(clocked.frozen(22))}
    assert [one.subject for one in found["answered"].taken] == [clocked.desk.door("1-1-101")]
    assert (found["knocks_today"].reported, found["knocks_today"].now) == (1, 0)


def test_corrections_stay_as_they_were_when_the_report_was_frozen(clocked: Clocked) -> None:
    first = clocked.frozen()
    clocked.visit("1-1-101", when=at(21, 15), known=LATE)
    second = clocked.frozen(22)
    was = corrections.of(second)
    clocked.visit("1-1-102", when=at(21, 15), known=at(22, 20))
    assert corrections.of(second) == was
    assert [one.now for one in corrections.between(first, now_seq()) if one.figure == "answered"] == [2]


def test_what_happened_after_the_cut_off_does_not_count_though_it_is_known_when_frozen(clocked: Clocked) -> None:
    clocked.visit("1-1-101", when=at(21, 17, 59), known=at(21, 18, 2))
    clocked.visit("1-1-102", when=at(21, 18, 1), known=at(21, 18, 2))
    totals = queries.totals(clocked.frozen())
    assert (totals["answered"], totals["knocks_today"]) == (1, 1)


def test_every_number_is_the_sum_of_its_places_and_of_its_list(clocked: Clocked) -> None:
    for label in ("1-1-101", "1-2-101", "alley 1号"):
        clocked.visit(label, when=at(21, 15), known=at(21, 15, 1))
    report = clocked.frozen()
    rows = queries.rows(report)
    for key in report.numbers:
        streets = sum(row.numbers[key] for row in rows if row.kind == "street")
        listed = queries.members_of(report, key)
        own = sum(one.amount for one in listed if one.place == report.place_id)
        assert rows[0].numbers[key] == own + streets == sum(one.amount for one in listed), key
        compound = next(row for row in rows if row.kind == "compound")
        assert compound.numbers[key] == sum(one.amount for one in queries.members_of(report, key, [compound.path]))


def test_figures_agree_with_the_overview_of_the_same_moment(clocked: Clocked) -> None:
    clocked.visit("1-1-101", when=at(21, 15), known=at(21, 15, 1))
    clocked.visit("1-1-102", "absent", when=at(21, 15), known=at(21, 15, 1))
    totals, counts = queries.totals(clocked.frozen()), coverage(clocked.desk.campaign.id)
    pairs = {"to_knock": "doors", "answered": "answered", "gap_absent": "absent", "people_on_roll": "people"}
    assert {key: totals[key] for key in pairs} == {key: counts[name] for key, name in pairs.items()}


def test_one_place_has_one_report_for_a_cut_off_and_none_before_it_has_come(clocked: Clocked) -> None:
    clocked.frozen()
    with pytest.raises(Problem, match=r"report\.frozen"):
        clocked.frozen()
    with pytest.raises(Problem, match=r"report\.not_yet"):
        freeze(place=clocked.desk.world.places["district"], cut=at(22, 18), now=at(22, 17))


def test_after_an_outage_each_missed_cut_off_gets_its_own_report(clocked: Clocked) -> None:
    outbreak = clocked.desk.world.outbreak
    type(outbreak).objects.filter(pk=outbreak.pk).update(opened_at=at(20, 20))
    clocked.visit("1-1-101", when=at(21, 15), known=at(21, 15, 1))
    clocked.visit("1-1-102", when=at(22, 15), known=at(22, 15, 1))
    frozen = due.freeze_due(at(23, 9))
    assert [report.cut_at for report in frozen] == [at(21, 18), at(22, 18)]
    assert [queries.totals(report)["answered"] for report in frozen] == [1, 2]
    assert due.freeze_due(at(23, 9)) == []


def test_a_report_keeps_the_definition_by_which_it_was_frozen(clocked: Clocked) -> None:
    report = clocked.frozen()
    text = '[report]\nname = { zh = "简报", en = "Short" }\n[[figures]]\nkey = "homes"\ncounts = "doors"\n'
    text += 'name = { zh = "户", en = "Homes" }\nas_of = "known"\nwhere = { kind = "dwelling" }\n'
    editions.publish(text=text, by=None)
    assert differing(report) == []
    assert list(queries.totals(clocked.frozen(22))) == ["homes"]
    assert sorted(Report.objects.values_list("edition__number", flat=True)) == [1, 2]


def test_a_smaller_place_has_a_report_of_its_own_that_agrees_with_the_district(clocked: Clocked) -> None:
    clocked.visit("1-1-101", when=at(21, 15), known=at(21, 15, 1))
    district, compound = clocked.frozen(), clocked.frozen(place="compound")
    place = clocked.desk.world.places["compound"].id
    assert {key: queries.number(district, key, place) for key in district.numbers} == queries.totals(compound)


@pytest.fixture
def between_outbreaks(clocked: Clocked) -> Report:
    """A report of an outbreak that was closed; another one is open."""
    clocked.visit("1-1-101", when=at(21, 15), known=at(21, 15, 1))
    report, outbreak = clocked.frozen(), clocked.desk.world.outbreak
    type(outbreak).objects.filter(pk=outbreak.pk).update(closed_at=at(22, 9))
    type(outbreak).objects.create(name="另一次")
    return report


def test_a_report_is_compared_with_none_of_another_outbreak(clocked: Clocked, between_outbreaks: Report) -> None:
    report = clocked.frozen(22)
    assert report.outbreak_id != between_outbreaks.outbreak_id
    assert (queries.before(report), queries.last_cut(report), corrections.of(report)) == (None, None, [])


def test_a_forgotten_report_keeps_its_numbers_lists_nobody_and_stops_no_later_one(
    clocked: Clocked, between_outbreaks: Report
) -> None:
    held = between_outbreaks
    Members.objects.filter(report=held).delete()
    assert (queries.totals(held)["answered"], queries.members_of(held, "answered")) == (1, [])
    assert (differing(held), corrections.between(held, now_seq())) == ([], [])
    with pytest.raises(Problem, match=r"report\.no_figure"):
        queries.groups_of(held, "no_such")
    assert queries.totals(clocked.frozen(22))["doors"] == queries.totals(held)["doors"]


def test_packed_members_come_back_as_they_were() -> None:
    group = members.Group(UUID(int=5), 7, UUID(int=1).bytes + UUID(int=2).bytes, b"", b"\0\0\0\3\0\0\0\4")
    assert list(members.unpack(members.loaded(members.stored(members.pack([group]))))) == [group]
    assert [(one.subject.int, one.door, one.amount) for one in group.members()] == [
        (1, UUID(int=1), 3),
        (2, UUID(int=2), 4),
    ]


def test_a_cut_off_that_nobody_was_there_for_is_made_up_for_a_week(clocked: Clocked) -> None:
    place = clocked.desk.world.places["district"]
    late = due.missed(place, at(31, 9), since=at(20, 20))
    assert (len(late), late[0], late[-1]) == (7, at(24, 18), at(30, 18))
    assert due.missed(place, at(21, 17, 59), since=at(20, 20)) == []
    assert late[1] - late[0] == timedelta(days=1)


def made(statements: list[str]) -> set[str]:
    """The tables of state that a look back folds anew."""
    return {table for one in statements for table in re.findall(r"^CREATE TEMPORARY TABLE (\w+) \(LIKE", one)}


def test_a_report_with_nothing_since_its_cut_off_counts_the_tables_as_they_stand(clocked: Clocked) -> None:
    clocked.visit("1-1-101", when=at(21, 15), known=at(21, 15, 1))
    with sent() as statements:
        clocked.frozen()
    sources = {(figure.counts, figure.as_of) for figure in editions.definition_now().figures}
    assert made(statements) == set()
    assert sum("WITH area AS" in one for one in statements) == len(sources)


def test_a_look_back_folds_only_state_of_what_came_since_and_asks_as_much_for_many_as_for_one(
    clocked: Clocked,
) -> None:
    clocked.frozen()
    asked = []
    for day, doors in ((22, ["1-1-101"]), (23, ["1-1-102", "1-1-201", "1-2-101", "alley 1号"])):
        for door in doors:
            clocked.visit(door, when=at(day, 17), known=at(day, 18, 4))
        with sent() as statements:
            clocked.frozen(day)
        asked.append(len(statements))
        assert {"campaigns_target", "people_fact"} <= made(statements)
        assert not {"checkpoints_stop", "gates_passage", "sampling_sample", "lists_row"} & made(statements)
    assert asked[1] - asked[0] < 10


def test_a_page_of_a_list_is_a_piece_of_the_whole_list_in_walking_order(clocked: Clocked) -> None:
    report, district = clocked.frozen(), clocked.desk.world.places["district"]
    found = listing.members(report, "doors", [district.path])
    doors, ranks = dict(Door.objects.values_list("id", "walk")), walk().ranks
    whole = sorted(found, key=lambda one: (ranks[one.place], doors[one.door or NOBODY], one.subject))
    assert list(found) == whole
    assert [found[start : start + 7] for start in range(0, 42, 7)] == [whole[at : at + 7] for at in range(0, 42, 7)]
    assert (found[-1], len(found), found.amount) == (whole[-1], len(whole), queries.totals(report)["doors"])
