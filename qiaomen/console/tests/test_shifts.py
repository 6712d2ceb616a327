"""Shifts at the desk: a week of posts, the strength with its lists, a roster asked for until it is published."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

import pytest
from django.test import Client
from django.utils import timezone

from qiaomen.console import shifts_calendar
from qiaomen.ledger import desk
from qiaomen.reports import listing
from qiaomen.reports import queries as report_queries
from qiaomen.reports.freezing import freeze
from qiaomen.shifts import actions, missing, queries, working
from qiaomen.shifts.loading import rules_of
from qiaomen.shifts.models import Away, Post, Roster, Rostered, Shift, Slot
from qiaomen.testing.shifted import given, posted, staffed, standing_roster
from qiaomen.testing.world import World

ClientOf = Callable[[str], Client]


@pytest.fixture
def town(world: World) -> World:
    posted(world)
    staffed(world)
    return world


def test_the_board_and_the_strength_show_who_stands_and_each_number_opens_its_list(
    town: World, client_of: ClientOf
) -> None:
    now = timezone.now()
    shift = given(town, "field", now - timedelta(hours=1), hours=4)
    lead = client_of("lead")
    board = lead.get("/shifts", {"day": shift.day.isoformat()}).content.decode()
    assert "周启明" in board
    page = lead.get("/shifts/strength", {"day": shift.day.isoformat(), "count": "missing"})
    assert [one.row.id for one in page.context["listed"]] == [shift.id]
    assert page.context["total"].numbers["missing"] == 1
    file = lead.post(f"/exports/shift_strength.csv?day={shift.day}&count=missing")
    assert "周启明" in b"".join(cast(Any, file).streaming_content).decode("utf-8-sig")
    assert client_of("lead").get("/shifts", {"day": "soon"}).status_code == 404


def test_a_list_that_is_longer_than_a_page_goes_on(
    town: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qiaomen.console.views.shifts.SHOWN", 1)
    monkeypatch.setattr("qiaomen.console.views.shifts_settings.PAGE", 1)
    monkeypatch.setattr("qiaomen.console.views.shifts_rosters.SHOWN", 1)
    monkeypatch.setattr("qiaomen.console.views.shifts_rosters.LACKS", 1)
    now, lead = timezone.now() + timedelta(hours=1), client_of("lead")
    shift, _other = given(town, "field", now, hours=4), given(town, "field 2", now, hours=4)
    roster, post, slots = standing_roster(town, town.places["compound"]), str(shift.post), Slot.objects.all()
    Roster.objects.filter(pk=roster.pk).update(
        gaps=[[post, str(one.id), shift.day.toordinal(), 1, ""] for one in slots]
    )
    day = {"day": shift.day.isoformat(), "count": "rostered"}
    for path, asked in (
        ("/shifts/strength", day), (f"/shifts/posts/{post}", {}), ("/shifts/rosters", {}),
        (f"/shifts/rosters/{roster.id}", {}),
    ):  # fmt: skip
        pages = [lead.get(path, {**asked, "page": number}) for number in (1, 2)]
        first, second = (list(one.context["page"]) for one in pages)
        assert first != second, path
        assert "page=2" in pages[0].content.decode(), path


def test_a_roster_is_asked_for_worked_out_and_published(
    town: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "begin", lambda: None)
    lead, first = client_of("lead"), timezone.localdate() + timedelta(days=1)
    asked = {"place": town.places["compound"].id, "first": first.isoformat(), "days": 2, "seconds": 10}
    late = lead.post("/shifts/rosters", {**asked, "first": timezone.localdate().isoformat()})
    assert late.status_code == 422
    assert lead.post("/shifts/rosters", asked).status_code == 302
    roster = Roster.objects.get()
    assert lead.get(f"/shifts/rosters/{roster.id}/progress").status_code == 200
    working.work()
    page = lead.get(f"/shifts/rosters/{roster.id}")
    assert (page.context["missing"], page.context["may_publish"]) == (0, True)
    assert lead.post(f"/shifts/rosters/{roster.id}/publish").status_code == 302
    working.work()
    assert Shift.objects.filter(roster=roster.id).count() == 4
    assert "4" in dict(page.context["even"]).values()
    file = cast(Any, lead.post(f"/exports/shift_roster.xlsx?roster={roster.id}"))
    assert b"".join(file.streaming_content)[:2] == b"PK"


def test_posts_people_rules_and_who_is_away_are_written_down(town: World, client_of: ClientOf) -> None:
    lead, post = client_of("lead"), Post.objects.get()
    slot = post.heads.order_by("slot__begins")[0].slot_id
    said = {"place": post.place_id, "name": "北门", "kind": "gate", "is_active": "on", f"heads_{slot}": 2,
            "skill_leading": 1}  # fmt: skip
    assert lead.post(f"/shifts/posts/{post.id}", said).status_code == 302
    post.refresh_from_db()
    assert ([one.heads for one in post.heads.all()], post.skills) == ([2], {"leading": 1})
    worker = town.workers["field 2"].id
    person = {"place": town.places["compound"].id, "skills": ["nursing"], "is_woman": "on", "is_active": "on"}
    assert lead.post(f"/shifts/people/{worker}/edit", person).status_code == 302
    assert Rostered.objects.get(pk=worker).skills == ["nursing"]
    lead.post(f"/shifts/people/{worker}/away", {"since": "2030-01-01T08:00", "until": "2030-01-02T08:00"})
    assert Away.objects.get().worker_id == worker
    rules = {"rest_hours": 10, "week_hours": 40, "nights_in_row": 2, "late_minutes": 20, "local": "on"}
    place = town.places["community"]
    assert lead.post(f"/shifts/rules/{place.id}", rules).status_code == 302
    held = rules_of(town.places["gate"])
    assert (held.rest_hours, held.late_minutes, held.local, held.women_at_night) == (10, 20, True, False)


def test_somebody_who_stands_shifts_elsewhere_is_not_added_over_what_stands_there(
    town: World, client_of: ClientOf
) -> None:
    lead, worker = client_of("lead"), town.workers["field"]
    form = {"worker": worker.id, "place": town.places["building 1"].id, "is_active": "on"}
    reply = lead.post("/shifts/people/new", form)
    page = reply.content.decode()
    assert (reply.status_code, "翠湖小区" in page) == (422, True)
    assert f'href="/shifts/people/{worker.id}/edit"' in page
    Rostered.objects.filter(pk=worker.id).update(place=town.places["village group"])
    page = lead.post("/shifts/people/new", form).content.decode()
    assert "五组" in page
    assert f"/shifts/people/{worker.id}/edit" not in page, "they are not the reader's to change"
    kept = Rostered.objects.get(pk=worker.id)
    assert (kept.place_id, kept.skills) == (town.places["village group"].id, ["leading"])
    Rostered.objects.filter(pk=worker.id).delete()
    assert lead.post("/shifts/people/new", form).status_code == 302
    assert Rostered.objects.get(pk=worker.id).place_id == form["place"]


def test_who_is_back_sooner_is_away_no_more_and_what_has_not_begun_is_called_off(
    town: World, client_of: ClientOf
) -> None:
    lead, now, worker = client_of("lead"), timezone.now(), town.workers["field 2"]
    begun, planned, other = (
        actions.set_away(one, since=now + since, until=now + timedelta(days=9), by=town.workers["lead"])
        for one, since in (
            (worker, timedelta(days=-1)), (worker, timedelta(days=5)), (town.workers["field"], timedelta(days=-1))
        )
    )  # fmt: skip
    address = f"/shifts/people/{worker.id}"
    assert f'name="one" value="{begun.id}"' in lead.get(address).content.decode()
    assert f'name="one" value="{begun.id}"' not in client_of("inspector").get(address).content.decode()
    assert client_of("inspector").post(f"{address}/away/end", {"one": begun.id}).status_code == 403
    for one in (begun, planned, other):
        assert lead.post(f"{address}/away/end", {"one": one.id}).status_code == 302
    assert not Away.objects.filter(pk=planned.pk).exists()
    begun.refresh_from_db()
    assert now <= begun.until <= timezone.now(), "that they were away until now stays"
    assert Away.objects.get(pk=other.pk).until == other.until, "of whom the page is not about"
    assert 'name="one"' not in lead.get(address).content.decode()


def test_a_slot_is_ended_by_who_may_change_all_posts_that_stand_at_it(town: World, client_of: ClientOf) -> None:
    lead, slot = client_of("lead"), Slot.objects.get(name="夜班")
    assert f'name="one" value="{slot.id}"' in lead.get("/shifts/posts").content.decode()
    posted(town, town.places["village group"])
    said = lead.post("/shifts/slots/end", {"one": slot.id}, follow=True).content.decode()
    assert "还有 1 个不归你管的岗位在用这个时段" in said
    assert Slot.objects.get(pk=slot.id).is_active
    Post.objects.filter(place=town.places["village group"]).update(is_active=False)
    lead.post("/shifts/slots/end", {"one": slot.id})
    assert not Slot.objects.get(pk=slot.id).is_active
    assert f'value="{slot.id}"' not in lead.get("/shifts/posts").content.decode()
    assert lead.post("/shifts/slots/end", {}).status_code == 302


def test_who_leads_sends_somebody_else_even_against_a_rule_that_is_named(town: World, client_of: ClientOf) -> None:
    now, lead = timezone.now(), client_of("lead")
    given(town, "field 2", now + timedelta(hours=6), hours=4)
    shift = given(town, "field", now - timedelta(hours=1), hours=4)
    sent = {"change": "replaced", "worker": town.workers["field 2"].id}
    lead.post(f"/shifts/one/{shift.id}/change", sent)
    assert Shift.objects.get(pk=shift.id).worker == town.workers["field"].id
    lead.post(f"/shifts/one/{shift.id}/change", {**sent, "despite": "1"})
    assert Shift.objects.get(pk=shift.id).worker == town.workers["field 2"].id
    page = lead.get(f"/shifts/one/{shift.id}").content.decode()
    assert "孟小雨" in page


def test_the_evening_report_counts_the_strength_and_opens_its_lists(town: World) -> None:
    now = timezone.now()
    came, missed = given(town, "field 2", now - timedelta(hours=1)), given(town, "field", now - timedelta(hours=1))
    step = {"shift": came.id, "step": "came"}
    desk.tell("shift_step", step, by=town.workers["field 2"], now=now, place=came.place)
    missing.tell(now)
    later = timezone.now() + timedelta(seconds=5)
    district = town.places["district"]
    report = freeze(place=district, cut=later, now=later)
    totals = report_queries.totals(report)
    wanted = {"shifts_today": 2, "shifts_stood_today": 1, "shifts_missing_today": 1, "shift_hours_today": 12,
              "shift_women_today": 1}  # fmt: skip
    assert {key: totals[key] for key in wanted} == wanted
    assert [one.subject for one in listing.members(report, "shifts_missing_today", [district.path])] == [missed.id]


def test_a_calendar_folds_long_lines_and_names_nobody(town: World) -> None:
    given(town, "field", timezone.now())
    [row] = queries.listed(town.workers["lead"])
    row.post_name = "从东大街进来右手边第二个铁门旁边的岗亭,登记台"
    lines = shifts_calendar.written([row], timezone.now()).split("\r\n")
    assert max(len(one.encode()) for one in lines) <= 75
    assert "周启明" not in "".join(lines)
    assert "\\,登记台" in "".join(lines).replace(" ", "")


def test_what_is_left_of_a_roster_that_stopped_halfway_is_dropped_only_knowingly(
    town: World, client_of: ClientOf
) -> None:
    roster, lead = standing_roster(town, town.places["compound"]), client_of("lead")
    Roster.objects.filter(pk=roster.pk).update(first=timezone.localdate(), problem="shift.publishing_stopped")
    given(town, "field", timezone.now() + timedelta(hours=1), hours=4)
    assert 'name="despite" value="1" required' in lead.get(f"/shifts/rosters/{roster.id}").content.decode()
    assert lead.post(f"/shifts/rosters/{roster.id}/drop").status_code == 302
    assert Roster.objects.get(pk=roster.id).state == "proposed"
    page = lead.post(f"/shifts/rosters/{roster.id}/drop", {"despite": "1"}, follow=True)
    assert next((one.title, one.by) for one in page.context["story"]) == (
        "中途作废：已发布的 1 个班次仍有效", town.workers["lead"].name,
    )  # fmt: skip
    assert Roster.objects.get(pk=roster.id).standing == 1
