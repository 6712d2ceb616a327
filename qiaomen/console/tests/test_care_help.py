"""Needs handed over, daily visits and group orders at a desk and on the residents' page."""

from collections.abc import Callable
from datetime import timedelta
from itertools import permutations

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from qiaomen.access.models import Audit, Grant
from qiaomen.access.roles import Role
from qiaomen.base.ids import new_id
from qiaomen.base.problems import Problem
from qiaomen.care import actions
from qiaomen.care import queries as care
from qiaomen.care.models import DailyVisit, Helper, Letter, Need, Offer, Order
from qiaomen.ledger import desk
from qiaomen.ledger.entries import Author
from qiaomen.ledger.models import Record
from qiaomen.ledger.rebuild import rebuild
from qiaomen.ledger.submit import submit
from qiaomen.ledger.wire import Verdict
from qiaomen.paper.codes import short
from qiaomen.places.naming import names_of
from qiaomen.reports import listing, queries
from qiaomen.reports.freezing import freeze
from qiaomen.resident import taking
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.cared import offered, visited
from qiaomen.testing.world import World
from qiaomen.testing.written import needed, prescribed

ClientOf = Callable[[str], Client]
DOOR = "1-1-202"
LIST = "品名,规格,单价\n蔬菜包,5斤,30\n鸡蛋,30枚,22.5\n".encode("gb18030")


def test_what_waits_is_handed_to_whoever_fits_and_waits_again_when_given_back(
    world: World, client_of: ClientOf
) -> None:
    need, lead = needed(world, world.doors["1-1-101"]), client_of("lead")
    actions.set_helper(world.workers["field"], world.places["compound"], ["pets"], by=world.workers["lead"])
    lead.post("/needs/hand-out")
    assert Need.objects.get().state == "open"
    form = {"worker": world.workers["field 2"].id, "place": world.places["compound"].id, "skills": ["medicine"]}
    assert lead.post("/helpers/change", form).status_code == 302
    lead.post("/needs/hand-out")
    assert (Need.objects.get().state, Need.objects.get().helper) == ("taken", world.workers["field 2"].id)
    assert "孟小雨" in lead.get("/needs").content.decode()
    lead.post(f"/needs/{need}/handed")
    assert Need.objects.get().state == "open"
    lead.post(f"/needs/{need}/handed", {"helper": world.workers["field"].id})
    assert Need.objects.get().helper is None


def test_the_police_are_not_offered_as_helpers_but_can_be_taken_off(world: World, client_of: ClientOf) -> None:
    lead, police, place = client_of("lead"), world.workers["police"], world.places["compound"]
    form = {"worker": police.id, "place": place.id, "skills": ["medicine"]}
    assert str(police.id) not in lead.get("/helpers").content.decode()
    assert str(world.workers["field"].id) in lead.get("/helpers").content.decode()
    assert lead.post("/helpers/change", form).status_code == 422
    Helper.objects.create(worker=police, place=place, skills=["medicine"], change=world.change)
    assert lead.post("/helpers/change", {**form, "skills": []}).status_code == 302
    assert not Helper.objects.filter(is_active=True).exists()


def test_nobody_is_handed_what_they_could_not_write_down_or_would_not_be_told(world: World) -> None:
    need, lead = needed(world, world.doors["1-1-101"]), world.workers["lead"]
    actions.set_helper(world.workers["field"], world.places["compound"], ["medicine"], by=lead)
    with pytest.raises(Problem, match=r"helper\.police"):
        actions.set_helper(world.workers["police"], world.places["compound"], ["medicine"], by=lead)
    Helper.objects.create(
        worker=world.workers["police"], place=world.places["compound"], skills=["medicine"], change=world.change
    )
    found = Need.objects.get(pk=need)
    assert [one.worker for one in care.fitting_for(found)] == [world.workers["field"].id]
    Grant.objects.filter(worker=world.workers["field"]).update(until=timezone.now() - timedelta(hours=1))
    assert actions.hand_out([found], by=lead, now=timezone.now()) == (0, 1)
    assert care.fitting_for(found) == []
    # Of a smaller place than they help in, a grant is not enough.
    Grant.objects.create(
        worker=world.workers["field"], role=Role.FIELD, place=world.places["building 1"], since=world.now
    )  # fmt: skip
    assert care.fitting_for(found) == []
    Grant.objects.create(
        worker=world.workers["field"], role=Role.FIELD, place=world.places["community"], since=world.now
    )  # fmt: skip
    assert actions.hand_out([found], by=lead, now=timezone.now()) == (1, 0)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_who_had_a_need_before_takes_it_from_nobody_in_whatever_order_the_steps_come(
    world: World, order: tuple[int, ...]
) -> None:
    need, now = needed(world, world.doors["1-1-101"]), timezone.now()
    lead, first, second = (world.workers[key] for key in ("lead", "field", "field 2"))
    steps = (
        ({"step": "taken", "worker": first.id}, lead),
        ({"step": "taken", "worker": second.id}, lead),
        ({"step": "given_back"}, first),
    )  # fmt: skip
    place, phone = Need.objects.get().place, new_id()
    for number in order:
        body, by = steps[number]
        at = now - timedelta(minutes=10 - number)
        told = desk.record("need_step", {"need": need, **body}, at=at, place=place)
        author = Author(by.id, world.outbreak.id, phone if by is first else None)
        [verdict] = submit([msgspec.json.encode(told)], author=author, received_at=now)
        assert verdict.verdict == "accepted"
    assert (Need.objects.get().state, Need.objects.get().helper) == ("taken", second.id)
    actions.give_back(Need.objects.get(), by=lead, now=now)
    assert (Need.objects.get().state, Need.objects.get().helper) == ("open", None)
    assert_rebuild_agrees()


def test_what_a_desk_gave_back_before_it_named_who_had_it_waits_again(world: World) -> None:
    need, now, lead = needed(world, world.doors["1-1-101"]), timezone.now(), world.workers["lead"]
    place = Need.objects.get().place
    for body in ({"step": "taken", "worker": world.workers["field"].id}, {"step": "given_back"}):
        told = desk.tell("need_step", {"need": need, **body}, by=lead, now=now, place=place)
        assert told.verdict == "accepted"
    rebuild()
    assert (Need.objects.get().state, Need.objects.get().helper) == ("open", None)


def test_a_prescription_is_looked_at_by_who_may_and_that_is_written_down(world: World, client_of: ClientOf) -> None:
    from qiaomen.testing.photos import photographed

    photo = photographed(world, world.doors[DOOR])
    need = prescribed(world, world.doors[DOOR], photo)
    address = f"/needs/{need.id}/photos/{photo.id}"
    assert client_of("lead").get(address).headers["Content-Type"] == "image/jpeg"
    assert Audit.objects.get(action="photo.seen").subject == photo.id
    assert client_of("headquarters").get(address).status_code == 403
    assert address not in client_of("headquarters").get(f"/needs/{need.id}").content.decode()


def test_who_is_visited_daily_is_named_to_who_may_see_names(world: World, client_of: ClientOf) -> None:
    form = {"person": world.household(DOOR)[0].id, "by": "10:00", "why": "alone", "worker": world.workers["field"].id}
    lead = client_of("lead")
    assert "仇素娥" in lead.get("/daily-visits").content.decode()  # old, alone, and not visited
    assert lead.post(f"/daily-visits/new/{world.doors[DOOR].id}", form).status_code == 302
    page = lead.get("/daily-visits").content.decode()
    assert page.count("仇素娥") == 1
    hidden = client_of("headquarters").get("/daily-visits").content.decode()
    assert "仇素娥" not in hidden
    assert "仇**" in hidden


def test_what_is_noted_of_a_daily_visit_is_read_by_who_may_and_that_is_written_down(
    world: World, client_of: ClientOf
) -> None:
    now = timezone.now()
    visit = visited(world, DOOR, begun=now - timedelta(hours=1))
    at = world.doors[DOOR]
    actions.visit([(visit, at.place_id, at.id)], "seen", by=world.workers["lead"], now=now, note="药快吃完了")
    address = f"/daily-visits/{visit}"
    assert "药快吃完了" not in client_of("health").get(address).content.decode()
    assert "药快吃完了" in client_of("health").post(f"{address}/words").content.decode()
    assert Audit.objects.filter(action="words.opened", subject=visit).count() == 1
    assert client_of("headquarters").post(f"{address}/words").status_code == 403


def test_who_goes_daily_and_by_when_is_changed_at_the_desk(world: World, client_of: ClientOf) -> None:
    visit, lead = visited(world, DOOR, begun=timezone.now() - timedelta(hours=1)), client_of("lead")
    address = f"/daily-visits/{visit}"
    page = lead.get(address).content.decode()
    assert f'action="{address}/change"' in page
    assert f'<option value="{world.workers["field"].id}" selected>' in page
    said = {"by": "09:30", "worker": world.workers["field 2"].id}
    assert lead.post(f"{address}/change", said).status_code == 302
    found = DailyVisit.objects.get()
    assert (found.by, found.worker) == ("09:30", world.workers["field 2"].id)
    assert "09:30 · 孟小雨" in lead.get(address).content.decode()
    assert lead.post(f"{address}/change", said).status_code == 302
    assert Record.objects.filter(kind="daily_visit_step").count() == 1, "what stands already is said once"
    assert lead.post(f"{address}/change", {**said, "by": "soon"}).status_code == 422
    assert client_of("inspector").post(f"{address}/change", said).status_code == 403
    assert_rebuild_agrees()


def test_the_police_and_who_may_not_record_there_are_not_offered_to_go_daily(world: World, client_of: ClientOf) -> None:
    visit, lead = visited(world, DOOR, begun=timezone.now() - timedelta(hours=1)), client_of("lead")
    for address in (f"/daily-visits/new/{world.doors[DOOR].id}", f"/daily-visits/{visit}"):
        page = lead.get(address).content.decode()
        assert f'value="{world.workers["field"].id}"' in page
        assert not [key for key in ("police", "gate", "outsider") if f'value="{world.workers[key].id}"' in page]


def test_of_bags_that_arrive_what_is_refused_is_told(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = offered(world, world.places["compound"], now=timezone.localtime() - timedelta(days=1))
    verdicts = [Verdict(None, 0, "accepted"), Verdict(None, 1, "rejected", message="那里不归你")]
    monkeypatch.setattr("qiaomen.care.actions_orders.step", lambda *_orders, **_more: verdicts)
    said = client_of("lead").post(f"/orders/{offer.id}/arrived", {"step": "arrived"}, follow=True).content.decode()
    assert "那里不归你" in said


def test_an_offer_is_made_of_a_sheet_and_its_bags_are_listed_labelled_and_told(
    world: World, client_of: ClientOf
) -> None:
    lead, now = client_of("lead"), timezone.localtime()
    form = {
        "title": "蔬菜团购", "supplier": "供销社", "contact": world.workers["lead"].id, "gate": world.places["gate"].id,
        "cut_off": (now + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M"),
        "arrives_at": (now + timedelta(hours=20)).strftime("%Y-%m-%dT%H:%M"),
        "sheet": SimpleUploadedFile("清单.csv", LIST), "typed": "",
    }  # fmt: skip
    assert lead.post(f"/orders/new/{world.places['compound'].id}", form).status_code == 302
    offer = Offer.objects.get()
    eggs = offer.items.get(name="鸡蛋")
    given = {f"item-{eggs.id}": "2", "phone": "12000000001"}
    assert lead.post(f"/orders/{offer.id}/enter/{world.doors[DOOR].id}", given).status_code == 302
    assert Order.objects.get().cents == 4500
    for slips in ("picking", "labels"):
        assert lead.post(f"/orders/{offer.id}/paper/{slips}").content.startswith(b"%PDF")
    assert lead.post(f"/orders/{offer.id}/arrived", {"step": "arrived"}).status_code == 302
    sheet = lead.post(f"/exports/orders.csv?offer={offer.id}").getvalue().decode("utf-8-sig")
    assert "鸡蛋 (30枚) × 2" in sheet
    assert "仇素娥" not in sheet
    assert Order.objects.get().state == "arrived"
    assert "45.00" in lead.get(f"/orders/{offer.id}").content.decode()


def test_a_child_orders_for_its_parents_and_who_fits_nobody_is_called_back(world: World, client_of: ClientOf) -> None:
    now = timezone.localtime() - timedelta(days=1)
    offer = offered(world, world.places["compound"], now=now + timedelta(days=2))
    item, person = offer.items.get(number=1), world.household(DOOR)[0]
    said = {
        f"item-{item.id}": "1", "room": DOOR, "name": person.name, "phone": "12000000009", "for_others": "1",
        "tail": world.identities[person.name].number[-4:],
    }  # fmt: skip
    page = f"/o/{short(offer.id)}"
    assert "蔬菜包" in Client().get(page).content.decode()
    for tail in (said["tail"], "0000"):
        assert Client().post(page, {**said, "tail": tail}).headers["Location"] == f"{page}/sent"
    taking.take_in(timezone.now())
    found = Order.objects.get()
    assert (found.person, found.for_others) == (person.id, True)
    letter = Letter.objects.get(state=Letter.State.UNMATCHED)
    opened = client_of("lead").post(f"/phone-back/letters/{letter.id}").content.decode()
    assert "蔬菜包 (5 斤) × 1" in opened
    Offer.objects.update(withdrawn_at=now)
    assert f"item-{item.id}" not in Client().get(page).content.decode()


def test_the_evening_report_counts_needs_visits_and_orders_and_opens_their_lists(
    world: World, client_of: ClientOf
) -> None:
    now = timezone.now()
    need = needed(world, world.doors["1-1-101"])
    visited(world, DOOR, begun=now)
    offer = offered(world, world.places["compound"], now=timezone.localtime() + timedelta(days=1))
    item = offer.items.get(number=2)
    body = {"offer": offer.id, "lines": [{"item": item.id, "count": 2, "cents": item.cents}]}
    door = world.doors[DOOR]
    desk.tell("order", body, by=world.workers["lead"], now=now, place=door.place_id, door=door.id)
    actions.answer(Need.objects.get(), note="", by=world.workers["lead"], now=timezone.now())
    later = timezone.now() + timedelta(seconds=5)
    district = world.places["district"]
    report = freeze(place=district, cut=later, now=later)
    totals = queries.totals(report)
    wanted = {
        "needs_today": 1,
        "needs_open": 0,
        "helped_today": 1,
        "visited_daily": 1,
        "visited_today": 0,
        "orders_today": 1,
    }
    assert {key: totals[key] for key in wanted} == wanted
    assert [one.subject for one in listing.members(report, "helped_today", [district.path])] == [need]


def test_a_place_to_order_for_is_named_with_what_it_lies_in(world: World, client_of: ClientOf) -> None:
    path = world.places["compound"].path
    assert f"{names_of({path})[path]}</span>" in client_of("lead").get("/orders").content.decode()
