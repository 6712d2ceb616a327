"""Testing, in Chromium: a class is sampled into a pool of ten without a signal, one sample is refused, a positive pool
asks each of them back, and whoever is tested alone is asked no more."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from qiaomen.base.problems import Problem
from qiaomen.field import shell
from qiaomen.field.tests.handsets import CHROMIUM
from qiaomen.field.tests.stage import Stage, Thumb
from qiaomen.field.tests.staged import arrived, enrolled, staged, transactional_db
from qiaomen.ledger import stages
from qiaomen.ledger.entries import Entry
from qiaomen.people.models import Person
from qiaomen.places.models import Door
from qiaomen.sampling import actions, rules
from qiaomen.sampling.models import Round, Sample
from qiaomen.testing.axe import serious
from qiaomen.testing.tested import answered, site

__all__ = ["staged", "transactional_db"]

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]

CLASS = "三年级2班"
RULE = '[who]\nbase = "work"\n[[tubes]]\nholds = "pool_10"\n[cadence]\ndays = 3\n'


@pytest.fixture
def phone(browser: Browser, stage: Stage, live_server: Any) -> Iterator[Thumb]:
    """A worker's phone, enrolled; what it loads is joined and packed before anybody waits for it."""
    shell.style()
    for name in shell.SCRIPTS:
        shell.script(name)
    with enrolled(browser, live_server.url, stage) as thumb:
        yield thumb


def open_class(stage: Stage) -> list[Person]:
    """A class of eleven whose round is open, with a time at the site; answers its pupils."""
    world, place = stage.world, stage.building
    door = Door.objects.create(place=place, label=CLASS, key=CLASS, kind="school", walk="0", change=world.change)
    found = Person.objects.filter(home_door__in=stage.doors.values()).order_by("id")
    pupils = list({one.name: one for one in found}.values())[:11]
    Person.objects.filter(id__in=[one.id for one in pupils]).update(work_door=door)
    cohort = actions.add_cohort(
        name="学校", place=world.places["compound"], document=rules.read(RULE),
        since=timezone.now() - timedelta(minutes=1), by=None,
    )  # fmt: skip
    actions.open_due(timezone.now())
    site(world, place="compound")
    actions.give_times(Round.objects.select_related("cohort__place").get(cohort=cohort), by=None)
    return pupils


def _taken(entries: Sequence[Entry], tube: str) -> list[Entry]:
    """Those that are not refused: the samples in this tube are."""
    for entry in entries:
        if entry.body.tube == tube:
            entry.decide("rejected", Problem("record.outside_grant", field="place"))
    return [entry for entry in entries if entry.open]


def test_a_class_goes_into_a_pool_whose_positive_result_asks_each_of_them_back(
    phone: Thumb, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_class(stage)
    page = phone.page
    add = page.locator("button.row-line")

    def tube(code: str) -> None:
        page.get_by_label("Code on the tube").fill(code)
        page.get_by_role("button", name="This tube").click()

    phone.go("sampling")
    row = page.get_by_role("link", name=CLASS)
    expect(row).to_contain_text("0 of 11")
    assert serious(page) == []
    phone.picture("sampling")
    row.click()
    expect(page.get_by_text("11 people still to come")).to_be_visible()
    page.context.set_offline(True)
    add.first.click()
    tube("qm 0001")
    for left in range(10, 1, -1):
        expect(page.get_by_text(f"{left} people still to come")).to_be_visible()
        add.first.click()
    expect(page.get_by_text("1 person still to come")).to_be_visible()
    phone.picture("sampling-tube")
    tube("QM0002")
    add.first.click()
    expect(page.get_by_text("0 people still to come")).to_be_visible()
    # The server refuses the sample of whoever came last: they are to come again.
    usual = stages.checks["sample"]
    monkeypatch.setitem(stages.checks, "sample", lambda entries: usual(_taken(entries, "QM0002")))
    page.context.set_offline(False)
    assert arrived(phone, lambda: Sample.objects.filter(tube="QM0001").count() == 10)
    expect(page.get_by_text("1 person still to come")).to_be_visible(timeout=20_000)
    assert not Sample.objects.filter(tube="QM0002").exists()
    assert answered(stage.world, "QM0001", "positive", at=timezone.now()).verdict == "accepted"
    phone.go("sampling")
    page.get_by_role("button", name="Look again").click()
    again = page.get_by_role("link", name="To be tested alone")
    expect(again).to_contain_text("10 people of positive tubes")
    expect(row).to_contain_text("10 of 11")
    again.click()
    expect(page.get_by_text("10 people still to come")).to_be_visible()
    assert serious(page) == []
    add.first.click()
    tube("S1")
    expect(page.get_by_text("9 people still to come")).to_be_visible()
    assert arrived(phone, lambda: Sample.objects.filter(tube="S1", holds="single").exists())
