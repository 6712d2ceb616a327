"""Inspecting, in Chromium: a finding put right, a building disinfected, a seal opened for labour, without a signal."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from qiaomen.disinfection import actions
from qiaomen.disinfection.models import Done
from qiaomen.field.tests.handsets import CHROMIUM
from qiaomen.field.tests.stage import Stage, Thumb
from qiaomen.field.tests.staged import arrived, enrolled, staged, transactional_db
from qiaomen.ledger import desk
from qiaomen.monitoring.models import Episode
from qiaomen.paper import codes, typesetting
from qiaomen.seals.models import Seal
from qiaomen.supervision.models import Finding
from qiaomen.sync import inspection_views
from qiaomen.testing.axe import serious
from qiaomen.testing.isolating import isolate

__all__ = ["staged", "transactional_db"]

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]


@pytest.fixture
def phone(browser: Browser, stage: Stage, live_server: Any) -> Iterator[Thumb]:
    """A worker's phone, enrolled; a finding, a building and a seal wait for them."""
    prepared(stage)
    with enrolled(browser, live_server.url, stage) as thumb:
        yield thumb


def prepared(stage: Stage) -> None:
    """Once for both stories."""
    if Seal.objects.exists():
        return
    world, now = stage.world, timezone.now()
    chief, alley = world.workers["headquarters"], world.places["alley"]
    found = {"what": "notice_missing", "organisation": world.organisations["education"].id}
    assert desk.tell("finding", found, by=chief, now=now, place=alley.id).verdict == "accepted"
    actions.begin(alley, grain="", every=24, by=chief, now=now - timedelta(days=2))
    actions.set_product("84 消毒液", concentration=500, minutes=30, by=chief)
    person, door = isolate(world, "alley 1号"), world.doors["alley 1号"]
    ground = [{"episode": Episode.objects.get(person=person.id).id, "person": person.id}]
    seal = {"emergency": "120", "people": ground}
    worker = world.workers["field"]
    told = desk.tell("seal", seal, by=worker, now=now, place=alley.id, door=door.id, person=person.id)
    assert told.verdict == "accepted", told.code


def by_its_code(phone: Thumb, code: str, what: str) -> None:
    """By a code, without a signal: what was found there before, and one more that is written down."""
    phone.go("findings/scan")
    phone.page.locator("input[type=file]").set_input_files(
        {"name": "code.png", "mimeType": "image/png", "buffer": label_of(code)}
    )
    before = phone.page.locator("section.p-card div.row")
    if "/p/" in code:
        expect(before).to_contain_text(["notice or map missing"])
    else:
        expect(phone.page.get_by_text("Nothing, as far as this phone knows.")).to_be_visible()
    assert serious(phone.page) == []
    phone.page.get_by_role("radio", name=what).check()
    phone.page.get_by_role("button", name="Report it").click()
    expect(phone.page.get_by_text("Written down. Who answers for it is told.")).to_be_visible()


def label_of(text: str) -> bytes:
    """A sheet with one code, as a picture."""
    one = {"title": "", "note": "", "code": codes.drawn(text)}
    return typesetting.pages(
        "codes", {"title": "", "cut": "", "line": {"zh": "", "en": ""}, "places": [], "doors": [one]}, ppi=110
    )[0]


def test_a_finding_is_put_right_a_building_disinfected_and_a_seal_opened_for_labour_offline(
    phone: Thumb, stage: Stage, live_server: Any
) -> None:
    page = phone.page
    expect(page.get_by_text("1 finding to put right")).to_be_visible()
    expect(page.get_by_text("1 place to disinfect")).to_be_visible()
    for screen in ("seal", "disinfecting", "findings/scan", "findings"):
        phone.go(screen)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert serious(page) == []
        phone.picture(screen.replace("/", "-"))
    page.context.set_offline(True)
    page.get_by_role("button", name="notice or map missing").click()
    page.get_by_label("Note").fill("贴好了")
    page.get_by_role("button", name="It is put right").click()
    expect(page.get_by_text("Nothing is to be put right by you")).to_be_visible()
    phone.go("disinfecting")
    page.get_by_role("link", name="豆腐巷").click()
    page.get_by_role("button", name="It is disinfected").click()
    expect(page.get_by_text("Nothing is to be disinfected here today")).to_be_visible()
    phone.go("seal")
    page.get_by_role("link", name="1号").click()
    page.get_by_role("button", name="It was opened").click()
    page.get_by_role("button", name="labour, birth").click()
    page.get_by_role("button", name="All is well").click()
    expect(page.get_by_text("Knock and ask: is all well?")).to_have_count(0)
    by_its_code(phone, codes.address(live_server.url, "p", stage.world.places["alley"].id), "notice or map missing")
    by_its_code(phone, codes.address(live_server.url, "d", stage.world.doors["1-1-101"].id), "crowding")
    page.context.set_offline(False)
    assert arrived(
        phone, lambda: Finding.objects.filter(what="crowding", door=stage.world.doors["1-1-101"].id).exists()
    )
    assert arrived(phone, lambda: Finding.objects.filter(state="rectified").exists())
    assert arrived(phone, lambda: Done.objects.filter(concentration=500).exists())
    assert arrived(phone, lambda: Seal.objects.filter(openings=1, finds="well", ended_at=None).exists())


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """A phone gets no place and no seal: its area has more than are sent."""
    monkeypatch.setattr(inspection_views, "MOST_PLACES", 0)
    monkeypatch.setattr(inspection_views, "MOST_ROWS", 0)


@pytest.mark.usefixtures("cut")
def test_what_a_phone_did_not_get_is_not_called_ended_or_elsewhere(phone: Thumb, stage: Stage) -> None:
    page = phone.page
    phone.go(f"seal/{Seal.objects.get().id}")
    expect(page.get_by_text("This seal is not on this phone")).to_be_visible()
    expect(page.get_by_text("It may hold: leave it on")).to_be_visible()
    expect(page.get_by_text("may be taken off")).to_have_count(0)
    phone.go("findings/new")
    page.get_by_label("Where is it?").fill("翠湖")
    expect(page.get_by_text("more places of your area are not on it")).to_be_visible()
    assert serious(page) == []
