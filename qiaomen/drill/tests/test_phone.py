"""The outbox: whatever the network does, every record is delivered, and kept until it is acknowledged."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from qiaomen.drill.network import Faults, FlakyTransport, Signal, Unreachable, spells
from qiaomen.drill.phone import Answer, Json, Phone, uuid7

NOON = datetime(2022, 3, 20, 12, tzinfo=UTC)


class Server:
    """The protocol's promises in small: verdicts by id and content, limits, an unreadable record spoils its batch."""

    def __init__(self, *, most: int = 500, fails: list[int] | None = None) -> None:
        self.stored: dict[str, Json] = {}
        self.most, self.fails = most, list(fails or ())
        self.generation = "one"
        self.at = NOON

    def post(self, path: str, body: Json, *, token: str = "") -> Answer:
        records: list[Json] = body["records"]
        if self.fails and (status := self.fails.pop()):
            return Answer(status)
        if len(records) > self.most:
            return Answer(413)
        if any("unreadable" in record["body"] for record in records):
            return Answer(400)
        answer = {"verdicts": [self._verdict(index, record) for index, record in enumerate(records)]}
        return Answer(200, {**answer, "server_time": self.at.isoformat(), "generation": self.generation})

    def _verdict(self, index: int, record: Json) -> Json:
        if "bad" in record["body"]:
            return {"id": record["id"], "index": index, "verdict": "rejected", "code": "record.outside_grant"}
        known = self.stored.setdefault(record["id"], record) is not record
        return {"id": record["id"], "index": index, "verdict": "duplicate" if known else "accepted"}


def phone(seed: int = 0, *, error: timedelta = timedelta(0)) -> Phone:
    return Phone(clock=lambda: NOON + error, dice=Random(seed))


def exchange(one: Phone, over: Any) -> None:
    request = one.request()
    if request is None:
        return
    try:
        answer = over.post("/api/sync", request)
    except Unreachable:
        one.unanswered()
    else:
        one.answered(answer)


@given(
    seed=st.integers(0, 10_000),
    writes=st.lists(st.integers(0, 30), min_size=1, max_size=12),
    lost=st.floats(0, 0.8),
    most=st.integers(1, 40),
    fails=st.lists(st.sampled_from([0, 0, 0, 429, 502, 503]), max_size=10),
)
def test_every_record_arrives_and_is_kept_until_acknowledged(
    seed: int, writes: list[int], lost: float, most: int, fails: list[int]
) -> None:
    server, one, written = Server(most=most, fails=fails), phone(seed), set()
    flaky = FlakyTransport(server, Random(seed), Faults(lost / 2, lost / 2, 0.2))
    for number in writes:
        written |= {one.write("visit", body={}, door="d")["id"] for _ in range(number)}
        exchange(one, flaky)
        assert written == one.outbox.keys() | one.kept.keys()
        assert one.kept.keys() <= server.stored.keys()
    while one.outbox:
        exchange(one, server)
    assert written == server.stored.keys() == one.kept.keys()


@given(bad=st.sets(st.integers(0, 19)), torn=st.sets(st.integers(0, 19)))
def test_one_bad_record_never_holds_up_the_others(bad: set[int], torn: set[int]) -> None:
    server, one, ids = Server(), phone(), []
    for index in range(20):
        body = ({"bad": 1} if index in bad else {}) | ({"unreadable": 1} if index in torn else {})
        ids.append(one.write("visit", body=body)["id"])
    while one.outbox:
        exchange(one, server)
    assert one.unreadable.keys() == {ids[index] for index in torn}
    assert one.rejected.keys() == {ids[index] for index in bad - torn}
    assert one.kept.keys() == server.stored.keys() == {ids[index] for index in range(20) if index not in bad | torn}


def test_a_batch_that_is_too_large_goes_in_halves_and_then_grows_again() -> None:
    server, one, sizes = Server(most=100), phone(), []
    for _ in range(500):
        one.write("visit", body={})
    while request := one.request():
        sizes.append(len(request["records"]))
        one.answered(server.post("/api/sync", request))
    assert sizes[:4] == [500, 250, 125, 62]
    assert sum(size for size in sizes if size <= 100) == 500


def test_an_unknown_token_stops_the_phone_and_loses_nothing() -> None:
    one = phone()
    one.write("visit", body={})
    one.request()
    one.answered(Answer(401, {"problem": {"code": "access.token_unknown"}}))
    assert one.stopped == "access.token_unknown"
    assert one.request() is None
    assert len(one.outbox) == 1


def test_waiting_after_failures_doubles_up_to_five_minutes_and_ends_with_success() -> None:
    one, waits = phone(), []
    for _ in range(12):
        one.write("visit", body={})
        one.request()
        one.unanswered()
        waits.append(one.wait_s)
    assert all(2.0**n / 2 <= waits[n] <= 2.0**n for n in range(8))
    assert max(waits) <= 300
    exchange(one, Server())
    assert one.wait_s == 0


@given(hours=st.floats(-50, 50))
def test_a_wrong_clock_is_made_good_by_the_offset(hours: float) -> None:
    one = phone(error=timedelta(hours=hours))
    one.write("visit", body={})
    exchange(one, Server())
    sent = datetime.fromisoformat(one.write("visit", body={})["device_at"])
    at = sent + timedelta(milliseconds=one.offset_ms)
    assert abs(at - NOON) < timedelta(milliseconds=2)


def test_a_drill_that_lags_behind_the_world_does_not_take_its_lag_for_a_wrong_clock() -> None:
    one = phone(error=timedelta(hours=-30))
    one.write("visit", body={})
    answer = Server().post("/api/sync", one.request() or {})
    one.answered(answer, lag=timedelta(hours=30))
    assert one.offset_ms == 0


def test_a_server_restored_from_a_backup_gets_again_what_it_lost() -> None:
    server, one = Server(), phone()
    lost = one.write("visit", body={})["id"]
    exchange(one, server)
    server.stored.clear()
    server.generation = "two"
    one.write("visit", body={})
    exchange(one, server)
    exchange(one, server)
    assert lost in server.stored
    assert not one.outbox


def test_records_are_kept_for_seven_days_and_no_longer() -> None:
    moment = [NOON]
    one = Phone(clock=lambda: moment[0], dice=Random(0))
    first = one.write("visit", body={})["id"]
    exchange(one, Server())
    for days, still in ((6, True), (8, False)):
        moment[0] = NOON + timedelta(days=days)
        one.write("visit", body={})
        exchange(one, Server())
        assert (first in one.kept) is still


@given(at=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)), seed=st.integers())  # noqa: DTZ001
def test_ids_are_uuid7_in_order_of_time(at: datetime, seed: int) -> None:
    dice = Random(seed)
    first, later = uuid7(at=at, dice=dice), uuid7(at=at + timedelta(milliseconds=1), dice=dice)
    assert (first.version, first.variant) == (7, "specified in RFC 4122")
    assert first < later


def test_a_phone_without_signal_waits_for_the_end_of_the_spell() -> None:
    signal = Signal([(NOON, NOON + timedelta(hours=2))])
    assert signal.back_at(NOON + timedelta(hours=1)) == NOON + timedelta(hours=2)
    assert signal.back_at(NOON + timedelta(hours=3)) == NOON + timedelta(hours=3)
    assert signal.back_at(NOON - timedelta(hours=1)) == NOON - timedelta(hours=1)


@given(seed=st.integers(0, 500))
def test_spells_without_signal_do_not_overlap(seed: int) -> None:
    found = spells(start=NOON, end=NOON + timedelta(days=3), dice=Random(seed)).spells
    assert all(before[1] < after[0] for before, after in pairwise(found))
