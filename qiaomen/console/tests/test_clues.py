"""Clues at a desk: numbers are their lists, who told one is for who decides, and a file is touched by the verified."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from qiaomen.access.models import Audit, Grant, Worker
from qiaomen.access.roles import Role
from qiaomen.base.ids import NOBODY
from qiaomen.clues import late, retention, rules
from qiaomen.clues.folds import CLUES
from qiaomen.clues.models import Clue, Mark
from qiaomen.duty.models import Duty, DutyRole
from qiaomen.exchange.clue_list import read_rows
from qiaomen.ledger import desk
from qiaomen.ledger.models import Record
from qiaomen.reports import queries as report_queries
from qiaomen.reports.freezing import freeze
from qiaomen.sync import clue_views
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.world import ORDER, World

ClientOf = Callable[[str], Client]
TOLD = {
    "what": "person",
    "source": "hotline",
    "words": "三楼住着刚回来的人",
    "reporter": "赵告知",
    "phone": "12000000007",
}


@pytest.fixture
def town(world: World) -> World:
    """The world with a grid worker of the compound."""
    Duty.objects.create(
        worker=world.workers["field"], place=world.places["compound"], role=DutyRole.GRID_WORKER, since=ORDER,
        from_change=NOBODY,
    )  # fmt: skip
    return world


def taken_down(world: World, lead: Client, **more: Any) -> UUID:
    reply = lead.post("/clues/new", {**TOLD, "place": world.places["compound"].id, **more})
    assert reply.status_code == 302, reply.content.decode()[-3000:]
    return UUID(reply.headers["Location"].rsplit("/", 1)[1])


def does(lead: Client, clue: UUID, step: str, **more: Any) -> None:
    assert lead.post(f"/clues/{clue}/step", {"step": step, **more}).status_code == 302


def test_the_hotline_takes_a_clue_down_and_only_who_decides_learns_who_told_it(
    town: World, client_of: ClientOf
) -> None:
    lead = client_of("lead")
    clue = taken_down(town, lead)
    page = lead.get(f"/clues/{clue}").content.decode()
    assert "周启明" in page
    assert not [word for word in ("三楼", "赵告知", "12000000007") if word in page]
    words = lead.post(f"/clues/{clue}/words").content.decode()
    assert "三楼" in words
    assert "赵告知" not in words
    opened = client_of("data officer").post(f"/clues/{clue}/reporter")
    assert opened.status_code == 302, "who does not decide is sent back"
    assert "赵告知" in lead.post(f"/clues/{clue}/reporter").content.decode()
    looks = Audit.objects.filter(subject=clue).values_list("action", flat=True)
    assert sorted(looks) == ["clue.reporter_seen", "words.opened"]


def test_a_volunteer_who_told_is_named_to_nobody_who_only_reads_the_page(town: World, client_of: ClientOf) -> None:
    told = desk.tell(
        "clue", {"what": "vehicle", "source": "volunteer"}, by=town.workers["field 2"], now=timezone.now(),
        place=town.places["compound"].id,
    )  # fmt: skip
    lead = client_of("lead")
    # She may be sent somewhere, as everybody who records there; that she told it stands behind the dot.
    assert "· 孟小雨" not in lead.get(f"/clues/{told.id}").content.decode()
    assert "· 孟小雨" not in lead.post(f"/clues/{told.id}/words").content.decode()
    assert "· 孟小雨" in lead.post(f"/clues/{told.id}/reporter").content.decode()
    assert "孟小雨" not in lead.post("/exports/clues.csv").getvalue().decode("utf-8-sig")


def test_two_reports_are_proposed_joined_parted_and_rewarded_once_with_a_receipt(
    town: World, client_of: ClientOf
) -> None:
    rules.set_rules(
        hours=4, step_minutes=60, sends=True, rewards=True, reward_what="口罩", reward_count=10,
        by=town.workers["headquarters"],
    )  # fmt: skip
    lead = client_of("lead")
    one, two = taken_down(town, lead), taken_down(town, lead, phone="12000000008")
    assert f'value="{one}"' in lead.get(f"/clues/{two}").content.decode()
    does(lead, two, "joined", other=one)
    does(lead, two, "parted")
    does(lead, two, "joined", other=one)
    assert f"/clues/{two}" in lead.get(f"/clues/{one}").content.decode()
    does(lead, one, "verified", note="属实")
    receipt = lead.get(f"/clues/{one}/receipt").content.decode()
    assert "口罩 × 10" in receipt
    assert "赵告知" not in receipt
    does(lead, one, "collected", signed="赵告知")
    found = {clue.id: (clue.state, clue.reward) for clue in Clue.objects.all()}
    assert found == {one: ("verified", "collected"), two: ("joined", "none")}
    listed = lead.get("/clues?show=rewards").content.decode()
    assert f"/clues/{one}" in listed
    assert f"/clues/{two}" not in listed
    assert_rebuild_agrees()


def test_a_verified_clue_is_linked_to_somebody_who_is_found_and_stands_on_their_time_line(
    town: World, client_of: ClientOf
) -> None:
    lead, person = client_of("lead"), town.household("1-1-302")[0]
    clue = taken_down(town, lead)
    does(lead, clue, "verified")
    found = lead.post(f"/clues/{clue}/person", {"q": person.name}).content.decode()
    assert str(person.id) in found
    first = timezone.localtime() - timedelta(days=3)
    said = {"person": person.id, "region": "110000", "first": first.strftime("%Y-%m-%dT%H:%M")}
    assert lead.post(f"/clues/{clue}/person", said).status_code == 302
    assert person.name in lead.get(f"/clues/{clue}").content.decode()
    assert "属实线索" in lead.get(f"/people/{person.id}/").content.decode()


def test_numbers_are_their_lists_and_the_evening_report_counts_them(town: World, client_of: ClientOf) -> None:
    lead, now = client_of("lead"), timezone.now()
    clues = [taken_down(town, lead, what="other", phone="") for _n in range(3)]
    does(lead, clues[0], "unfounded")
    does(lead, clues[1], "elsewhere", to="邻县")
    Record.objects.filter(kind="clue_step", body__step="dispatched").update(
        body={"clue": str(clues[2]), "step": "dispatched", "due": (now - timedelta(hours=1)).isoformat()}
    )
    CLUES.refold([clues[2]], NOBODY)
    assert late.tell(timezone.now()) == 1
    for shown, wanted in (("late", 1), ("unfounded", 1), ("elsewhere", 1), ("all", 3), ("verified", 0)):
        page = lead.get(f"/clues?show={shown}").content.decode()
        assert page.count('<th scope="row">') == wanted, shown
    later = timezone.now() + timedelta(seconds=5)
    report = freeze(place=town.places["district"], cut=later, now=later)
    totals = report_queries.totals(report)
    told = {key: value for key, value in totals.items() if key.startswith("clue")}
    assert told == {
        "clues_told_today": 3, "clues_verified_today": 0, "clues_unfounded_today": 1, "clues_elsewhere_today": 1,
        "clues_open": 1, "clues_overdue": 1, "clues_joined_ended": 0,
        "clue_rewards_today": 0, "clue_rewards_items_today": 0,
    }  # fmt: skip


def test_an_agency_s_list_is_taken_down_by_place_and_what_fits_nowhere_stands_where_it_is_told_to(
    town: World, client_of: ClientOf
) -> None:
    sheet = "铁路公安线索表,,\n线索,地点,车牌\n乘 G71 次返回人员入住,翠湖小区,\n外地车停放,不知道哪里,京A12345\n,,\n"

    def bring() -> str:
        file = SimpleUploadedFile("线索.csv", sheet.encode("gb18030"), content_type="text/csv")
        form = {"place": town.places["community"].id, "agency": "铁路公安处", "sheet": file}
        return client_of("lead").post("/clues/bring", form, follow=True).content.decode()

    assert "早已登记" not in bring()
    assert "早已登记：2 条（第 3, 4 行）" in bring(), "the same file again adds none"
    found = {(clue.what, clue.place, clue.source) for clue in Clue.objects.all()}
    assert found == {
        ("person", town.places["compound"].id, "agency"), ("vehicle", town.places["community"].id, "agency")
    }  # fmt: skip
    assert Mark.objects.filter(of="plate").count() == 1


def test_a_list_that_comes_again_longer_sorted_anew_and_saved_anew_adds_only_what_is_new(
    town: World, client_of: ClientOf
) -> None:
    def bring(*rows: str, agency: str = "铁路公安处") -> str:
        file = SimpleUploadedFile("线索.csv", "\n".join(("线索,地点,车牌", *rows)).encode(), content_type="text/csv")
        form = {"place": town.places["community"].id, "agency": agency, "sheet": file}
        return client_of("lead").post("/clues/bring", form, follow=True).content.decode()

    bring("有人返回,翠湖小区,", "外地车停放,,京A12345", "敲门无人,,", "敲门无人,,")
    assert Clue.objects.count() == 4, "two rows that say the same are two clues"
    again = bring("聚集打牌,,", "敲门无人,,", "外地车 停放,,京Ａ·12345", "有人返回,翠湖小区 ,", "敲门无人 ,,")
    assert "早已登记：4 条（第 3, 4, 5, 6 行）" in again
    assert Clue.objects.count() == 5
    bring("有人返回,翠湖小区,", agency="卫生院")
    assert Clue.objects.count() == 6, "what another agency tells is another clue"


def test_an_agency_s_list_is_read_whole_and_what_is_cut_is_said() -> None:
    header: list[Any] = ["线索", "地点", "车牌"]
    several = read_rows([header, *(list[Any](["来人", "", ""]) for _row in range(1500))])
    assert [one.row for one in several] == list(range(2, 1502))
    [long, behind, none] = read_rows([
        header, ["长" * 2001, "", ""], ["停在门口", "", "京A12345 白色轿车，两人"],
        ["", "", "一辆看不清楚的白色轿车停着"],
    ], sheet=1)  # fmt: skip
    assert (long.is_cut, len(long.words), long.sheet) == (True, 2000, 1)
    assert (behind.plate, behind.words, behind.is_cut) == ("京A12345", "停在门口 白色轿车，两人", False)
    assert (none.plate, none.words) == ("", "一辆看不清楚的白色轿车停着")


def test_what_proved_unfounded_is_forgotten_after_seven_days_and_counts_stay(town: World, client_of: ClientOf) -> None:
    lead = client_of("lead")
    clue, kept = taken_down(town, lead, plate="京A12345"), taken_down(town, lead, what="venue")
    does(lead, clue, "unfounded", note="不实")
    does(lead, kept, "verified")
    assert retention.remove(timezone.now() + timedelta(days=6)) == 0
    assert retention.remove(timezone.now() + timedelta(days=8)) == 2
    assert retention.remove(timezone.now() + timedelta(days=8)) == 0
    assert not Record.objects.filter(id=clue, sealed__isnull=False).exists()
    assert Record.objects.filter(id=kept, sealed__isnull=False).exists()
    assert sorted(Mark.objects.values_list("of", flat=True)) == ["reporter", "reporter"]
    retention.remove(timezone.now() + timedelta(days=31))
    assert not Mark.objects.exists()
    assert_rebuild_agrees()


def test_what_was_found_at_a_joined_report_is_said_at_the_one_that_holds_it(town: World, client_of: ClientOf) -> None:
    lead = client_of("lead")
    one, two = taken_down(town, lead), taken_down(town, lead, phone="12000000008")
    does(lead, two, "joined", other=one)
    assert "合并进来的一条" not in lead.get(f"/clues/{one}").content.decode()
    body = {"clue": two, "step": "verified"}
    late = desk.tell(
        "clue_step", body, by=town.workers["field"], now=timezone.now(), place=town.places["compound"].id
    )  # fmt: skip
    assert late.verdict == "accepted"
    assert "合并进来的一条已按“属实”办结" in lead.get(f"/clues/{one}").content.decode()
    for shown in ("open", "apart"):
        assert "并案线索已办结：属实" in lead.get(f"/clues?show={shown}").content.decode()
    assert "属实" in lead.post("/exports/clues.csv?show=apart").getvalue().decode("utf-8-sig")
    [task] = feed(town, "field")["tasks"]
    assert (task["id"], task["reports"], task["ended"]) == (str(one), 1, ["verified"])
    does(lead, one, "verified")
    assert "合并进来的一条" not in lead.get(f"/clues/{one}").content.decode()
    assert "并案线索已办结" not in lead.get("/clues?show=all").content.decode()


def test_a_series_is_shown_for_clues_only_where_one_decides(town: World, client_of: ClientOf) -> None:
    lead = client_of("lead")
    for _n in range(3):
        does(lead, taken_down(town, lead, what="other"), "unfounded")
    assert "3 条里 3 条不实" in lead.get("/clues?show=all").content.decode()
    elsewhere = Grant.objects.filter(worker=town.workers["lead"])
    elsewhere.update(place=town.places["village group"])
    Grant.objects.create(
        worker=town.workers["lead"], role=Role.INSPECTOR, place=town.places["district"], since=ORDER
    )  # fmt: skip
    seen = lead.get("/clues?show=all").content.decode()
    assert seen.count('<th scope="row">') == 3
    assert "3 条里 3 条不实" not in seen


def feed(world: World, key: str) -> Any:
    reply = Client().get("/api/clues", headers={"Authorization": f"Bearer {world.tokens[key]}"})
    assert reply.status_code == 200, reply.content
    return json.loads(reply.content)


def test_the_phone_of_who_is_sent_gets_the_words_and_not_who_told_them_and_that_is_written_down_once(
    town: World, client_of: ClientOf
) -> None:
    clue = taken_down(town, client_of("lead"), plate="京A12345")
    for _again in range(2):
        told = feed(town, "field")
    [task] = told["tasks"]
    assert (task["id"], task["words"], task["plate"], task["late"]) == (str(clue), TOLD["words"], "京A12345", False)
    assert [word for word in ("赵告知", "12000000007") if word in json.dumps(told, ensure_ascii=False)] == []
    assert [one["name"] for one in told["places"]] == ["东门社区 翠湖小区"]
    assert Audit.objects.filter(action="words.opened", subject=clue).count() == 1
    assert feed(town, "field 2")["tasks"] == []
    Worker.objects.filter(id=town.workers["field"].id).update(is_police=True)
    Audit.objects.all().delete()
    [task] = feed(town, "field")["tasks"]
    assert [task[key] for key in ("words", "at", "plate")] == ["", "", ""], "as at a desk"
    assert not Audit.objects.filter(action="words.opened").exists()


def test_the_phone_says_how_many_more_there_are_and_has_nothing_that_its_owner_told(
    town: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clue_views, "MOST_TASKS", 1)
    monkeypatch.setattr(clue_views, "MOST_PLACES", 1)
    lead = client_of("lead")
    taken_down(town, lead)
    taken_down(town, lead, what="venue")
    told = feed(town, "field")
    assert (len(told["tasks"]), told["more_tasks"]) == (1, 1)
    assert (len(told["places"]), told["more_places"]) == (1, 0)
    Clue.objects.update(told_by=town.workers["field"].id, source="volunteer")
    assert feed(town, "field")["tasks"] == []


def test_a_clue_that_was_taken_back_is_forgotten_after_seven_days(town: World, client_of: ClientOf) -> None:
    lead = client_of("lead")
    clue = taken_down(town, lead, plate="京A12345")
    taken_down(town, lead, what="venue", phone="12000000008")
    void = desk.record("void", {}, at=timezone.now(), amends=clue)
    assert desk.send([void], by=town.workers["lead"], now=timezone.now())[0].verdict == "accepted"
    assert retention.remove(timezone.now() + timedelta(days=6)) == 0
    assert retention.remove(timezone.now() + timedelta(days=8)) == 1
    assert not Record.objects.filter(id=clue, sealed__isnull=False).exists()
    assert Mark.objects.count() == 1, "that of the other one"
