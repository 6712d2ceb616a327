"""Standing at a gate, in a browser: a verdict without a signal, one tap for an emergency, a night's log, a late list.

`QIAOMEN_PICTURES=docs/field` draws the pictures of docs/field.md anew.
"""

import os
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Playwright, expect

from qiaomen.field.tests.at_gate.guarding import says, temperature, upload
from qiaomen.field.tests.gates import Post, at_gate, camera, guard, scan, settled
from qiaomen.field.tests.handsets import CHROMIUM
from qiaomen.field.tests.looks import faults
from qiaomen.field.tests.stage import Thumb, in_hand
from qiaomen.gates.models import Passage, Visitor
from qiaomen.ledger.models import Record
from qiaomen.passes import actions
from qiaomen.policy.models import Standing
from qiaomen.testing.isolating import isolate
from qiaomen.testing.site import Site

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]

NIGHT = 2000


def test_the_camera_gives_a_verdict_without_a_signal_and_without_a_touch(
    playwright: Playwright, post: Post, names: list[str], site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seeing = camera(playwright, tmp_path / "film.mjpeg", post.code(names[0]))
    with in_hand(seeing, site.address, permissions=["camera"]) as phone:
        guard(phone, post)
        phone.go("gate")
        phone.page.locator(".chip", has_text="北门").wait_for()
        phone.page.evaluate("navigator.serviceWorker.ready")
        phone.page.context.set_offline(True)
        phone.tap(".p-foot .pbtn.primary")
        expect(phone.page.locator(".verdict.green")).to_contain_text("Green: pass")
        expect(phone.page.locator(".gate-who b")).to_contain_text(names[0][0])
        expect(phone.page.locator(".gate-saved")).to_be_visible()
        [first] = phone.page.evaluate("performance.getEntriesByName('gate verdict').map((one) => one.duration)")
        phone.page.wait_for_timeout(1500)  # held out all the while, it is one passage
        assert phone.session("s => s.outbox.value.length") == 1
    seeing.close()
    with capsys.disabled():
        print(f" [camera to verdict, offline, first: {first:.0f} ms]", end="")


def test_a_red_resident_in_labour_gets_out_by_one_tap_offline_and_it_is_explained_later(
    phone: Thumb, post: Post, names: list[str]
) -> None:
    code = red_by_policy(post, names)
    phone.page.context.set_offline(True)
    scan(phone, code)
    says(phone, "Red: not through")
    phone.taps = 0
    phone.tap(phone.page.get_by_role("button", name="Birth"))
    expect(phone.page.locator(".verdict.urgent")).to_contain_text("Birth: pass")
    assert phone.taps == 1
    settled(phone)
    [body] = phone.session("s => s.outbox.value.map((one) => one.envelope.body)")
    assert (body["verdict"], body["emergency"], body["colour_seen"]) == ("emergency", "birth", "red")
    upload(phone)
    passage = Passage.objects.get(emergency="birth")
    phone.go("gate/explain")
    phone.page.locator("textarea").fill("临产，丈夫开车送县医院")
    phone.tap(phone.page.get_by_role("button", name="Save"))
    phone.page.get_by_role("heading", name="Nothing waits to be explained").wait_for()
    upload(phone)
    step = Record.objects.get(kind="alarm_step")
    assert (step.body["alarm"], step.body["step"]) == (str(passage.id), "explained")
    assert (passage.colour_true, passage.missed_suspension) == ("red", False)


def red_by_policy(post: Post, names: list[str]) -> str:
    """The code of somebody whom an edition's rule turned red: a verified contact of whom no other test speaks."""
    homes = {key: {one.name for one in post.world.household(key)} for key in post.world.doors if key.startswith("2-")}
    door = next(key for key, living in homes.items() if living and not living & set(names[:20]))
    post.pass_of(post.world.household(door)[0].name)
    person = isolate(post.world, door)
    assert Standing.objects.get(person=person.id).colour == post.pass_of(person.name).colour == "red"
    return post.code(person.name)


def test_a_suspension_is_honoured_at_the_next_contact_and_marked_on_the_passage_that_it_missed(
    phone: Thumb, post: Post, names: list[str]
) -> None:
    lead, name = post.world.workers["lead"], names[2]
    code = post.code(name)
    phone.page.context.set_offline(True)
    done = actions.suspend(post.pass_of(name), reason="lost", by=lead, now=timezone.now())
    assert done.verdict == "accepted", done
    phone.page.wait_for_timeout(4500)  # the list says whole seconds, and a few more for codes that were being made
    scan(phone, code)
    says(phone, "Green: pass")
    upload(phone)
    at_gate(phone, "await g.ask()")
    scan(phone, post.code(names[0]))
    scan(phone, code)
    says(phone, "Suspended: verify")
    phone.go("gate/log")
    late = phone.page.locator(".gate-line", has=phone.page.locator(".gate-late"))
    expect(late).to_have_count(1)
    expect(late).to_contain_text("had been withdrawn at")
    upload(phone)
    assert Passage.objects.filter(missed_suspension=True, verdict="passed").count() == 1


def test_past_its_limit_an_old_list_makes_green_yellow_and_says_why(phone: Thumb, post: Post, names: list[str]) -> None:
    expect(phone.page.locator(".gate-age")).to_contain_text("just now")
    phone.page.context.set_offline(True)
    at_gate(phone, "g.known.value = {...g.known.value, as_of: g.known.value.as_of - 5 * 3600}")
    expect(phone.page.locator(".gate-age")).to_contain_text("5 h old")
    expect(phone.page.locator(".gate-old")).to_contain_text("Green counts as yellow")
    scan(phone, post.code(names[3]))
    says(phone, "too old to trust a green code")
    phone.tap(phone.page.get_by_role("button", name="For now: through"))
    expect(phone.page.locator(".verdict.green")).to_contain_text("Let in")
    settled(phone)
    body = phone.session("s => s.outbox.value.at(-1).envelope.body")
    assert (body["verdict"], body["reason"], body["list_age_s"] >= 5 * 3600) == ("provisional", "list_old", True)
    upload(phone)


def test_a_visitor_waits_at_the_gate_until_the_household_fetches_them(phone: Thumb) -> None:
    phone.go("gate/visitor")
    phone.page.get_by_label("Full name").last.fill("周小雨")
    phone.tap(phone.page.get_by_role("button", name="Save"))
    expect(phone.page.locator(".verdict.yellow")).to_contain_text("Wait for the household")
    phone.tap(phone.page.get_by_role("button", name="The household is here"))
    expect(phone.page.locator(".verdict.green")).to_contain_text("Let in")
    upload(phone)
    visitor = Visitor.objects.get()
    assert (visitor.verdict, visitor.fetched_by_household) == ("passed", True)
    assert Passage.objects.get(visitor=visitor.visitor).verdict == "passed"


NIGHT_LOG = """
  const from = Date.now() - 8 * 3600_000;
  const one = {gate: g.gate.value.id, lane: 'night', way: 'walk', code: null, name: '', resident: null, offline: true,
    decided: {verdict: 'provisional', reason: 'verified_here'}};
  const idOf = (at) => ids.uuid7(from + at * 14_000, crypto.getRandomValues(new Uint8Array(16)));
  const made = Array.from({length: given}, (_, at) => r.passage({...one, id: idOf(at), at: from + at * 14_000,
    list_age_s: at * 14, direction: at % 2 ? 'out' : 'in'}, g.limits.value));
  await s.save(...made);
  return made.map((one) => one.id);
"""


def test_eight_hours_without_a_signal_go_up_once_each_and_in_order(phone: Thumb) -> None:
    phone.page.context.set_offline(True)
    ids = at_gate(phone, NIGHT_LOG, NIGHT)
    phone.page.reload()
    phone.page.context.set_offline(False)
    phone.session("s => s.syncNow()")
    phone.page.wait_for_function("!document.querySelector('.p-head .net')", timeout=120_000)
    kept = Passage.objects.filter(lane="night").order_by("at").values_list("id", flat=True)
    assert [str(id) for id in kept] == ids
    assert Record.objects.filter(kind="passage", id__in=ids).count() == NIGHT
    received = list(Record.objects.filter(id__in=ids).order_by("at").values_list("received_at", flat=True))
    assert received == sorted(received)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(os.environ.get("QIAOMEN_PICTURES") or tmp_path_factory.mktemp("pictures"))


@pytest.mark.parametrize(
    ("language", "theme", "scale", "suffix", "first"),
    [
        ("zh-hans", "light", 1, "", 6),
        ("zh-hans", "dark", 1, "-dark", 10),
        ("en", "light", 1, "-en", 13),
        ("zh-hant", "dark", 2, None, 16),
    ],
)
def test_everybody_can_read_and_hit_it(
    phone: Thumb, post: Post, names: list[str], folder: Path, tmp_path: Path,
    language: str, theme: str, scale: float, suffix: str | None, first: int,
) -> None:  # fmt: skip
    phone.look(language=language, theme=theme, scale=scale)

    def look(name: str) -> None:
        phone.page.locator(".toast").wait_for(state="detached")
        phone.page.wait_for_timeout(300)  # the last frame is drawn
        to = tmp_path if suffix is None else folder
        if suffix == "" or f"{name}{suffix}" in ("gate-red-dark", "gate-yellow-en"):
            phone.page.screenshot(path=to / f"{name}{suffix or ''}.png")
        faults(phone.page, f"{name} {language}")

    for at, colour in enumerate(("green", "yellow", "red")):
        scan(phone, post.code(names[first + at], colour))
        look(f"gate-{colour}")
    if suffix:
        return
    at_gate(phone, "await g.letThrough('birth')")  # as its button does, without the word that stays 12 seconds
    look("gate-birth")
    for room in ("visitor", "log", "explain"):
        phone.go(f"gate/{room}")
        phone.page.wait_for_selector(".p-body > *")
        look(f"gate-{room}")
    phone.go("gate")
    at_gate(phone, "g.atHand.value = null")
    look("gate-scan")
    scan(phone, post.code(names[first + 3]))
    temperature(phone, "382")
    look("gate-wait")
    at_gate(phone, "await g.tell(g.atHand.value, {decided: {verdict: 'refused', reason: 'left'}})")
