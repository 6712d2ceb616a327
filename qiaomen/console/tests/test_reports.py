"""The report's rooms: numbers that open their lists, corrections as corrections, the phone desk, sending."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from qiaomen.access.models import Audit, Worker
from qiaomen.base.ids import new_id
from qiaomen.ledger.models import Record
from qiaomen.reports import editions, freezing, queries, showing
from qiaomen.reports.models import Recipient, Report, Sending, Table
from qiaomen.reports.tests import forms
from qiaomen.testing.moments import moments
from qiaomen.testing.reported import DEFINITION
from qiaomen.testing.sweep import Phone, start_sweep
from qiaomen.testing.world import World

ClientOf = Callable[[str], Client]


@pytest.fixture
def phone(world: World) -> Phone:
    """A sweep whose doors were knocked on, counted by a small definition."""
    phone = Phone(world.tokens["field"], start_sweep(world, team="team 1"))
    list(moments(world, phone))
    editions.publish(text=DEFINITION, by=world.workers["headquarters"])
    return phone


@pytest.fixture
def report(world: World, phone: Phone) -> Report:
    return freezing.freeze(place=world.places["district"], cut=timezone.now())


@pytest.fixture
def desk(client_of: ClientOf) -> Client:
    client = client_of("headquarters")
    client.cookies["language"] = "en"
    return client


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def said(client: Client, report: Report) -> str:
    """What a report's page says, without the token of its forms and the views."""
    matter = page(client, f"/reports/{report.id}").partition("<main")[2].partition("</main")[0]
    return re.sub(r'value="\w{64}"|<nav.*?</nav>', "", matter, flags=re.S)


def csv_rows(client: Client, url: str) -> list[str]:
    answer = client.post(url)
    assert answer.status_code == 200, url
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return text.splitlines()[1:]


def call(client: Client, world: World, amount: int, **more: str) -> None:
    at = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    said = {"said_by": "王经理", "where": world.places["compound"].name, "figure": "turned_back", "at": at}
    assert client.post("/reports/phone", {**said, "amount": amount, **more}).status_code == 302


def test_the_newest_report_says_of_each_number_as_of_when(report: Report, desk: Client) -> None:
    text = page(desk, "/reports")
    assert "happened by" in text
    assert "became known in the 24 hours to" in text
    assert f"/reports/{report.id}/figures/doors" in text


def test_every_number_opens_its_list(world: World, report: Report, desk: Client) -> None:
    for key, number in queries.totals(report).items():
        page(desk, f"/reports/{report.id}/figures/{key}")
        rows = csv_rows(desk, f"/exports/report_members.csv?report={report.id}&figure={key}")
        assert sum(int(row.rpartition(",")[2]) for row in rows) == number


def test_a_lead_sees_their_own_part_of_the_districts_report(world: World, report: Report, client_of: ClientOf) -> None:
    lead = client_of("lead")
    own = showing.shown(report, under=world.places["community"].id)
    answer = page(lead, "/reports")
    assert own.place in answer
    assert f"place={world.places['compound'].id}" in answer
    assert lead.get(f"/reports/{report.id}?place={world.places['village group'].id}").status_code == 404
    rows = csv_rows(lead, f"/exports/report_members.csv?report={report.id}&figure=doors")
    assert len(rows) == own.columns[0].number < queries.totals(report)["doors"]


def test_each_place_opens_its_own_children(world: World, report: Report, desk: Client) -> None:
    text = page(desk, f"/reports/{report.id}")
    street = showing.shown(report).lines[1]
    assert f"place={street.place}" in text
    assert street.name in page(desk, f"/reports/{report.id}?place={street.place}&group=doors")


def test_what_came_late_is_a_correction_in_the_next_report(
    world: World, report: Report, phone: Phone, desk: Client
) -> None:
    before = said(desk, report)
    phone.send([phone.visit(world.doors["2-1-101"].id, "vacant", confirmed_by="manager")])
    following = freezing.freeze(place=world.places["district"], cut=timezone.now())
    [done] = [column for column in showing.shown(following).columns if column.key == "done"]
    assert done.signed == "+1"
    assert "Corrections to the report before" in page(desk, f"/reports/{following.id}")
    assert "2-1-101" in page(desk, f"/reports/{following.id}/figures/done?show=came")
    assert "+1" in page(desk, f"/reports/{following.id}/changes")
    assert before == said(desk, report), "the report before still says what it said"


def test_what_would_be_corrected_by_now_is_asked_for(world: World, report: Report, phone: Phone, desk: Client) -> None:
    phone.send([phone.visit(world.doors["2-1-101"].id, "vacant", confirmed_by="manager")])
    assert "Came late" not in page(desk, f"/reports/{report.id}/changes").partition("Since this report was frozen")[2]
    assert (
        "Came late" in page(desk, f"/reports/{report.id}/changes?live=1").partition("Since this report was frozen")[2]
    )


def test_police_see_no_figure_about_health_and_no_list_of_it(world: World, phone: Phone, client_of: ClientOf) -> None:
    health = DEFINITION + '[[figures]]\nkey = "feverish"\nname = { zh = "发热户", en = "Fever" }\ncounts = "targets"\n'
    text = health + 'where = { fever = true }\nas_of = "happened"\ngroup = "doors"\n'
    editions.publish(text=text, by=world.workers["headquarters"])
    made = freezing.freeze(place=world.places["district"], cut=timezone.now())
    lead, list_of = client_of("lead"), f"/reports/{made.id}/figures/feverish"
    assert "1-1-101" in page(lead, list_of)
    Worker.objects.filter(pk=world.workers["lead"].id).update(is_police=True)
    assert "发热户" not in page(lead, f"/reports/{made.id}")
    assert lead.get(list_of).status_code == 404
    assert "发热户" not in str(forms.sheets(lead.post(f"/reports/{made.id}/file/lists").content))


def test_screen_and_every_file_agree(report: Report, desk: Client) -> None:
    screen = forms.figures_of(showing.shown(report))
    files = {form: desk.post(f"/reports/{report.id}/file/{form}").content for form in ("docx", "xlsx", "lists", "pdf")}
    assert list(forms.in_word(files["docx"]).values()) == list(screen.values())
    assert list(forms.in_excel(files["xlsx"]).values()) == list(forms.in_excel(files["lists"]).values())
    assert list(forms.in_excel(files["xlsx"]).values()) == list(screen.values())
    assert files["pdf"].startswith(b"%PDF")
    assert Audit.objects.filter(action="export", subject=report.id).count() == 4


def test_nobody_is_named_in_the_lists_that_leave(world: World, report: Report, desk: Client) -> None:
    content = desk.post(f"/reports/{report.id}/file/lists").content
    cells = [str(cell) for sheet in forms.sheets(content) for row in sheet for cell in row]
    assert "1-1-101" in cells, "the lists are there"
    assert not [name for name in world.people if any(name in cell for cell in cells)]


def test_who_may_not_see_identity_sees_masked_names_in_a_list(
    world: World, report: Report, client_of: ClientOf
) -> None:
    name = world.household("1-1-101")[0].name
    listed = f"/reports/{report.id}/figures/people?place={world.places['compound'].id}"
    assert name in page(client_of("lead"), listed)
    masked = page(client_of("headquarters"), listed)
    assert name not in masked
    assert f"{name[0]}*" in masked


def test_freezing_by_hand_takes_the_right_to_decide(world: World, phone: Phone, client_of: ClientOf) -> None:
    assert client_of("inspector").post("/reports/freeze").status_code == 403
    assert client_of("headquarters").post("/reports/freeze").status_code == 302
    assert Report.objects.get().place == world.places["district"]


def test_a_call_counts_says_who_said_it_and_who_typed_it(world: World, phone: Phone, client_of: ClientOf) -> None:
    lead = client_of("lead")
    call(lead, world, 5)
    call(lead, world, 2)
    text = page(lead, "/reports/phone")
    assert "王**" in text
    assert world.workers["lead"].name in text
    record = Record.objects.filter(kind="phoned")[0]
    assert "王经理" not in str(record.body)
    report = freezing.freeze(place=world.places["district"], cut=timezone.now())
    assert queries.totals(report)["turned_back"] == 7


def test_a_corrected_call_counts_as_corrected_and_a_taken_back_one_does_not(
    world: World, phone: Phone, client_of: ClientOf
) -> None:
    lead = client_of("lead")
    call(lead, world, 50)
    wrong = Record.objects.get(kind="phoned")
    first = freezing.freeze(place=world.places["district"], cut=timezone.now())
    assert "王经理" in page(lead, f"/reports/phone/{wrong.id}"), "who may see identity sees who said it"
    lead.post(f"/reports/phone/{wrong.id}", {"figure": "turned_back", "amount": 5, "said_by": "王经理"})
    call(lead, world, 9)
    twice = Record.objects.filter(kind="phoned").order_by("-received_at")[0]
    lead.post(f"/reports/phone/{twice.id}/back", {"reason": "重复"})
    second = freezing.freeze(place=world.places["district"], cut=timezone.now())
    assert (queries.totals(first)["turned_back"], queries.totals(second)["turned_back"]) == (50, 5)
    [column] = [one for one in showing.shown(second).columns if one.key == "turned_back"]
    assert column.signed == "−45"


def test_headquarters_correct_a_call_without_learning_or_losing_the_name(
    world: World, phone: Phone, client_of: ClientOf
) -> None:
    call(client_of("lead"), world, 50)
    wrong, desk = Record.objects.get(kind="phoned"), client_of("headquarters")
    assert "王经理" not in page(desk, f"/reports/phone/{wrong.id}")
    desk.post(f"/reports/phone/{wrong.id}", {"figure": "turned_back", "amount": 5})
    assert "王经理" in page(client_of("lead"), f"/reports/phone/{wrong.id}")


def test_a_call_about_another_area_is_not_taken(world: World, phone: Phone, client_of: ClientOf) -> None:
    lead, at = client_of("lead"), timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    said = {"said_by": "x", "where": world.places["village group"].name, "figure": "turned_back", "amount": 1, "at": at}
    assert lead.post("/reports/phone", said).status_code == 422
    assert not Record.objects.filter(kind="phoned").exists()


def test_what_has_not_happened_yet_is_not_typed_in(world: World, phone: Phone, client_of: ClientOf) -> None:
    later = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    said = {"said_by": "x", "where": world.places["compound"].name, "figure": "turned_back", "amount": 1, "at": later}
    assert client_of("lead").post("/reports/phone", said).status_code == 422


def test_a_definition_with_faults_names_line_and_figure_and_is_not_kept(phone: Phone, desk: Client) -> None:
    wrong = DEFINITION.replace('counts = "visits"', 'counts = "visit"')
    answer = desk.post("/reports/definition/new", {"text": wrong})
    line = wrong.split("\n").index('counts = "visit"') + 1
    assert answer.status_code == 422
    assert f"line {line}" in answer.content.decode()
    assert "<code>knocks</code>" in answer.content.decode()
    assert editions.in_force().number == 1  # type: ignore[union-attr]


def test_an_edition_in_force_does_not_touch_what_is_frozen(report: Report, desk: Client) -> None:
    text = DEFINITION.replace("今日敲门", "二十四小时敲门").replace('en = "Knocks"', 'en = "Knocks of a day"')
    assert desk.post("/reports/definition/check", {"text": text}).status_code == 200
    assert desk.post("/reports/definition/new", {"text": text}).status_code == 302
    assert "Knocks of a day" in page(desk, "/reports/definition")
    assert "Knocks of a day" not in page(desk, f"/reports/{report.id}")


def test_a_recipient_is_added_shown_masked_and_ended(report: Report, desk: Client) -> None:
    given = {
        "name": "City",
        "way": "webhook",
        "to": "https://city.example/in?key=1",
        "attached": ["xlsx"],
        "language": "en",
    }
    text = desk.post("/reports/sending/recipients", given).content.decode()
    assert "It is shown only now" in text
    assert "https://city.example/…" in text
    assert "key=1" not in page(desk, "/reports/sending")
    desk.post(f"/reports/sending/recipients/{Recipient.objects.get().id}/end")
    assert Recipient.objects.get().until is not None


@pytest.mark.parametrize("way, to", [("mail", "nobody"), ("webhook", "ftp://x.example/"), ("webhook", "file:///etc")])
def test_an_address_that_is_none_is_not_kept(report: Report, desk: Client, way: str, to: str) -> None:
    given = {"name": "City", "way": way, "to": to, "language": "en"}
    assert desk.post("/reports/sending/recipients", given).status_code == 422
    assert not Recipient.objects.exists()


def test_the_offices_table_is_brought_checked_and_filled(report: Report, desk: Client) -> None:
    def brought(word: str) -> int:
        file = SimpleUploadedFile("t.xlsx", forms.table_of({"A1": "x", "B2": word}))
        return desk.post("/reports/sending/tables", {"name": "City", "file": file}).status_code

    assert brought("{{unheard}}") == 422
    assert brought("{{doors}}") == 302
    filled = desk.post(f"/reports/{report.id}/tables/{Table.objects.get().id}").content
    assert forms.opened(filled)["B2"].value == queries.totals(report)["doors"]


def test_a_receipt_stands_beside_the_report(world: World, report: Report, desk: Client) -> None:
    given = {"name": "City", "way": "webhook", "to": "https://city.example/in", "language": "en"}
    desk.post("/reports/sending/recipients", given)
    receipt = {"at": timezone.now().isoformat(), "ok": True, "code": 200, "answer": "received 0815"}
    Sending.objects.create(
        id=new_id(), report=report, recipient=Recipient.objects.get(), state="sent", attempts=1,
        asked_at=timezone.now(), sent_at=timezone.now(), receipts=[receipt], change=world.change,
    )  # fmt: skip
    assert "200 received 0815" in page(desk, f"/reports/{report.id}")
    assert "received 0815" in csv_rows(desk, "/exports/report_sendings.csv")[0]


def test_administration_is_asked_of_who_takes_recipients_and_receipts_away(report: Report, client_of: ClientOf) -> None:
    lead = client_of("lead")
    assert "https" not in "".join(csv_rows(lead, "/exports/report_recipients.csv"))
    assert csv_rows(lead, "/exports/report_sendings.csv") == []


@pytest.mark.parametrize("room, most", [("", 40), ("/earlier", 25), ("/phone", 30), ("/definition", 25)])
def test_a_page_asks_few_questions(
    report: Report, desk: Client, room: str, most: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(most):
        page(desk, f"/reports{room}")


def test_every_list_of_the_rooms_leaves_as_a_file(report: Report, desk: Client) -> None:
    for name in (
        "reports",
        "report_places",
        "report_changes",
        "report_definition",
        "report_calls",
        "report_sendings",
        "report_recipients",
    ):
        for form in ("csv", "xlsx"):
            assert desk.post(f"/exports/{name}.{form}?report={report.id}").status_code == 200, name


def test_reading_a_report_back_from_excel_gives_each_level(report: Report, desk: Client) -> None:
    books = forms.sheets(desk.post(f"/reports/{report.id}/file/xlsx").content)
    assert all(rows[-1][2] == queries.totals(report)["doors"] for rows in books[1:])
    assert len(books) > 3
