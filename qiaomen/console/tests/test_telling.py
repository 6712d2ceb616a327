"""Telling people at the desk: preview before sending, the missed by name, carrier files and receipts, rounds."""

import io
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django.fixtures import Settings

from qiaomen.access.models import Audit
from qiaomen.console.views import outreach_messages
from qiaomen.outreach import messages, sending
from qiaomen.outreach.audience import Audience
from qiaomen.outreach.models import Channel, Daily, Message, Telling, Template
from qiaomen.people.models import Identity
from qiaomen.testing import telling
from qiaomen.testing.telling import Post, asked_round, draft, outcomes
from qiaomen.testing.world import World

Signed = Callable[[str], Client]


@pytest.fixture
def phones(settings: Settings) -> Iterator[Post]:
    with telling.post() as kept:
        settings.MESSAGES_URL = f"json://{kept.address}/{{phone}}"
        yield kept


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


def written(world: World, place: str, **more: str) -> dict[str, str]:
    return {
        "place": str(world.places[place].id), "audience": "households", "title": "核酸通知", "language": "zh",
        "via": "now", "zh": "明天 9:00 在{place}核酸检测。", **more,
    }  # fmt: skip


def test_a_message_is_sent_to_exactly_those_who_were_shown(world: World, client_of: Signed, phones: Post) -> None:
    lead = client_of("lead")
    asked = written(world, "stairwell 1-1")
    shown = lead.post("/outreach/messages/new", asked | {"do": "preview"})
    assert shown.status_code == 200
    assert "东门社区 翠湖小区 1栋 1单元 1-1-202" in text(shown)
    assert not Message.objects.exists()
    seen = shown.context["preview"]["seen"]
    assert (shown.context["preview"]["all"], shown.context["preview"]["told"]) == (6, 6)
    meant = {"do": "send", "seen": seen, "id": shown.context["preview"]["id"]}
    refused = lead.post("/outreach/messages/new", asked | meant | {"seen": "another list"})
    assert refused.status_code == 422
    assert not Message.objects.exists()
    lead.post("/outreach/messages/new", asked | meant)
    message = Message.objects.get()
    page = f"/outreach/messages/{message.id}"
    assert "hx-get" in text(lead.get(page))
    phones.refuses = {next(iter(world.identities["仇素娥"].phones))}
    sending.work(timezone.now(), seconds=60)
    missed = text(lead.get(page))
    assert "1-1-202" in missed
    assert "1-1-301" not in missed
    assert "仇素娥" not in missed
    assert lead.get(f"{page}/progress").headers["HX-Refresh"] == "true"
    lead.post(f"{page}/again")
    again = Message.objects.get(again_of=message)
    assert outcomes(again) == {"waiting": 1}
    lead.post(f"/outreach/messages/{again.id}/cancel")
    assert outcomes(again) == {"missed cancelled": 1}
    assert text(lead.get("/outreach/messages")).count("核酸通知") >= 2


def test_a_button_pressed_twice_makes_one_message(
    world: World, client_of: Signed, phones: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead, asked = client_of("lead"), written(world, "stairwell 1-1")
    preview = lead.post("/outreach/messages/new", asked | {"do": "preview"}).context["preview"]
    meant = asked | {"do": "send", "seen": preview["seen"], "id": preview["id"]}
    ways = {lead.post("/outreach/messages/new", meant).headers["Location"] for _press in range(2)}
    assert ways == {f"/outreach/messages/{Message.objects.get().id}"}
    # Both presses at once: the second one finds nothing yet, and the database holds it back.
    looked = iter([None])
    made = outreach_messages._made
    monkeypatch.setattr(outreach_messages, "_made", lambda *about: next(looked, made(*about)))
    assert lead.post("/outreach/messages/new", meant).headers["Location"] in ways
    assert Message.objects.count() == 1
    assert lead.post("/outreach/messages/new", asked | {"do": "send", "seen": preview["seen"]}).status_code == 200


def test_a_preview_counts_recipients_as_its_lists_do_and_says_how_many_more(
    world: World, client_of: Signed, phones: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outreach_messages, "NAMED", 2)
    one, other, none = (world.household(f"1-1-{door}")[0] for door in ("101", "102", "202"))
    Identity.objects.filter(person=none.id).update(phone_hashes=[])
    number = Identity.objects.get(person=one.id).phone_hashes
    Identity.objects.filter(person__in=[p.id for p in world.household("1-1-102")]).update(phone_hashes=[])
    Identity.objects.filter(person=other.id).update(phone_hashes=number)
    shown = client_of("lead").post("/outreach/messages/new", written(world, "stairwell 1-1") | {"do": "preview"})
    preview = shown.context["preview"]
    reached = preview["all"] - preview["unreached"]
    assert (preview["told"], len(preview["named"]), preview["more_named"]) == (reached, 2, reached - 2)
    assert (preview["shared"], preview["more_missed"]) == (1, 0)
    assert text(shown).count("card-foot") == 1


def test_every_shop_each_day_from_a_template_that_asks_for_its_fields(
    world: World, client_of: Signed, phones: Post
) -> None:
    headquarters = client_of("headquarters")
    one = telling.template(world)
    form = text(headquarters.get(f"/outreach/messages/new?template={one.id}"))
    assert "value_time" in form
    assert "今天{time}停水。" in form
    asked = written(world, "alley", audience="doors:shop", at="09:00", zh="今天{time}停水。")
    assert headquarters.post("/outreach/messages/new", asked | {"do": "preview"}).status_code == 422
    filled = asked | {"value_time": "14:00", "do": "preview"}
    shown = headquarters.post("/outreach/messages/new", filled)
    assert "今天14:00停水。" in text(shown)
    assert len(shown.context["preview"]["missed"]) == 2
    preview = shown.context["preview"]
    meant = filled | {"do": "send", "seen": preview["seen"], "id": preview["id"]}
    for _press in range(2):
        assert headquarters.post("/outreach/messages/new", meant).headers["Location"] == "/outreach/messages"
    daily = Daily.objects.get()
    assert (daily.at, messages.words_of(daily, world.outbreak.keys).values) == ("09:00", {"time": "14:00"})
    assert "09:00" in text(headquarters.get("/outreach/messages"))
    Daily.objects.update(failed_at=timezone.now(), failed="message.too_many")
    assert "60000" in text(headquarters.get("/outreach/messages"))
    headquarters.post(f"/outreach/daily/{daily.id}/end")
    assert Daily.objects.get().until is not None


def test_a_carrier_gets_each_number_once_and_its_receipts_name_whom_it_refused(
    world: World, client_of: Signed, phones: Post
) -> None:
    lead = client_of("lead")
    message = messages.send(
        draft(world.places["stairwell 1-1"], Audience("households"), via="file"), by=world.workers["lead"],
        now=timezone.now(),
    )  # fmt: skip
    assert sending.work(timezone.now(), seconds=60) == 0
    page = f"/outreach/messages/{message.id}"
    assert client_of("headquarters").post(f"{page}/file").status_code == 403
    sheet = load_workbook(io.BytesIO(b"".join(lead.post(f"{page}/file"))))
    numbers = [str(row[0]) for row in sheet.active.iter_rows(min_row=3, values_only=True)]
    assert len(numbers) == len(set(numbers)) == 6
    assert numbers[0].startswith("120")
    assert Audit.objects.filter(action="identity.seen", details__where="carrier").count() == 6
    assert outcomes(message) == {"sent": 6}
    rows = [f"{number},{'失败:空号' if n == 3 else '发送成功'}" for n, number in enumerate(numbers)]
    file = SimpleUploadedFile("回执.csv", "\n".join(["手机号码,状态", *rows, "13800000000,成功"]).encode("gbk"))
    lead.post(f"{page}/receipts", {"sheet": file})
    assert outcomes(message) == {"sent": 5, "missed refused": 1}
    assert Telling.objects.exclude(delivered_at=None).count() == 5
    assert "1-1-202" in text(lead.get(page))
    nothing = SimpleUploadedFile("x.csv", b"a,b\n1,2")
    assert lead.post(f"{page}/receipts", {"sheet": nothing}).status_code == 422


def test_templates_and_channels_are_kept_and_addresses_are_never_shown_whole(world: World, client_of: Signed) -> None:
    headquarters = client_of("headquarters")
    headquarters.post("/outreach/templates/new", {"title": "口罩", "zh": "请戴口罩。", "en": ""})
    assert headquarters.post("/outreach/templates/new", {"title": "空"}).status_code == 422
    assert headquarters.post("/outreach/templates/new", {"title": "口罩", "zh": "x"}).status_code == 422
    one = Template.objects.get()
    headquarters.post(f"/outreach/templates/{one.id}", {"title": "口罩", "zh": "请戴好口罩。", "en": "Masks, please."})
    assert (Template.objects.get().is_offered, Template.objects.get().version) == (False, 2)
    page = "/outreach/channels"
    lines = "1栋1单元,json://hook.example/secret-1\n1栋2单元,json://hook.example/secret-2"
    below = str(world.places["compound"].id)
    headquarters.post(page, {"do": "many", "below": below, "kind": "志愿者群", "lines": lines})
    assert Channel.objects.count() == 2
    shown = text(headquarters.get(page))
    assert "json://hook.example/…" in shown
    assert "secret-1" not in shown
    wrong = {"do": "one", "place": below, "name": "x", "address": "ftp:/x", "language": "zh"}
    assert headquarters.post(page, wrong).status_code == 422
    headquarters.post(f"{page}/{Channel.objects.all()[0].id}/end")
    assert Channel.objects.filter(until=None).count() == 1
    assert client_of("lead").get(page).status_code == 403


def test_the_police_learn_nothing_of_a_message_to_a_category(world: World, client_of: Signed, phones: Post) -> None:
    message = telling.sent(world, world.places["compound"])
    Message.objects.update(audience={"kind": "category", "word": "pregnant", "of": "trait"})
    worker = world.workers["lead"]
    lead = client_of("lead")
    assert lead.get(f"/outreach/messages/{message.id}").status_code == 200
    type(worker).objects.filter(pk=worker.pk).update(is_police=True)
    assert lead.get(f"/outreach/messages/{message.id}").status_code == 404
    assert "核酸通知" not in text(lead.get("/outreach/messages"))


def test_a_round_names_what_is_missing_by_place(world: World, client_of: Signed) -> None:
    lead, now = client_of("lead"), timezone.localtime()
    asked = {
        "title": "大喇叭", "what": "loudspeaker", "place": str(world.places["compound"].id), "kind": "stairwell",
        "due": f"{now + timedelta(hours=3):%Y-%m-%dT%H:%M}", "copies": "1",
    }  # fmt: skip
    answer = lead.post("/outreach/rounds/new", asked)
    assert answer.status_code == 302, text(answer)
    page = text(lead.get(answer.headers["Location"]))
    assert all(f"东门社区 翠湖小区 {one}" in page for one in ("1栋 1单元", "1栋 2单元", "2栋 1单元", "2栋 2单元"))
    assert "大喇叭" in text(lead.get("/outreach/rounds"))
    assert lead.post("/outreach/rounds/new", asked | {"kind": "school"}).status_code == 422
    single = asked | {"kind": "", "singles": "1栋 2单元\n\n北门\n1栋-2单元"}
    page = text(lead.get(lead.post("/outreach/rounds/new", single).headers["Location"]))
    assert "翠湖小区 1栋 2单元" in page
    assert "翠湖小区 北门" in page
    assert "1栋 1单元" not in page
    assert page.count("翠湖小区 1栋 2单元") == 1, "named twice is once"
    for wrong, said in (("没有的楼", "第 1 行"), ("1栋 2单元\n9栋", "第 2 行"), ("", "至少选一个地点")):
        refused = lead.post("/outreach/rounds/new", single | {"singles": wrong})
        assert refused.status_code == 422
        assert said in text(refused)
    lead.post(f"{answer.headers['Location']}/end")
    assert lead.get(f"{answer.headers['Location']}?show=done").status_code == 200


def test_everything_about_telling_people_leaves_as_a_file(world: World, client_of: Signed, phones: Post) -> None:
    headquarters = client_of("headquarters")
    message = telling.sent(world, world.places["compound"])
    round = asked_round(world, [world.places["gate"]], due=timezone.now() + timedelta(hours=1), now=timezone.now())
    telling.template(world)
    telling.channel(world, world.places["compound"])
    for name, query, count in (
        ("messages", "", 1), ("recipients", f"?message={message.id}", 22), ("message_templates", "", 1),
        ("message_channels", "", 1), ("outreach_rounds", "", 1), ("outreach_round", f"?outreach_round={round}", 1),
    ):  # fmt: skip
        answer = headquarters.post(f"/exports/{name}.csv{query}")
        lines = b"".join(answer).decode("utf-8-sig").strip().splitlines()
        assert len(lines) == count + 1, (name, lines[:2])
