"""The line list and the curve by onset agree with SQL over the records themselves."""

from datetime import date
from typing import Any

from django.db import connection

from qiaomen.monitoring import actions
from qiaomen.monitoring.queries import curve, export_rows, line_list
from qiaomen.monitoring.queries.cases import COLUMNS
from qiaomen.monitoring.tests.watch import Watch
from qiaomen.testing.desk import at

# Written from the ledger, without facts: the newest case record of each person (none here is corrected).
BY_HAND = """
SELECT day, count(*) FROM (
  SELECT DISTINCT ON (person) (coalesce((body ->> 'onset')::timestamptz, (body ->> 'reported')::timestamptz, at)
    AT TIME ZONE 'Asia/Shanghai')::date AS day, body ->> 'status' AS status
  FROM ledger_record r WHERE kind = 'case' AND NOT EXISTS (SELECT 1 FROM ledger_record v WHERE v.root = r.id)
  ORDER BY person, received_at DESC, id DESC) newest
WHERE status <> 'discarded' GROUP BY day ORDER BY day
"""


def by_hand() -> list[tuple[date, int]]:
    with connection.cursor() as cursor:
        cursor.execute(BY_HAND)
        found: list[tuple[date, int]] = cursor.fetchall()
    return found


def ill(watch: Watch) -> dict[str, Any]:
    """Six people of the district, two of them in the other street; one is discarded, one case is taken back."""
    said: dict[str, Any] = {}
    for name, onset, status in (
        ("解军", 18, "confirmed"),
        ("汪佳怡", 20, "confirmed"),
        ("丁长林", 20, "asymptomatic"),
        ("盘庆", 21, "suspected"),
        ("麦松柏", 20, "probable"),
        ("韩德福", 19, "confirmed"),
    ):
        said[name] = watch.told("case", name, at(22, 9), "health", status=status, onset=at(onset, 23, 30))
    watch.told("case", "盘庆", at(23, 9), "health", status="discarded")
    watch.told("case", "解军", at(23, 9), "health", status="confirmed", onset=at(18, 23, 30), origin="imported")
    actions.take_back(said["韩德福"], reason="误录", by=watch.world.workers["health"], now=at(23, 10))
    return said


def test_the_curve_agrees_with_sql_and_has_no_gap(watch: Watch) -> None:
    ill(watch)
    bars = curve(watch.world.workers["headquarters"])
    assert [(bar.day, bar.total) for bar in bars if bar.total] == by_hand()
    assert [bar.day.day for bar in bars] == [18, 19, 20]
    assert bars[-1].counts == {"confirmed": 1, "asymptomatic": 1, "probable": 1}


def test_the_line_list_holds_whom_the_curve_counts(watch: Watch) -> None:
    ill(watch)
    cases = line_list(watch.world.workers["headquarters"])
    assert {case.name for case in cases} == {"解军", "汪佳怡", "丁长林", "麦松柏"}
    assert len(cases) == sum(count for _day, count in by_hand())
    assert (cases[0].name, cases[0].origin, cases[0].onset_known) == ("解军", "imported", True)


def test_each_sees_the_cases_of_their_own_area(watch: Watch) -> None:
    ill(watch)
    assert {case.name for case in line_list(watch.world.workers["lead"])} == {"解军", "汪佳怡", "丁长林"}
    assert sum(bar.total for bar in curve(watch.world.workers["lead"])) == 3
    assert not line_list(watch.world.workers["field"])


def test_a_corrected_onset_moves_in_both(watch: Watch) -> None:
    case = watch.told("case", "解军", at(22, 9), "health", status="confirmed", onset=at(18, 12))
    body = {"status": "confirmed", "onset": at(16, 12)}
    actions.correct(case, "case", body, by=watch.world.workers["health"], now=at(22, 10))
    health = watch.world.workers["health"]
    assert [bar.day.day for bar in curve(health)] == [16]
    assert line_list(health)[0].onset == at(16, 12)


def test_the_export_has_the_columns_it_says_and_no_name_without_the_right(watch: Watch) -> None:
    ill(watch)
    [first, *_rest] = export_rows(line_list(watch.world.workers["health"]), names=False)
    assert len(first) == len(COLUMNS)
    line = dict(zip(COLUMNS, first, strict=True))
    assert (line["name"], line["onset"], line["door"]) == ("解*", date(2020, 3, 18), "1-1-302")
