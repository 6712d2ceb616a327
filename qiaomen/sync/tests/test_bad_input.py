"""What cannot be taken: a stable code each, nothing stored of a refused call, nothing lost of the others."""

import gzip
from typing import Any

import msgspec
import pytest
from django.db import OperationalError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qiaomen.base.sealing import unseal
from qiaomen.base.sql import rows
from qiaomen.campaigns.states import State
from qiaomen.ledger.models import Held, Record, Refusal, Unreadable
from qiaomen.sync.unreadable import KEPT_BYTES, QUOTA_PER_DAY
from qiaomen.testing.desk import Desk


def post(desk: Desk, body: bytes, **headers: str) -> Any:
    phone = desk.phone()
    return phone.client.post(
        "/api/sync",
        body,
        content_type="application/json",
        headers={"authorization": f"Bearer {phone.token}", "accept-language": "en", **headers},
    )


def code(response: Any) -> tuple[int, str]:
    return response.status_code, response.json()["problem"]["code"]


def stored() -> int:
    return sum(model.objects.count() for model in (Record, Held, Refusal))


def test_an_unknown_kind_is_named(desk: Desk) -> None:
    phone = desk.phone()
    [verdict] = phone.send([phone.record("haunting")], language="en")
    assert verdict["code"] == "record.unknown_kind"
    assert verdict["message"] == "Nobody here knows records of the kind “haunting”. Update the app."


WRONG_TYPES: list[tuple[dict[str, Any], str]] = [
    ({"people": [{"person": "seven", "presence": "seen"}]}, "body.people[0].person"),
    ({"people": "all"}, "body.people"),
    ({"seconds": -1}, "body.seconds"),
    ({"lat": 91}, "body.lat"),
    ({"note": "好" * 2001}, "body.note"),
    ({"outcome": "abducted"}, "body.outcome"),
]


@pytest.mark.parametrize(("body", "field"), WRONG_TYPES)
def test_wrong_types_are_blamed_on_their_field(desk: Desk, body: dict[str, Any], field: str) -> None:
    phone = desk.phone()
    visit = phone.visit(desk.door("1-1-202"))
    visit["body"].update(body)
    [verdict] = phone.send([visit], language="en")
    assert (verdict["code"], verdict["field"]) == ("record.invalid", field)
    assert verdict["message"].startswith(f"{field}: ")


def test_a_visit_without_a_door_is_told_so(desk: Desk) -> None:
    phone = desk.phone()
    visit = phone.visit(desk.door("1-1-202"))
    del visit["door"]
    [verdict] = phone.send([visit], language="en")
    assert (verdict["code"], verdict["message"]) == ("record.no_subject", "This record must name its door.")


def test_501_records_are_too_many_and_the_halves_are_not(desk: Desk) -> None:
    phone = desk.phone()
    visits = [phone.visit(desk.door("1-1-202"), "absent") for _ in range(501)]
    assert code(phone.call(records=visits)) == (413, "sync.too_many_records")
    assert stored() == 0
    verdicts = phone.send(visits[:250]) + phone.send(visits[250:])
    assert [verdict["verdict"] for verdict in verdicts] == ["accepted"] * 501


def test_a_body_of_5_megabytes_is_too_large_and_nothing_of_it_is_stored(desk: Desk) -> None:
    phone = desk.phone()
    visit = msgspec.json.encode(phone.visit(desk.door("1-1-202"), "absent"))
    body = b'{"protocol":1,"records":[' + visit + b" " * 5_000_000 + b"]}"
    assert code(post(desk, body)) == (413, "sync.too_large")
    assert code(post(desk, gzip.compress(body), **{"content-encoding": "gzip"})) == (413, "sync.too_large")
    assert stored() == 0


def test_a_gzipped_upload_is_read(desk: Desk) -> None:
    phone = desk.phone()
    body = gzip.compress(msgspec.json.encode({"protocol": 1, "records": [phone.visit(desk.door("1-1-202"), "absent")]}))
    response = post(desk, body, **{"content-encoding": "gzip"})
    assert response.json()["verdicts"][0]["verdict"] == "accepted"


NOT_JSON = [b"", b"hello", b"[]", b'{"protocol":1,"records":[{]}', b'{"protocol":"one"}', b"\xff\xfe", b"[" * 100_000]


@pytest.mark.parametrize("body", NOT_JSON)
def test_a_body_that_is_not_json_is_refused_and_kept_sealed(desk: Desk, body: bytes) -> None:
    assert code(post(desk, body)) == (400, "sync.not_json")
    assert stored() == 0
    kept = Unreadable.objects.get()
    assert unseal(desk.world.outbreak.keys, bytes(kept.sealed), row=kept.id) == body[:KEPT_BYTES]


def test_broken_gzip_is_refused_and_kept_sealed(desk: Desk) -> None:
    assert code(post(desk, b"not gzip", **{"content-encoding": "gzip"})) == (400, "sync.not_json")
    assert Unreadable.objects.count() == 1


def test_deeply_nested_records_do_not_bring_the_server_down(desk: Desk) -> None:
    body = b'{"protocol":1,"records":[' + b"[" * 100_000 + b"]" * 100_000 + b"]}"
    assert code(post(desk, body)) == (400, "sync.not_json")


def test_a_phone_fills_only_its_quota_of_unreadable_uploads(desk: Desk) -> None:
    for _ in range(QUOTA_PER_DAY + 3):
        post(desk, b"hello")
    assert Unreadable.objects.count() == QUOTA_PER_DAY


def test_what_an_upload_quoted_is_not_kept_in_the_clear(desk: Desk) -> None:
    post(desk, '{"protocol":1,"language":"张三"}'.encode())
    assert "张三" not in Unreadable.objects.get().reason


def test_an_app_of_another_protocol_is_asked_to_update(desk: Desk) -> None:
    response = post(desk, b'{"protocol":99}')
    assert code(response) == (426, "sync.protocol")


def test_a_database_that_does_not_answer_is_told_as_busy(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*args: object, **named: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr("qiaomen.sync.views.submit", gone)
    phone = desk.phone()
    assert code(phone.call(records=[phone.visit(desk.door("1-1-202"))])) == (503, "sync.busy")


def test_characters_that_the_database_cannot_keep_are_one_records_fault(desk: Desk) -> None:
    phone = desk.phone()
    bad = phone.visit(desk.door("1-1-202"), "absent", note="a\0b")
    literal = phone.visit(desk.door("1-1-202"), "absent", note="a\\u0000b")
    verdicts = phone.send([bad, literal, phone.record("a\0b"), phone.visit(desk.door("1-1-202"), "refused")])
    assert [verdict["verdict"] for verdict in verdicts] == ["rejected", "accepted", "rejected", "accepted"]
    assert desk.state("1-1-202") == State.REFUSED


def test_records_that_are_not_utf_8_are_one_records_fault(desk: Desk) -> None:
    phone = desk.phone()
    visit = msgspec.json.encode(phone.visit(desk.door("1-1-202"), "absent", note="NOTE"))
    body = b'{"protocol":1,"records":[' + visit.replace(b"NOTE", b"\xff") + b"," + visit.replace(b"NOTE", b"ok") + b"]}"
    verdicts = post(desk, body).json()["verdicts"]
    assert [verdict["verdict"] for verdict in verdicts] == ["rejected", "accepted"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_phone_sends_each_record_gets_a_verdict(desk: Desk, data: st.DataObject) -> None:
    phone = desk.phone("lead")
    found = {"place": desk.world.places["stairwell 1-1"].id, "label": "1-1-901"}
    name: dict[str, Any] = {"name": "某人", "id_number": "1", "phones": ["1"], "birth_year": 1990}
    new: dict[str, Any] = {"person": desk.world.people["韩德福"].id, "presence": "seen", "new": name}
    records = [
        phone.visit(desk.door("1-1-202"), people=[new], answers={"needs": []}, note="x"),
        phone.record("door_added", door=desk.door("1-1-202"), body=found),
        phone.record("door_changed", door=desk.door("1-1-202"), body={"version": 1, "label": "1-1-2"}),
        phone.record("claim_review", door=desk.door("1-1-202"), body={"campaign": desk.campaign.id}),
    ]
    bodies: list[dict[str, Any]] = [record["body"] for record in records]
    for part in data.draw(st.lists(st.sampled_from([*records, *bodies, new, name]), min_size=1, max_size=4)):
        part[data.draw(st.sampled_from([*part, "amends", "mends", "person"]) | st.text(max_size=5))] = data.draw(
            json_values
        )
    response = phone.call(records=records)
    assert response.status_code == 200, response.content
    assert len(response.json()["verdicts"]) == len(records)


def test_after_all_that_the_clock_has_no_gaps(desk: Desk) -> None:
    phone = desk.phone()
    phone.send([phone.visit(desk.door("1-1-202"), "absent"), phone.record("haunting")])
    post(desk, b"hello")
    assert rows("SELECT count(*) = max(seq), max(seq) = (SELECT seq FROM base_clock) FROM base_change") == [
        (True, True)
    ]
