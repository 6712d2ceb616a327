"""Passes in the console: what waits, what is stopped, what is done about one, keys, cards."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from qiaomen.access.models import Audit
from qiaomen.ledger.entries import Author
from qiaomen.paper import cards as printing
from qiaomen.passes import actions, asks, keys, queries
from qiaomen.passes.models import Ask, CardRun, Form, IssuerKey, Pass
from qiaomen.passes.tests.forging import b64
from qiaomen.passes.token import Signer
from qiaomen.people.models import Identity
from qiaomen.testing.world import NOW, World

HIM = "周国庆"
ClientOf = Callable[[str], Client]


@pytest.fixture
def lead(client_of: ClientOf) -> Client:
    return client_of("lead")


def issue(world: World, name: str = HIM, **more: Any) -> Pass:
    id, verdict = actions.issue(world.people[name].id, by=world.workers["lead"], now=NOW, **more)
    assert verdict.verdict == "accepted"
    return Pass.objects.get(pk=id)


def asked(world: World, number: str, now: datetime = NOW) -> Ask:
    door = world.people[HIM].home_door_id
    assert door is not None
    author = Author(world.workers["lead"].id, world.outbreak.id)
    asks.ask(door, name=HIM, number=number, phone="12033334444", author=author, now=now)
    return Ask.objects.get()


def printed(world: World, *, paper: str = "a4", without_phone: bool = False) -> CardRun:
    """The cards of the compound, made at once."""
    run = printing.start(
        place=world.places["compound"], without_phone=without_phone, paper=paper, language="zh-hans",
        by=world.workers["lead"], now=NOW,
    )  # fmt: skip
    printing.work()
    run.refresh_from_db()
    return run


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:400]
    return answer.content.decode()


def test_every_view_says_what_it_is_when_it_is_empty(lead: Client) -> None:
    assert "没有人在等通行证" in page(lead, "/passes")
    assert "没有暂停的通行证" in page(lead, "/passes?view=stopped")
    assert "还没有通行证" in page(lead, "/passes?view=all")


def test_a_pass_is_issued_in_the_file_and_can_be_taken_back_at_once(lead: Client, world: World) -> None:
    file = f"/people/{world.people[HIM].id}/"
    assert "发通行证" in page(lead, file)
    answer = lead.post(f"{file}pass", {"form": "phone"}, follow=True)
    one = queries.passes_of(world.people[HIM].id)[0]
    assert f"/passes/{one.id}/revoke" in answer.content.decode()
    assert HIM in page(lead, "/passes?view=all")
    lead.post(f"/passes/{one.id}/revoke")
    one.refresh_from_db()
    assert (one.state, one.reason) == ("revoked", "mistake")


def test_a_suspended_pass_stands_on_its_page_with_the_reason(lead: Client, world: World) -> None:
    one = issue(world)
    lead.post(f"/passes/{one.id}/suspend", {"reason": "lost", "note": "手机丢在菜市场"})
    assert "手机或卡片丢了" in page(lead, "/passes?view=stopped")
    lead.post(f"/passes/{one.id}/resume")
    assert "手机或卡片丢了" not in page(lead, "/passes?view=stopped")


def test_who_may_not_see_identities_reads_covered_names(client_of: ClientOf, world: World) -> None:
    issue(world)
    shown = page(client_of("headquarters"), "/passes?view=all")
    assert HIM not in shown
    assert "周**" in shown


def test_who_does_not_decide_has_no_button(client_of: ClientOf, world: World) -> None:
    one = issue(world)
    inspector = client_of("inspector")
    assert f"/passes/{one.id}/suspend" not in page(inspector, f"/people/{one.person}/")
    assert inspector.post(f"/passes/{one.id}/suspend").status_code == 403


def test_an_ask_whose_name_and_number_fit_is_granted(lead: Client, world: World) -> None:
    one = asked(world, world.identities[HIM].number)
    assert HIM in page(lead, "/passes")
    lead.post(f"/passes/asked/{one.id}", {"todo": "issue", "person": str(world.people[HIM].id), "form": "phone"})
    one.refresh_from_db()
    assert one.pass_id is not None


def test_what_a_stranger_typed_is_shown_on_request_and_that_is_written_down(lead: Client, world: World) -> None:
    one = asked(world, "990000199001011238")
    assert "990000199001011238" not in page(lead, f"/passes/asked/{one.id}")
    opened = lead.post(f"/passes/asked/{one.id}", {"todo": "words"}).content.decode()
    assert "990000199001011238" in opened
    assert Audit.objects.filter(action="words.opened", subject=one.id).count() == 1
    lead.post(f"/passes/asked/{one.id}", {"todo": "refuse", "reason": "unknown_here"})
    one.refresh_from_db()
    assert one.reason == "unknown_here"


def test_a_refusal_is_taken_back_by_the_undo_or_from_the_list_of_the_refused(lead: Client, world: World) -> None:
    one = asked(world, "990000199001011238", timezone.now())
    said = lead.post(f"/passes/asked/{one.id}", {"todo": "refuse", "reason": "unknown_here"}, follow=True)
    assert f"/passes/asked/{one.id}/reopen" in said.content.decode()
    assert f"/passes/asked/{one.id}" not in page(lead, "/passes")
    assert f"/passes/asked/{one.id}" in page(lead, "/passes?view=refused")
    assert "那户没有这个名字的人" in page(lead, f"/passes/asked/{one.id}")
    assert "那户没有这个名字的人" in lead.post("/exports/passes.csv?view=refused").getvalue().decode("utf-8-sig")
    again = lead.post(f"/passes/asked/{one.id}/reopen", {"note": "看错了"}, follow=True)
    assert 'value="refuse"' in again.content.decode()
    assert f"/passes/asked/{one.id}" in page(lead, "/passes")
    assert f"/passes/asked/{one.id}" not in page(lead, "/passes?view=refused")


def test_who_may_not_decide_takes_no_refusal_back(lead: Client, world: World, client_of: ClientOf) -> None:
    one = asked(world, "990000199001011238")
    lead.post(f"/passes/asked/{one.id}", {"todo": "refuse", "reason": "unknown_here"})
    assert client_of("inspector").post(f"/passes/asked/{one.id}/reopen").status_code == 403
    one.refresh_from_db()
    assert one.reason == "unknown_here"


def test_the_time_line_tells_what_happened_to_the_pass(lead: Client, world: World) -> None:
    one = issue(world)
    actions.suspend(one, reason="copied", by=world.workers["lead"], now=NOW)
    shown = page(lead, f"/people/{one.person}/")
    assert "领了通行证" in shown
    assert "别人用了它的图片" in shown


def test_the_file_of_passes_has_the_rows_of_the_page_and_no_name(lead: Client, world: World) -> None:
    issue(world)
    rows = lead.post("/exports/passes.csv?view=all").getvalue().decode("utf-8-sig")
    assert "周**" in rows
    assert HIM not in rows


def test_only_who_administers_sees_and_changes_keys(client_of: ClientOf, world: World) -> None:
    issue(world)
    headquarters = client_of("headquarters")
    signer = Signer(b"\x05" * 32)
    theirs = keys.PublicKey("990001", "白石县", signer.kid.hex(), b64(signer.public), NOW)
    file = SimpleUploadedFile("key.json", keys.as_file(theirs).encode())
    headquarters.post("/passes/keys", {"file": file})
    assert "白石县" in page(headquarters, "/passes/keys")
    headquarters.post("/passes/keys/rotate")
    assert IssuerKey.objects.filter(own=True).count() == 2
    assert client_of("lead").get("/passes/keys").status_code == 403
    bad = SimpleUploadedFile("key.json", b"{}")
    assert headquarters.post("/passes/keys", {"file": bad}).status_code == 422


def test_cards_are_issued_to_whoever_has_no_phone_and_printed_door_by_door(lead: Client, world: World) -> None:
    old = world.people["仇素娥"]
    Identity.objects.exclude(person=old).filter(phone_hashes=[]).update(phone_hashes=[b"somebody's"])
    Identity.objects.filter(person=old).update(phone_hashes=[])
    run = printed(world, without_phone=True)
    assert (run.done, run.expected, run.problem) == (1, 1, "")
    assert [one.form for one in queries.passes_of(old.id)] == [Form.CARD]
    assert "1 张" in page(lead, "/passes/cards")
    made = lead.post(f"/passes/cards/{run.id}/file")
    assert made.getvalue().startswith(b"%PDF")
    printing.forget(NOW.replace(day=23))
    assert not run.sheets.exists()


def test_whose_pass_has_ended_gets_a_card_and_the_ended_one_counts_no_longer(lead: Client, world: World) -> None:
    old = world.people["仇素娥"]
    Identity.objects.exclude(person=old).filter(phone_hashes=[]).update(phone_hashes=[b"somebody's"])
    Identity.objects.filter(person=old).update(phone_hashes=[])
    one = issue(world, "仇素娥", form="card", ends=NOW + timedelta(minutes=1))
    lead.cookies["language"] = "en"
    assert "ended" in page(lead, "/passes?view=all")
    assert "green 0" in page(lead, "/passes?view=all")
    assert f"/passes/{one.id}/reissue" not in page(lead, f"/people/{old.id}/")
    answer = lead.post(f"/passes/{one.id}/reissue", {"reason": "lost"}, follow=True).content.decode()
    assert "This pass has ended. Issue a new one." in answer
    run = printed(world, without_phone=True)
    assert (run.done, run.expected) == (1, 1)
    assert sorted(found.ends is None for found in queries.passes_of(old.id)) == [False, True]


def test_a_run_that_died_is_made_anew(world: World) -> None:
    issue(world, form="card")
    run = printing.start(
        place=world.places["compound"], without_phone=False, paper="a6", language="zh-hans",
        by=world.workers["lead"], now=NOW,
    )  # fmt: skip
    CardRun.objects.filter(pk=run.pk).update(holder=world.change, heartbeat=NOW, attempts=1)
    printing.work()
    run.refresh_from_db()
    assert (run.done, run.attempts) == (1, 2)
    assert next(printing.content(run)).startswith(b"%PDF")


def test_cards_of_many_are_taken_as_several_files_in_one(
    lead: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "PART", 1)
    for name in ("周国庆", "解军"):
        issue(world, name, form="card")
    run = printed(world)
    assert (run.done, run.expected) == (2, 2)
    taken = ZipFile(BytesIO(lead.post(f"/passes/cards/{run.id}/file").getvalue()))
    assert taken.testzip() is None
    assert taken.namelist() == ["001.pdf", "002.pdf"]
    assert taken.read("002.pdf").startswith(b"%PDF")


def test_a_run_that_is_called_off_stops_and_keeps_no_card(
    lead: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "PART", 1)
    for name in ("周国庆", "解军"):
        issue(world, name, form="card")
    made: list[object] = []

    def called_off_meanwhile(several: object, *, paper: str) -> bytes:
        made.append(several)
        lead.post(f"/passes/cards/{CardRun.objects.get().id}/cancel")
        return b""

    monkeypatch.setattr(printing, "sheet", called_off_meanwhile)
    run = printed(world)
    assert (len(made), run.problem, run.sheets.count()) == (1, "pass.cards_cancelled", 0)
    assert "已签发的仍然有效" in page(lead, "/passes/cards")
    assert printing.cancel(run) is False


def test_one_pass_is_printed_as_a_card(lead: Client, world: World) -> None:
    one = issue(world)
    assert lead.post(f"/passes/{one.id}/card").getvalue().startswith(b"%PDF")
