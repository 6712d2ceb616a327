"""The page that takes an import back: what it says before anything happens, and what is said afterwards."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from qiaomen.console.tests.importing import headquarters
from qiaomen.exchange import running
from qiaomen.exchange.models import ImportRun, State
from qiaomen.lists import actions
from qiaomen.lists.models import Row
from qiaomen.lists.tests.lists_of import seen_by
from qiaomen.testing.world import World

__all__ = ["headquarters"]

pytestmark = pytest.mark.django_db(transaction=True)

Clients = Callable[[str], Client]
LIST = "姓名,来源地,地址\n无名甲,北京市丰台区,东门社区\n无名乙,北京市丰台区,东门社区\n无名丙,北京,东门社区\n".encode()
ABOUT = {"title": "铁路推送", "source": "railway", "category": "returnee", "dated": "2020-03-21"}


def imported(client: Client, *, page: str = "list_new", content: bytes = LIST) -> ImportRun:
    file = SimpleUploadedFile("名单.csv", content)
    assert client.post(reverse(f"console:{page}"), {**ABOUT, "tables": file}).status_code == 302
    run = ImportRun.objects.order_by("-created_at")[0]
    for step in ("check", "start"):
        client.post(reverse(f"console:import_{step}", args=[run.id]))
    return ImportRun.objects.get(pk=run.id)


def shown(client: Client, name: str, run: ImportRun) -> str:
    response = client.get(reverse(f"console:{name}", args=[run.id]), headers={"Accept-Language": "en"})
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


def test_before_anything_happens_the_page_says_what_goes_what_stays_and_why(headquarters: Client, world: World) -> None:
    run = imported(headquarters)
    actions.tried(seen_by(world)[0], by=world.workers["lead"])
    assert reverse("console:import_take_back", args=[run.id]) in shown(headquarters, "import", run)
    page = shown(headquarters, "import_take_back", run)
    assert "<b>2 rows</b> will be taken back" in page
    assert "<b>1 row</b> stays" in page
    assert "somebody has tried to reach them" in page
    assert Row.objects.count() == 3


def test_afterwards_it_says_by_whom_how_many_and_that_the_file_may_come_again(
    headquarters: Client, world: World
) -> None:
    run = imported(headquarters)
    response = headquarters.post(reverse("console:import_take_back", args=[run.id]))
    assert (response.status_code, Row.objects.count()) == (302, 0)
    page = shown(headquarters, "import", run)
    assert f"Taken back by {world.workers['headquarters'].name}" in page
    assert "3 rows do not count any more." in page
    assert "can be brought in again" in page
    assert reverse("console:import_take_back", args=[run.id]) not in page
    again = headquarters.get(reverse("console:import_take_back", args=[run.id]))
    assert again.headers["Location"] == reverse("console:import", args=[run.id])
    assert headquarters.post(reverse("console:import_take_back", args=[run.id])).status_code == 409


def test_how_far_it_is_is_shown_meanwhile(headquarters: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    run = imported(headquarters)
    monkeypatch.setattr(running, "begin", lambda: None)
    headquarters.post(reverse("console:import_take_back", args=[run.id]))
    assert "Taking back, counted in rows" in shown(headquarters, "import", run)
    assert "Taking back, counted in rows" in shown(headquarters, "import_progress", run)
    ImportRun.objects.update(holder=run.id)
    assert "Taking back, counted in rows" in shown(headquarters, "import_progress", run)
    assert (
        "being taken back"
        in headquarters.get(reverse("console:imports"), headers={"Accept-Language": "en"}).content.decode()
    )


def test_where_nothing_can_be_taken_back_there_is_no_button(headquarters: Client, world: World) -> None:
    run = imported(headquarters)
    for one in seen_by(world):
        actions.tried(one, by=world.workers["lead"])
    page = shown(headquarters, "import_take_back", run)
    assert "Nothing of it can be taken back." in page
    assert "btn grave" not in page


def test_what_stopped_it_is_said_and_the_button_is_there_again(headquarters: Client) -> None:
    run = imported(headquarters)
    ImportRun.objects.update(problem="import.take_back_stopped")
    page = shown(headquarters, "import", run)
    assert "Taking this import back stopped before its end." in page
    assert reverse("console:import_take_back", args=[run.id]) in page


def test_a_register_is_not_taken_back_and_the_page_says_what_mends_it(headquarters: Client) -> None:
    register = "详细地址,姓名\n城关街道南门社区幸福里1栋1单元101室,马凤\n".encode()
    run = imported(headquarters, page="imports", content=register)
    assert run.state == State.DONE
    page = shown(headquarters, "import", run)
    assert "cannot be taken back as a whole" in page
    assert reverse("console:people_doubles") in page
    assert reverse("console:import_take_back", args=[run.id]) not in page
    assert "cannot be taken back as a whole" not in shown(headquarters, "import", imported(headquarters))


def test_only_who_imports_takes_imports_back(headquarters: Client, client_of: Clients) -> None:
    run = imported(headquarters)
    for key in ("lead", "health", "inspector", "data officer"):
        assert client_of(key).get(reverse("console:import_take_back", args=[run.id])).status_code == 403
        assert client_of(key).post(reverse("console:import_take_back", args=[run.id])).status_code == 403
    assert Row.objects.count() == 3
