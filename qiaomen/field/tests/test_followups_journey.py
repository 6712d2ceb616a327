"""Following people up on the phone: what is due, a check in aeroplane mode, a fever, a call and what it leaves open.

It is ten in the morning where the site is. 秦小禾 came under home isolation yesterday and nobody has checked since;
陈玉芬 did just now.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, expect

from qiaomen.field.tests.handsets import CHROMIUM
from qiaomen.field.tests.journeys import transactional_db  # noqa: F401 - a fixture
from qiaomen.field.tests.looks import faults
from qiaomen.field.tests.stage import Stage, Thumb, code_for, in_hand, served, staged  # noqa: F401 - fixtures
from qiaomen.ledger.models import Record
from qiaomen.monitoring.models import CheckDone, Episode, Referred
from qiaomen.policy.models import Edition
from qiaomen.testing.site import Site
from qiaomen.testing.verified import tell_verified
from qiaomen.testing.world import fixed

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]

MORNING = 10
LATE, FRESH = fixed("2-702 2"), fixed("2-702 1")
NAMES = {LATE: "秦小禾", FRESH: "陈玉芬"}
TEXT = """
[edition]
policy = "trial"
name = { zh = "试行方案", en = "Trial plan" }
effective = 2020-01-01T00:00:00+08:00
[measures.home]
name = { zh = "居家隔离", en = "Home isolation" }
strength = 60
colour = "red"
isolates = true
where = "home"
checks_a_day = 2
[[rules]]
id = "returned"
reason = { zh = "来自中高风险地区", en = "From a risk area" }
ground = { fact = "stay", region = ["11"], verified = true }
phases = [{ measure = "home", days = 14 }]
"""


@pytest.fixture(scope="module")
def morning() -> Iterator[None]:
    """A zone where it is morning now."""
    ahead = (MORNING - datetime.now(UTC).hour + 11) % 24 - 11
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "TIME_ZONE", f"Etc/GMT{-ahead:+d}")
        yield


@pytest.fixture(scope="module")
def site(morning: None, stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Served where it is morning."""
    site = Site(tmp_path_factory.mktemp("site"))
    site.start(QIAOMEN_TIME_ZONE=settings.TIME_ZONE)
    yield site
    site.kill()


@pytest.fixture(scope="module")
def isolated(morning: None, stage: Stage) -> None:
    """Mother and daughter came back five days ago; the daughter's stay was known a day earlier."""
    now = timezone.now()
    effective = now - timedelta(days=30)
    Edition.objects.create(
        outbreak=stage.world.outbreak, text=TEXT, name_zh="试行方案", name_en="Trial plan", effective=effective,
        published_at=effective,
    )  # fmt: skip
    stay = {"region": "110106", "first": now - timedelta(days=9), "last": now - timedelta(days=5)}
    for person, known in ((LATE, now - timedelta(hours=26)), (FRESH, now)):
        tell_verified(stage.world, "stay", [person], stay, now=known)


@pytest.fixture(scope="module")
def enrolled(stage: Stage, isolated: None, browser: Browser, site: Site) -> Iterator[Thumb]:
    with in_hand(browser, site.address) as thumb:
        thumb.enrol(code_for(stage))
        yield thumb


@pytest.fixture
def phone(enrolled: Thumb) -> Iterator[Thumb]:
    """The phone in English, at today's work."""
    enrolled.look()
    enrolled.go("today")
    enrolled.taps = 0
    yield enrolled
    enrolled.page.context.set_offline(False)
    assert [fault for fault in enrolled.faults if "ERR_INTERNET_DISCONNECTED" not in fault] == []


def press(phone: Thumb, *names: str) -> None:
    for name in names:
        phone.tap(phone.page.get_by_role("button", name=name, exact=True))


def choose(phone: Thumb, *names: str) -> None:
    for name in names:
        phone.tap(phone.page.locator(".chip:visible", has_text=name).first)


def checks_of(person: UUID) -> list[tuple[str, float | None]]:
    return list(CheckDone.objects.filter(person=person).order_by("at").values_list("how", "temperature"))


def test_today_says_how_many_are_late_and_what_is_due_by_when(phone: Thumb) -> None:
    card = phone.page.locator("a[href='#/followups']")
    expect(card).to_contain_text("Follow-ups due")
    expect(card).to_contain_text("1 late")
    expect(card).to_contain_text("by 12:00")
    phone.tap(card)
    rows = phone.page.locator(".followed")
    expect(rows.first).to_contain_text(NAMES[LATE])
    expect(rows.first).to_contain_text("check is late")
    expect(rows.nth(1)).to_contain_text("check by 12:00")
    expect(rows.first).to_contain_text("of 14")


def test_a_check_takes_seven_taps_and_is_not_due_any_more_without_a_signal(phone: Thumb) -> None:
    phone.page.context.set_offline(True)
    phone.tap("a[href='#/followups']")
    phone.tap(phone.page.locator(".followed", has_text=NAMES[LATE]))
    press(phone, "3", "6", "5")
    choose(phone, "I saw them")
    phone.tap(phone.page.get_by_role("button", name="Save the check"))
    expect(phone.page.locator(".followed", has_text=NAMES[LATE])).to_contain_text("check by 20:00")
    assert phone.taps == 7
    assert checks_of(LATE) == []
    phone.page.context.set_offline(False)
    phone.session("s => s.syncNow()")
    phone.all_sent()
    assert checks_of(LATE) == [("seen", 36.5)]


def test_a_fever_says_what_to_do_now_and_is_a_referral_once_it_is_sent(phone: Thumb) -> None:
    phone.page.context.set_offline(True)
    phone.go(f"followup/{FRESH}")
    press(phone, "3", "8", "2")
    expect(phone.page.locator(".temperature")).to_contain_text("opens a referral to medical care")
    choose(phone, "told at the door")
    phone.tap(phone.page.get_by_role("button", name="Save the check"))
    notice = phone.page.locator(".notice[role=status]")
    expect(notice).to_contain_text("Phone your leader now")
    expect(notice.locator("a[href='tel:120']")).to_be_visible()
    phone.page.context.set_offline(False)
    phone.session("s => s.syncNow()")
    phone.all_sent()
    referred = Referred.objects.get(person=FRESH)
    assert (referred.symptoms, referred.temperature, referred.state) == (["fever"], 38.2, "waiting")
    phone.page.wait_for_function(
        "() => !document.querySelector('.notice[role=status]').textContent.includes('no signal')"
    )


def test_what_cannot_be_a_temperature_is_not_saved_and_says_so(phone: Thumb) -> None:
    phone.go(f"followup/{LATE}")
    press(phone, "9", "9", "9")
    phone.tap(phone.page.get_by_role("button", name="Save the check"))
    expect(phone.page.locator(".temperature .wrong")).to_contain_text("Between 35.0 and 42.0")
    expect(phone.page.locator("[data-fault=how]")).to_contain_text("Say whether you saw them")
    assert len(checks_of(LATE)) == 1
    press(phone, "Not measured")


def test_a_call_leaves_a_promise_and_a_question_which_the_next_one_settles(phone: Thumb) -> None:
    phone.go(f"call/{LATE}")
    choose(phone, "I promised something")
    phone.page.get_by_label("What was promised", exact=True).last.fill("傍晚来收垃圾")
    phone.page.get_by_label("Note").fill("母女都好")
    choose(phone, "today 18:00")
    press(phone, "They asked something")
    phone.page.get_by_label("What they asked, in their words").fill("母女能不能住一间？")
    choose(phone, "the room", "the street office", "the centre for disease control")
    phone.tap(phone.page.get_by_role("button", name="Save the call"))
    still = phone.page.locator(".open-things")
    expect(still).to_contain_text("傍晚来收垃圾 by today 18:00")
    expect(still).to_contain_text("母女能不能住一间？ the street office, the centre for disease control to answer")
    phone.all_sent()
    episode = Episode.objects.get(person=LATE)
    assert (episode.calls, episode.last_outcome, episode.open_questions) == (1, "promised", 1)
    assert "母女" not in str(episode.questions), "words are sealed"
    phone.go(f"call/{LATE}")
    choose(phone, "we talked", "母女能不能住一间？")
    phone.tap(phone.page.get_by_role("button", name="Save the call"))
    expect(still).to_have_count(0)
    phone.all_sent()
    episode.refresh_from_db()
    assert (episode.calls, episode.open_questions, episode.promise_due) == (2, 0, None)


def test_a_check_that_was_taken_back_is_due_again(phone: Thumb) -> None:
    phone.unhurried()
    phone.go(f"followup/{LATE}")
    choose(phone, "Evening", "told by phone")
    phone.tap(phone.page.get_by_role("button", name="Save the check"))
    row = phone.page.locator(".followed", has_text=NAMES[LATE])
    expect(row).to_contain_text("checked for now")
    phone.all_sent()
    phone.tap(phone.page.get_by_role("button", name="Undo"))
    expect(row).to_contain_text("check by 20:00")
    phone.all_sent()
    assert Record.objects.filter(person=LATE, kind="void").count() == 1
    assert checks_of(LATE) == [("seen", 36.5)]


TOLD = """async (s, [door, person, phone]) => {
  const names = ['domain/visits', 'store/phone'];
  const [visits, ids] = await Promise.all(names.map(part));
  const [campaign] = s.district.value.campaigns.values();
  const told = {person: ids.newId(), presence: 'seen', new: {name: '秦外婆', phones: [phone]}};
  const people = [told, {person, presence: 'seen'}];
  await s.save(visits.oneByOne({id: ids.newId(), now: s.now(), door, campaign, people}));
}"""


def test_a_number_that_was_told_here_can_be_called_and_leads_to_what_came_of_it(stage: Stage, phone: Thumb) -> None:
    door = stage.doors["2-702"].id
    phone.go(f"followup/{LATE}")
    phone.tap(phone.page.locator(".calls").get_by_role("button", name="Show the household's numbers"))
    expect(phone.page.locator(".calls")).to_contain_text("No number of this household")
    phone.session(TOLD, [str(door), str(LATE), "13800138000"])
    call = phone.page.locator(".calls a[href='tel:13800138000']")
    expect(call).to_have_text("Call 秦外婆")
    call.evaluate("link => link.addEventListener('click', (event) => event.preventDefault())")  # no dialler here
    phone.tap(call)
    phone.page.get_by_role("heading", name="What came of the call?").wait_for()


def test_from_a_door_one_comes_to_whom_one_follows_up_there_and_back(stage: Stage, phone: Thumb) -> None:
    door = stage.doors["2-702"].id
    phone.unhurried()
    phone.go(f"door/{door}")
    phone.tap(phone.page.locator(".followed", has_text=NAMES[LATE]))
    choose(phone, "told by phone")
    phone.tap(phone.page.get_by_role("button", name="Save the check"))
    phone.page.wait_for_url(f"**/field/#/door/{door}")
    phone.tap(phone.page.get_by_role("button", name="Undo"))
    phone.all_sent()


ON_THE_DISK = """async (s, person) => {
  const [{load}, {open}] = await Promise.all(['store/drafts', 'store/state'].map(part));
  return (await load(open.me)).get(person)?.answers.check?.digits === '36';
}"""


def test_what_is_begun_outlives_the_app(phone: Thumb) -> None:
    phone.go(f"followup/{LATE}")
    press(phone, "3", "6")
    phone.until(ON_THE_DISK, str(LATE))
    phone.page.reload()
    expect(phone.page.locator(".degrees")).to_have_text("36 °C")
    press(phone, "Not measured")


@pytest.mark.parametrize(
    ("language", "theme", "scale"), [("zh-hans", "light", 1), ("zh-hant", "dark", 2), ("en", "light", 2)]
)
def test_everybody_can_read_and_hit_it(phone: Thumb, tmp_path: Path, language: str, theme: str, scale: float) -> None:
    """`QIAOMEN_PICTURES=docs/field` draws the pictures of docs/field.md anew."""
    phone.look(language=language, theme=theme, scale=scale)
    folder = Path(os.environ.get("QIAOMEN_PICTURES") or tmp_path) if language == "zh-hans" else tmp_path
    screens = {"followups": "followups", f"followup/{LATE}": "followup", f"followup/{FRESH}": "followup-ill"}
    for address, name in {**screens, f"call/{LATE}": "call"}.items():
        phone.go(address)
        phone.quiet()
        phone.page.wait_for_timeout(300)  # the last frame is drawn
        phone.page.screenshot(path=folder / f"{name}.png")
        faults(phone.page, f"{name} {language}")
    for address in ("today", "outbox", f"door/{fixed('5-2-702')}"):
        phone.go(address)
        faults(phone.page, f"{address} {language}")
