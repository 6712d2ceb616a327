"""No name, id number, phone or free text in an unsealed column of the ledger, in a log, or in an error."""

import logging

import pytest
from django.db import connection

from qiaomen.base.ids import new_id
from qiaomen.base.sealing import Unsealable, unseal
from qiaomen.ledger.models import Held, Record, Refusal
from qiaomen.testing.desk import Desk

NAME, NOTE, PHONE, NUMBER = "欧阳不该见", "门口的鞋是红色的", "12055557777", "990000199001011238"
REASON = "邻居张阿姨说的"


def dumped() -> str:
    """Everything that the ledger's tables hold, as PostgreSQL writes it out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'ledger_%' OR tablename = 'access_audit'")
        tables = [row[0] for row in cursor.fetchall()]
        assert {"ledger_record", "ledger_held", "ledger_refusal", "ledger_unreadable"} <= set(tables)
        text = ""
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t")
            text += "\n".join(row[0] for row in cursor.fetchall())
    return text


def send_everything(desk: Desk) -> None:
    """Accepted, amended, held, refused and unreadable records, with something personal wherever a client can put it."""
    phone = desk.phone()
    new = {"name": NAME, "id_number": NUMBER, "phones": [PHONE]}
    people = [
        {"person": new_id(), "presence": "seen", "new": new, "note": NOTE, "texts": {"returned_from": NOTE}},
        *desk.everyone("1-1-202", note=NOTE),
    ]
    visit = phone.visit(desk.door("1-1-202"), people=people, note=NOTE, texts={"needs": NOTE})
    door = desk.door("1-1-202")
    phone.send(
        [
            visit,
            phone.record("void", amends=visit["id"], body={"reason": REASON}),
            phone.visit(new_id(), people=people, note=NOTE),
            phone.visit(door, NAME),
            phone.visit(door, "answered", people=people, answers={NAME: NOTE}),
            phone.visit(door, "answered", people=[{**people[1], "answers": {"temperature": NOTE, NAME: 1}}]),
            phone.visit(door, "answered", people=[{**people[1], "answers": {"returned_from": NOTE}}]),
            phone.visit(door, "absent", confirmed_by=NAME),
            phone.record(NAME, door=door),
            phone.record("void", door=door, body={"reason": 7}),
            {**phone.visit(door), "id": NUMBER},
            {**phone.visit(door), "device_at": PHONE},
        ]
    )
    phone.call(records=[], language=NAME, cursor=PHONE)
    phone.call(pull=True, cursor=NUMBER)
    phone.client.post("/api/sync", NOTE, content_type="text/plain", headers={"authorization": f"Bearer {phone.token}"})


def test_the_ledger_holds_nothing_personal_in_the_clear(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        send_everything(desk)
    text = dumped() + "\n".join(caplog.messages)
    assert Record.objects.count() == 2
    assert Refusal.objects.count() == 9
    assert Held.objects.count() == 1
    found = [secret for secret in [*desk.world.secrets(), NAME, NOTE, PHONE, NUMBER, REASON] if secret in text]
    assert found == []


def test_what_was_sealed_opens_again_for_its_own_record_only(desk: Desk) -> None:
    send_everything(desk)
    record = Record.objects.get(kind="visit")
    sealed = bytes(record.sealed or b"")
    assert NOTE in unseal(desk.world.outbreak.keys, sealed, row=record.id).decode()
    with pytest.raises(Unsealable):
        unseal(desk.world.outbreak.keys, sealed, row=new_id())
