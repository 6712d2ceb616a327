"""Counts while records stream in: a real server, a drill over HTTP, and readers who look at random moments."""

import io
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from qiaomen.base.changes import now_seq
from qiaomen.base.snapshot import snapshot
from qiaomen.campaigns.models import Roll, Target
from qiaomen.campaigns.states import CLOSED, GAPS, Presence, State
from qiaomen.console.tests.test_sweep import tile
from qiaomen.testing.rundrill import Running, running_drill

pytestmark = [pytest.mark.journey, pytest.mark.slow]

MOMENTS = 6
REASONS = [state.name.lower() for state in GAPS]


@pytest.fixture
def running(transactional_db: None, key_file: Path, tmp_path: Path) -> Iterator[Running]:
    # Under way for minutes, also where the machine has much else to do; it is ended with the test.
    with running_drill(tmp_path, doors=900, speed=240, hours=13) as found:
        while found.is_under_way and not Target.objects.filter(attempts__gt=0).exists():
            time.sleep(0.2)
        yield found


def by_state() -> Counter[str]:
    """How many doors are in which state, by plain SQL; `closed` and `gap` beside the states."""
    found = Counter(State(state).name.lower() for state in Target.objects.values_list("state", flat=True))
    found["gap"] = sum(found[name] for name in REASONS)
    found["closed"] = sum(found[state.name.lower()] for state in CLOSED)
    return found


def missing() -> int:
    return Roll.objects.filter(presence=Presence.UNACCOUNTED).count()


def listed(desk: Client, url: str) -> tuple[int, int]:
    """How many rows a list says it has, and how many it has, from its first page to its last."""
    response = desk.get(url)
    said, rows = response.context["page"].total, len(response.context["page"].rows)
    while query := response.context["page"].next:
        response = desk.get(url.partition("?")[0] + query)
        rows += len(response.context["page"].rows)
    return said, rows


def exported(desk: Client, name: str) -> int:
    """Rows of a list as Excel, without its title and its headings."""
    response = desk.post(f"/exports/{name}.xlsx")
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return len(CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()) - 2


def number(text: str) -> int:
    return int(text.replace(",", ""))


def agree_now(desk: Client) -> int:
    """Compares everything that counts, within one snapshot; answers the change that it is of."""
    with snapshot(writes=True):
        states, people = by_state(), missing()
        overview = desk.get("/overview").content.decode()
        assert f"{states['closed']} of {states.total() - states['gap'] - states['closed']} doors" in overview
        assert f"{people} missing behind opened doors" in overview
        assert {name: tile(overview, name) for name in REASONS} == {name: states[name] for name in REASONS}
        assert listed(desk, "/gaps") == (states["gap"], states["gap"])
        assert listed(desk, "/gaps?count=absent") == (states["absent"], states["absent"])
        assert listed(desk, "/gaps/people") == (people, people)
        assert (exported(desk, "gaps"), exported(desk, "people")) == (states["gap"], people)
        return now_seq()


def test_overview_lists_excel_and_sql_agree_at_random_moments_of_a_running_drill(running: Running) -> None:
    luck, moments = random.Random(20200320), list[int]()
    while len(moments) < MOMENTS:
        time.sleep(luck.uniform(0.2, 2))
        assert running.is_under_way
        moments.append(agree_now(running.desk))
    assert moments == sorted(set(moments)), "the ledger moved between any two of them"


def test_each_page_of_the_server_is_of_one_moment_while_records_stream_in(running: Running) -> None:
    luck, compared, first = random.Random(20200323), 0, now_seq()
    while compared < MOMENTS:
        assert running.is_under_way
        time.sleep(luck.uniform(0, 0.3))
        with snapshot():
            before, states, people = now_seq(), by_state(), missing()
            seq, gaps = running.page("/gaps")
        counts = re.findall(r'count=(\w+)"[^>]*>[^<]*<b>([\d,]+)</b>', gaps)
        of_reasons = {name: number(shown) for name, shown in counts}
        shown = re.search(r'aria-current="page">[^<]*<b>([\d,]+)</b>', gaps)
        head = re.search(r"([\d,]+) doors, in walking order", gaps)
        assert shown is not None
        assert head is not None
        left = sum(of_reasons.get(name, 0) for name in REASONS)
        assert number(shown[1]) == number(head[1]) == left
        people_seq, html = running.page("/gaps/people")
        if seq == before == people_seq:
            compared += 1
            assert left == states["gap"]
            assert f"{people} people behind" in html or f"{people} person behind" in html or not people
    assert now_seq() > first
