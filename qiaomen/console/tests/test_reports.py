"""The report's page: numbers that open their lists, corrections as corrections, who may see which."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from qiaomen.access.models import Worker
from qiaomen.console.tests.desks import ClientOf, desk, page
from qiaomen.console.tests.reported import csv_rows, frozen, phone, report
from qiaomen.reports import editions, queries, showing
from qiaomen.reports.models import Report
from qiaomen.reports.tests import forms
from qiaomen.testing.reported import DEFINITION
from qiaomen.testing.sweep import Phone
from qiaomen.testing.world import World

__all__ = ["desk", "phone", "report"]


def said(client: Client, report: Report) -> str:
    """What a report's page says, without the token of its forms and the views."""
    matter = page(client, f"/reports/{report.id}").partition("<main")[2].partition("</main")[0]
    return re.sub(r'value="\w{64}"|<nav.*?</nav>', "", matter, flags=re.S)


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
    following = frozen(world)
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
    made = frozen(world)
    lead, list_of = client_of("lead"), f"/reports/{made.id}/figures/feverish"
    assert "1-1-101" in page(lead, list_of)
    Worker.objects.filter(pk=world.workers["lead"].id).update(is_police=True)
    assert "发热户" not in page(lead, f"/reports/{made.id}")
    assert lead.get(list_of).status_code == 404
    assert "发热户" not in str(forms.sheets(lead.post(f"/reports/{made.id}/file/lists").content))


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


@pytest.mark.parametrize("room, most", [("", 40), ("/earlier", 25), ("/phone", 30), ("/definition", 25)])
def test_a_page_asks_few_questions(
    report: Report, desk: Client, room: str, most: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(most):
        page(desk, f"/reports{room}")
