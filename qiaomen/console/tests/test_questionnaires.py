"""Questionnaires on the console: looked at before they count, kept as editions, given back as workbooks."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qiaomen.campaigns.models import Edition
from qiaomen.campaigns.tests.sheets import CHOLERA, MOSQUITOES, workbook
from qiaomen.campaigns.xlsform import read_xlsform
from qiaomen.console.tests.desks import desk
from qiaomen.testing.sweeps import asked
from qiaomen.testing.world import World

__all__ = ["desk"]

ROOM = "/campaigns/questionnaires"


def handed_in(desk: Client, content: bytes, name: str = "form.xlsx") -> Any:
    return desk.post(ROOM, {"workbook": SimpleUploadedFile(name, content)})


def kept(desk: Client, content: bytes, name: str) -> Any:
    """Look at a workbook, then keep it."""
    form = handed_in(desk, content).context["form"]
    return desk.post(f"{ROOM}/add", {"name": name, "questions": form.initial["questions"]})


def test_a_workbook_is_shown_as_the_phone_will_ask_it_and_nothing_is_kept(world: World, desk: Client) -> None:
    page = handed_in(desk, CHOLERA).content.decode()
    assert [
        part in page for part in ("Asked once at the door", "Asked of each person", "Drinking water", "喝什么水")
    ] == [True] * 4
    assert "only if “Drinking water” = well and not (“How it is treated”: boiled)" in page
    assert "must keep: “Since when” ≤ today and “Since when” ≥ today − 14" in page
    assert "yes raises: symptoms" in page
    assert Edition.objects.count() == 0


def test_what_was_looked_at_becomes_an_edition(world: World, desk: Client) -> None:
    response = kept(desk, MOSQUITOES, "基孔肯雅热入户")
    edition = Edition.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, f"{ROOM}/{edition.id}")
    assert (edition.number, [q["name"] for q in edition.questions][:2]) == (1, ["stays", "containers"])
    assert "基孔肯雅热入户, edition 1 (5 questions)" in desk.get("/campaigns/new").content.decode()


def test_the_same_name_again_makes_the_next_edition_and_the_same_questions_none(world: World, desk: Client) -> None:
    for content in (MOSQUITOES, CHOLERA, CHOLERA):
        kept(desk, content, "入户")
    assert list(Edition.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_every_cell_that_cannot_be_taken_is_listed_and_nothing_can_be_kept(world: World, desk: Client) -> None:
    response = handed_in(desk, workbook([("geopoint", "g", "地", "where"), ("text", "t", "", "", "now() > 1")]))
    page = response.content.decode()
    assert (response.status_code, "Keep this questionnaire" in page) == (422, False)
    for told in ("Questions of type “geopoint” are not supported", "The function “now()” is not supported", "no label"):
        assert told in page


def test_questions_that_did_not_come_from_a_preview_are_refused(world: World, desk: Client) -> None:
    response = desk.post(f"{ROOM}/add", {"name": "x", "questions": '[{"name": "a"}]'})
    assert (response.status_code, Edition.objects.count()) == (422, 0)
    assert "This preview is too old" in response.content.decode()


def test_what_is_no_workbook_is_told_at_the_field(world: World, desk: Client) -> None:
    for content in (b"not a workbook", b""):
        assert handed_in(desk, content).status_code == 422


def test_an_edition_comes_back_as_the_workbook_it_was(world: World, desk: Client) -> None:
    kept(desk, CHOLERA, "霍乱")
    response = desk.get(f"{ROOM}/{Edition.objects.get().id}/xlsform.xlsx")
    assert read_xlsform(response.content).questions == read_xlsform(CHOLERA).questions
    assert "spreadsheetml" in response.headers["Content-Type"]


def test_the_standard_sheet_is_shown_with_what_is_asked_of_returnees_only(world: World, desk: Client) -> None:
    page = desk.get(f"{ROOM}/{asked(world).id}").content.decode()
    assert page.count("only if “Came back from elsewhere within 14 days” = yes") == 2
    assert "above 37.3 it raises: fever" in page
