"""DOMAIN scene 7 at the desk, in a browser: the edition that moves one family, nine calls and a tenth, the arrival."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from qiaomen.console.tests.journey import CHROMIUM, Clock, desk, picture
from qiaomen.monitoring import actions
from qiaomen.monitoring.models import Episode
from qiaomen.policy import areas, documents, editions, publishing
from qiaomen.policy.models import Edition
from qiaomen.policy.moments import advance
from qiaomen.testing.browsers import driver
from qiaomen.testing.verified import tell_verified
from qiaomen.testing.world import HERE, World, make_world

pytestmark = [pytest.mark.journey, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]
FATHER, MOTHER, DAUGHTER = "周国庆", "谢丽敏", "周一诺"


def june(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2020, 6, day, hour, minute, tzinfo=HERE)


@dataclass
class Story:
    """A director at her desk, and headquarters at theirs."""

    world: World
    clock: Clock
    director: Page
    headquarters: Page

    @property
    def door(self) -> str:
        return str(self.world.people[MOTHER].home_door_id)

    def episode(self, name: str) -> Episode:
        return Episode.objects.get(person=self.world.people[name].id)

    def family(self, at: datetime) -> Page:
        """The family's page, at a time."""
        self.clock.now = at
        self.director.goto(f"/families/{self.door}")
        return self.director

    def write(self, at: datetime, form: str, /, *ticks: str, **given: str) -> None:
        """Write something to the thread about mother and daughter, as one does in its dialog."""
        page = self.family(at)
        button = page.locator(f'[data-dialog="tell-{form}"]')
        if not button.is_visible():
            page.locator(".page-head summary.btn").click()
        button.click()
        dialog = page.locator(f"#tell-{form}")
        about = dialog.get_by_label(FATHER, exact=True)
        if about.count() and about.is_checked():
            about.uncheck()
        for fold in dialog.locator("details.fold").all():
            fold.locator("summary").click()
        for name, value in given.items():
            field = dialog.locator(f'[name="{name}"]')
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value) if value.isascii() else field.select_option(label=value)
            else:
                field.fill(value)
        for tick in ticks:
            name, _, value = tick.partition("=")
            dialog.locator(f'[name="{name}"]' + (f'[value="{value}"]' if value else "")).check()
        dialog.locator("button[type=submit].primary").click()
        expect(page.locator(".toast")).to_contain_text("已记下")

    def call(self, at: datetime, outcome: str, note: str, *ticks: str, **given: str) -> None:
        self.write(at, "call", *ticks, outcome=outcome, note=note, **given)


@pytest.fixture
def story(
    transactional_db: None, key_file: object, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Story]:
    """11 June: an edition in force, a risk area in the capital, two desks."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright has an event loop in this thread, and we no task
    clock = Clock(monkeypatch, june(11, 18))
    world = make_world()
    chief = world.workers["headquarters"]
    publishing.publish(editions.draft(text=documents.example("changzhi-2020-06-12"), by=chief), by=chief, now=clock.now)
    area = areas.declare(level="high", since=clock.now, region="110106", name="北京丰台", by=chief, now=clock.now)
    areas.confirm(area, by=world.workers["health"], now=clock.now)
    with driver() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        desks = [desk(browser, live_server.url, world.workers[key]) for key in ("lead", "headquarters")]
        yield Story(world, clock, *desks)
        browser.close()


def come_home(story: Story) -> None:
    """12 June: they report at once, and stay at home; all three are tested the next day; calls one and two."""
    world = story.world
    stay = {"region": "110106", "first": june(1, 9), "last": june(11, 20), "transport": "train"}
    back = [world.people[name].id for name in (MOTHER, DAUGHTER)]
    story.clock.now = june(12, 9)
    tell_verified(world, "stay", back, stay, now=june(12, 9))
    result = {"taken": june(13, 9), "result": "negative"}
    tested = [world.people[name].id for name in (MOTHER, DAUGHTER, FATHER)]
    story.clock.now = june(13, 20)
    told = actions.tell("result", tested, result, by=world.workers["health"], now=june(13, 20))
    assert {v.verdict for v in told} == {"accepted"}
    story.write(june(13, 9, 30), "need", what="rubbish")
    story.call(
        june(13, 21), "promised", "第一次电话：垃圾放门口", promise="每天傍晚来收", promise_due="2020-06-14T18:00"
    )
    story.write(june(14, 18), "met", met="yes")
    story.call(june(15, 9), "talked", "第二次电话：代买蔬菜，下午送到")


def tighten(story: Story) -> None:
    """17 June: headquarters sees exactly whom the edition of the afternoon moves, publishes it, and it takes effect."""
    page = story.headquarters
    story.clock.now = june(17, 11)
    page.goto("/policy/new?from=changzhi-2020-06-17")
    page.get_by_role("button", name="检查并看影响谁").click()
    moved = page.locator("#findings")
    expect(moved).to_contain_text("会影响 2 人")
    expect(moved).to_contain_text(MOTHER)
    expect(moved).to_contain_text(DAUGHTER)
    expect(moved).not_to_contain_text(FATHER)
    picture(page, "what-if")
    page.get_by_role("button", name="保存草稿").click()
    page.get_by_role("button", name="发布已保存的草稿").click()
    expect(page.locator("table")).to_contain_text(MOTHER)
    assert Edition.objects.exclude(published_at=None).count() == 2
    assert story.episode(MOTHER).measure == "home_observation"
    story.clock.now = june(17, 15, 1)
    advance(story.clock.now)
    assert (story.episode(MOTHER).measure, story.episode(FATHER).measure) == ("central", "home_observation")


def persuade(story: Story) -> None:
    """Calls three to eight: a room may not be shared, and three bodies say so."""
    story.call(june(17, 15, 40), "refused", "第三次电话：难开口")
    story.call(june(17, 19, 30), "agreed", "第四次电话：同意去")
    story.call(june(18, 7, 30), "wavering", "第五次电话：又犹豫了")
    story.call(june(18, 8, 20), "wavering", "第六次电话：老问题解决了，又有新问题")
    story.call(
        june(18, 9), "wavering", "第七次电话：母女能不能住一间", "to1=street", "to1=cdc", "to1=hotel",
        topic1="room", text1="能不能住一间", due1="2020-06-18T11:00",
    )  # fmt: skip
    for minute, body in ((40, "street"), (50, "cdc"), (55, "hotel")):
        story.write(june(18, 9, minute), "answer", body_asked=body, says="no", text="一人一间的规定不变")
    assert story.episode(MOTHER).open_questions == 0
    story.call(june(18, 10, 20), "not_answered", "第八次电话：没有接")


def leave(story: Story) -> None:
    """The ninth call; the car waits 100 m west of the gate; a tenth call; arrival, and thanks."""
    story.call(june(18, 11), "agreed", "第九次电话：下午走")
    story.write(
        june(18, 11, 10), "transfer", to="central", pick_up_at="2020-06-18T16:00", pick_up_place="小区北门以西100米",
        driver="车不进小区；不鸣笛，不喊名字", dignity="戴好口罩，不惊动邻居",
    )  # fmt: skip
    story.call(june(18, 14), "talked", "第十次电话：要变天了，带厚衣服")
    story.write(june(18, 16, 5), "transfer-step", step="left")
    story.write(june(18, 16, 40), "transfer-step", step="arrived")
    story.call(june(18, 17), "talked", "到了，一切都好，谢谢你们", "incoming", way="voice")


def test_nine_calls_and_a_tenth(story: Story) -> None:
    come_home(story)
    tighten(story)
    persuade(story)
    leave(story)
    page = story.family(june(18, 18))
    page.get_by_role("button", name="打开文字和电话").click()
    thread = page.locator(".timeline")
    told = thread.inner_text()
    words = [
        "第一次电话",
        "第二次",
        "第三次",
        "第四次",
        "第五次",
        "第六次",
        "第七次",
        "第八次",
        "第九次",
        "第十次",
        "谢谢你们",
    ]
    assert [told.index(word) for word in words] == sorted(told.index(word) for word in words)
    expect(thread).to_contain_text("小区北门以西100米")
    expect(thread).to_contain_text("一人一间的规定不变")
    picture(page, "family")
    # A status that only rests on another fact is no news.
    expect(thread.locator(".feed-title").filter(has_text=re.compile("^集中观察"))).to_have_count(1)
    mother, father = story.episode(MOTHER), story.episode(FATHER)
    assert [story.episode(name).open_needs for name in (MOTHER, DAUGHTER)] == [[], []]
    assert (mother.measure, mother.credited_days, mother.transfer_state) == ("central", 5, "arrived")
    assert mother.due_end == datetime(2020, 6, 26, tzinfo=HERE)
    assert (father.measure, father.isolates) == ("home_monitoring", False)


def test_what_is_late_stands_first_on_the_board(story: Story) -> None:
    come_home(story)
    story.clock.now = june(16, 9)
    advance(story.clock.now)
    story.director.goto("/episodes")
    expect(story.director.locator("table")).to_contain_text(MOTHER)
    picture(story.director, "board")


def test_a_dialog_from_a_menu_is_reached_by_keys_and_gives_the_focus_back(story: Story) -> None:
    page = story.family(june(12, 9))
    summary = page.locator(".page-head summary.btn")
    summary.focus()
    for key in ("Enter", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#tell-transfer")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(summary).to_be_focused()
