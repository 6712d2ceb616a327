"""A sweep with questions that must be asked of everybody: the household goes one by one, and nothing is left out."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from qiaomen.campaigns.models import Target
from qiaomen.campaigns.questionnaires import Question
from qiaomen.campaigns.states import State
from qiaomen.field.tests.handsets import CHROMIUM
from qiaomen.field.tests.journeys import transactional_db
from qiaomen.field.tests.stage import Stage, Thumb, code_for, in_hand, served, set_stage
from qiaomen.testing.site import Site
from qiaomen.testing.world import make_world

__all__ = ["served", "transactional_db"]

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]

QUESTIONS = [
    Question(
        name="returned", of="person", type="yes_no", zh="从外地回来过", en="Came back from elsewhere", required=True
    ),
    Question(name="water", of="door", type="yes_no", zh="屋里有积水", en="Standing water inside", required=True),
]


@pytest.fixture(scope="module", name="stage")
def staged(transactional_db: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "KEY_FILE", tmp_path_factory.mktemp("keys") / "outbreaks.json")
        yield set_stage(make_world(), QUESTIONS)


@pytest.fixture
def phone(stage: Stage, browser: Browser, site: Site) -> Iterator[Thumb]:
    with in_hand(browser, site.address) as thumb:
        thumb.enrol(code_for(stage))
        thumb.look()
        thumb.go(f"building/{stage.building.id}")
        thumb.page.get_by_role("tab").nth(1).tap()
        yield thumb
        assert thumb.faults == []


def say(phone: Thumb, question: str, answer: str) -> None:
    phone.tap(phone.page.get_by_role("group", name=question).locator(".chip", has_text=answer))


def test_a_household_of_three_with_mandatory_questions_takes_thirteen_taps(stage: Stage, phone: Thumb) -> None:
    page = phone.page
    phone.tap(page.get_by_role("link", name="702"))
    page.get_by_role("group", name="Standing water inside").wait_for()
    assert page.get_by_role("button", name="Everyone well").count() == 0, "each is to be asked"
    say(phone, "Standing water inside", "No")
    phone.tap(page.locator(".pbtn.huge"))
    for name, onward in (("秦卫国", "Next person"), ("陈玉芬", "Next person"), ("秦小禾", "Finish")):
        page.get_by_role("heading", name=name).wait_for()
        say(phone, "How do you know?", "stated")
        say(phone, "Came back from elsewhere", "Yes" if name == "秦小禾" else "No")
        phone.tap(page.get_by_role("button", name=onward))
    page.get_by_role("button", name="Save: 3 asked").wait_for()
    assert page.locator(".asked").count() == 0, "nobody is left of whom it would be said"
    phone.tap(page.get_by_role("button", name="Save: 3 asked"))
    page.wait_for_selector(".stack")
    assert phone.taps == 13
    phone.all_sent()
    body = phone.session("s => s.outbox.value.at(-1).envelope.body")
    assert [person["answers"] for person in body["people"]] == [{"returned": False}] * 2 + [{"returned": True}]
    assert body["answers"] == {"water": False}
    assert Target.objects.get(door_id=stage.doors["2-702"].id).state == State.ANSWERED


def test_who_was_not_asked_a_mandatory_question_is_not_done(stage: Stage, phone: Thumb) -> None:
    page = phone.page
    phone.tap(page.get_by_role("link", name="602"))
    phone.tap(page.locator(".pbtn.huge"))
    say(phone, "How do you know?", "stated")
    phone.tap(page.get_by_role("button", name="Next person"))
    page.get_by_role("status").get_by_text("Something is missing here.").wait_for()
    say(phone, "Came back from elsewhere", "No")
    phone.tap(page.get_by_role("button", name="Finish"))
    page.wait_for_selector(".members")
    assert page.locator(".p-foot").get_by_role("button", name="Save").count() == 0, "two are not asked yet"
    assert phone.session("s => s.outbox.value.length") == 0


def test_nobody_home_needs_no_answer(stage: Stage, phone: Thumb) -> None:
    phone.tap(phone.page.get_by_role("link", name="502"))
    phone.tap(phone.page.get_by_role("button", name="Nobody home"))
    phone.page.wait_for_selector(f".door[href='#/door/{stage.doors['2-502'].id}'][data-state=absent]")
    assert phone.taps == 2
