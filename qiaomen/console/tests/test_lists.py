"""The console's lists: handing one in, what is left of it, deciding, following up, taking away."""

import csv
import io
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from qiaomen.access.models import Audit
from qiaomen.console.views import lists_asked
from qiaomen.console.views.lists_asked import places_of
from qiaomen.exchange import running
from qiaomen.exchange.models import ImportRun, State
from qiaomen.lists import queries
from qiaomen.lists.bringing import About
from qiaomen.lists.models import List, Row
from qiaomen.lists.tests.lists_of import brought, only, row, seen_by
from qiaomen.people.models import Person
from qiaomen.policy.tests.saying import Saying
from qiaomen.testing.world import World

HOME = "城关街道东门社区翠湖小区1栋"
Clients = Callable[[str], Client]


@pytest.fixture
def doubtful(world: World) -> World:
    brought(
        world,
        row("解国庆", address=HOME, phones=tuple(world.identities["解军"].phones)),
        row("韩德福", line=3, address="东门社区"),
    )
    return world


def text(client: Client, name: str, *arguments: object, **query: str | int) -> str:
    response = client.get(reverse(f"console:{name}", args=arguments), query, headers={"Accept-Language": "en"})
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


def post(client: Client, name: str, row_id: UUID, **data: object) -> str:
    response = client.post(reverse(f"console:{name}", args=[row_id]), data)
    return str(response.headers.get("Location", response.status_code))


def test_a_list_is_handed_in_tried_and_brought_in(client_of: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "begin", lambda: None)
    client = client_of("headquarters")
    content = f"姓名,身份证号,来源地,抵达日期,地址\n韩德福,,北京市丰台区,3月18日,{HOME}\n,,北京,,\n".encode("gb18030")
    about = {"title": "铁路推送", "source": "railway", "category": "returnee", "dated": "2020-03-21"}
    file = SimpleUploadedFile("名单.csv", content)
    page = client.post(reverse("console:list_new"), {**about, "tables": file}).headers["Location"]
    run = ImportRun.objects.get()
    client.post(reverse("console:import_check", args=[run.id]))
    running.work()
    assert "known for certain: to be verified" in client.get(page, headers={"Accept-Language": "en"}).content.decode()
    assert Row.objects.count() == 0
    client.post(reverse("console:import_start", args=[run.id]))
    running.work()
    run.refresh_from_db()
    assert (run.state, Row.objects.get().state, List.objects.get().title) == (State.DONE, "linked", "铁路推送")
    shown = client.get(page, headers={"Accept-Language": "en"}).content.decode()
    assert f"{reverse('console:list_rows')}?list={List.objects.get().id}" in shown
    assert "This row names nobody" in shown


def test_the_lists_show_what_is_left_and_every_number_opens_its_rows(client_of: Clients, doubtful: World) -> None:
    page = text(client_of("headquarters"), "lists")
    assert "铁路推送" in page
    assert f"?list={List.objects.get().id}&amp;state=doubtful" in page


def test_the_lists_leave_as_a_file_with_the_numbers_of_the_page(client_of: Clients, doubtful: World) -> None:
    client = client_of("headquarters")
    assert "/exports/lists.csv" in text(client, "lists")
    (one,) = queries.lists(queries.wanted_by(doubtful.workers["headquarters"]))
    exported = b"".join(client.post("/exports/lists.csv")).decode("utf-8-sig").splitlines()[1]
    assert exported.startswith("铁路推送,")
    assert exported.split(",")[4:] == [str(n) for n in (one.rows, one.open, one.doubtful, one.unknown, one.overdue)]


def test_rows_are_those_of_ones_own_area(client_of: Clients, doubtful: World) -> None:
    brought(doubtful, row("别处的人", line=9, address="河湾社区五组"))
    assert "别处的人" in text(client_of("headquarters"), "list_rows")
    mine = text(client_of("lead"), "list_rows")
    assert "解国庆" in mine
    assert "别处的人" not in mine


def test_police_read_no_row_that_tells_of_health(client_of: Clients, doubtful: World) -> None:
    contacts = About("密接协查", "health", "contact", date(2020, 3, 21))
    brought(doubtful, row("彭宇", line=9, address="翠湖小区1幢1单元301"), about=contacts)
    near, client = Row.objects.get(category="contact"), client_of("lead")
    assert near.person is not None
    addresses = ("/lists/rows", "/lists/", f"/lists/rows/{near.id}/", f"/people/{near.person}/")
    assert "彭宇" in text(client, "list_rows")
    lead = doubtful.workers["lead"]
    lead.is_police = True
    lead.save()
    pages = [client.get(address) for address in addresses]
    assert [one.status_code for one in pages] == [200, 200, 403, 200]
    assert not [one for one in pages if "密接协查" in one.content.decode()]
    assert "解国庆" in text(client, "list_rows")
    assert "彭宇" not in text(client, "list_rows")
    exported = b"".join(client.post("/exports/list_rows.csv?state=all")).decode("utf-8-sig")
    assert "密接协查" not in exported
    assert "密接协查" not in b"".join(client.post("/exports/lists.csv")).decode("utf-8-sig")
    assert "铁路推送" in exported


def test_a_filter_that_makes_no_sense_is_not_found(client_of: Clients, doubtful: World) -> None:
    client = client_of("headquarters")
    for query in ({"state": "lost"}, {"sort": "name"}, {"category": "red"}, {"list": str(doubtful.outbreak.id)}):
        assert client.get(reverse("console:list_rows"), query).status_code == 404


def test_doubtful_rows_stand_side_by_side_one_after_the_other(client_of: Clients, doubtful: World) -> None:
    client = client_of("lead")
    page = text(client, "list_review")
    assert "解国庆" in page
    assert "解军" in page
    assert 'data-shortcut="1 Enter"' in page
    assert "韩德福" in text(client, "list_review", skip=1)


def test_choosing_a_candidate_links_and_goes_on_with_the_next_row(client_of: Clients, doubtful: World) -> None:
    first = seen_by(doubtful)[0]
    said = {"person": doubtful.people["解军"].id, "back": "review"}
    assert post(client_of("lead"), "list_row_decide", first.id, **said) == reverse("console:list_review")
    found = Row.objects.get(pk=first.id)
    assert (found.state, found.person) == ("linked", doubtful.people["解军"].id)
    assert "韩德福" in text(client_of("lead"), "list_review")


def test_none_of_them_makes_it_a_task(client_of: Clients, doubtful: World) -> None:
    first = seen_by(doubtful)[0]
    post(client_of("lead"), "list_row_decide", first.id)
    assert Row.objects.get(pk=first.id).state == "unknown"


def test_somebody_else_is_found_by_name_pinyin_phone_or_its_tail(client_of: Clients, doubtful: World) -> None:
    first, client = seen_by(doubtful)[0], client_of("lead")
    phone = doubtful.identities["彭宇"].phones[0]
    number = doubtful.identities["彭宇"].number
    for said in ("彭宇", "彭", "pengyu", "py", phone, phone[-4:], number):
        page = client.post(reverse("console:list_row_search", args=[first.id]), {"text": said}).content.decode()
        assert "彭宇" in page, said
    page = client.post(reverse("console:list_row_search", args=[first.id]), {"text": "不存在"}).content.decode()
    assert "彭宇" not in page


def test_what_came_of_a_row_is_recorded_and_can_be_opened_again(client_of: Clients, world: World) -> None:
    brought(world, row("韩德福", address=HOME))
    id, client = only(world).id, client_of("lead")
    post(client, "list_row_tried", id, again=6, note="没人开门")
    assert (only(world).tries, only(world).state) == (1, "linked")
    post(client, "list_row_outcome", id, outcome="verified")
    assert only(world).state == "verified"
    post(client, "list_row_reopen", id)
    assert only(world).state == "linked"
    page = text(client, "list_row", id)
    assert page.count("feed-item") == 3


def test_a_row_is_taken_over_and_handed_on(client_of: Clients, world: World) -> None:
    brought(world, row("钱未登", address=HOME))
    id, client, lead = only(world).id, client_of("lead"), world.workers["lead"]
    post(client, "list_row_take", id, worker=lead.id)
    assert only(world).worker == lead.id
    assert lead.name in text(client, "list_row", id)
    post(client, "list_row_hand_on", id, to=world.places["west community"].id)
    assert (only(world).place, only(world).worker) == (world.places["west community"].id, None)


def test_only_a_step_of_this_row_can_be_taken_back_on_its_page(client_of: Clients, world: World) -> None:
    brought(world, row("韩德福", address=HOME), row("钱未登", line=3, address=HOME))
    first, second = seen_by(world)
    client = client_of("lead")
    post(client, "list_row_outcome", first.id, outcome="wrong")
    step = text(client, "list_row", first.id).split('name="record" value="')[1][:36]
    assert post(client, "list_row_take_back", second.id, record=step, reason="错") == "422"
    post(client, "list_row_take_back", first.id, record=step, reason="看错")
    assert Row.objects.get(pk=first.id).state == "linked"


def test_numbers_and_phones_are_opened_by_who_may_and_that_is_written_down(client_of: Clients, world: World) -> None:
    phone = "12098765432"
    brought(world, row("钱未登", address=HOME, phones=(phone,)))
    found, client = only(world), client_of("lead")
    assert phone not in text(client, "list_row", found.id)
    assert phone in client.post(reverse("console:list_row_opened", args=[found.id])).content.decode()
    assert Audit.objects.filter(action="identity.seen", subject=found.id).count() == 1
    assert post(client_of("headquarters"), "list_row_opened", found.id) == "403"


def test_an_export_has_the_rows_of_the_page_with_names_masked(client_of: Clients, doubtful: World) -> None:
    address = reverse("console:export", args=["list_rows", "csv"])
    response = client_of("lead").post(f"{address}?state=doubtful", headers={"Accept-Language": "en"})
    assert response.streaming
    content = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    lines = list(csv.DictReader(io.StringIO(content)))
    assert [line["Name"] for line in lines] == ["解**", "韩**"]
    assert "解国庆" not in content
    assert Audit.objects.filter(action="export").count() == 1


def test_people_of_a_category_are_counted_and_listed_by_one_definition(client_of: Clients, world: World) -> None:
    said = Saying(world)
    for name in ("仇素娥", "韩德福"):
        said.say("trait", name, "lead", trait="alone")
    page = text(client_of("lead"), "lists")
    assert "lives alone" in page
    people = text(client_of("lead"), "list_people", kind="trait", word="alone")
    assert "仇素娥" in people
    assert "韩德福" in people
    assert reverse("console:person", args=[world.people["韩德福"].id]) in people
    assert client_of("lead").get(reverse("console:list_people"), {"kind": "other"}).status_code == 404
    office = world.doors["1-1-101"]
    Person.objects.filter(pk=world.people["仇素娥"].id).update(home_door=None, work_door=office)
    assert "仇素娥" in text(client_of("lead"), "list_people", kind="trait", word="alone")


def test_an_outcome_that_is_not_chosen_is_asked_again_with_the_note_kept(client_of: Clients, doubtful: World) -> None:
    first = seen_by(doubtful)[0]
    answer = client_of("lead").post(reverse("console:list_row_outcome", args=[first.id]), {"note": "门上有封条"})
    assert (answer.status_code, Row.objects.get(pk=first.id).state) == (422, "doubtful")
    assert "门上有封条" in answer.content.decode()


def test_every_place_can_be_chosen_however_many_there_are(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    reader, places = world.workers["headquarters"], world.places
    every = [one.name for one in places_of(reader)]
    monkeypatch.setattr(lists_asked, "MOST_PLACES", 4)
    assert {one.kind for one in places_of(reader)} == {"street"}
    reached = {one.name for street in places_of(reader) for one in places_of(reader, street)}
    assert reached == set(every)
    assert places["west community"] in places_of(reader, places["community"])
    assert places_of(reader, places["building 1"])[0] == places["building 1"]
