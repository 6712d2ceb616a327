"""Clues at a desk: numbers are their lists, who told one is for who decides, and a file is touched by the verified."""

from datetime import timedelta

from django.utils import timezone

from qiaomen.access.models import Audit, Grant
from qiaomen.access.roles import Role
from qiaomen.base.ids import NOBODY
from qiaomen.clues import late, retention
from qiaomen.clues.folds import CLUES
from qiaomen.clues.models import Clue, Mark
from qiaomen.clues.tests.town import rewarding
from qiaomen.console.tests.clue_desk import ClientOf, answering, does, feed, taken_down
from qiaomen.ledger import desk
from qiaomen.ledger.models import Record
from qiaomen.reports import queries as report_queries
from qiaomen.reports.freezing import freeze
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.world import ORDER, World

__all__ = ["answering"]


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
    rewarding(town)
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
