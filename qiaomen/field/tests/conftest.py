"""A served district for journeys, and phones to go on them. Their module imports `transactional_db` from `journeys`."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Playwright

from qiaomen.access.enrolling import invite
from qiaomen.field.tests.handsets import CHROMIUM, Handset, handset
from qiaomen.testing.browsers import driver
from qiaomen.testing.site import Site
from qiaomen.testing.sweeps import launch_sweep
from qiaomen.testing.world import World, make_world


@pytest.fixture(scope="module")
def district(transactional_db: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The small world and its sweep, for all journeys: each knocks at doors of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "KEY_FILE", tmp_path_factory.mktemp("keys") / "outbreaks.json")
        world = make_world()
        launch_sweep(world)
        yield world


@pytest.fixture(scope="module")
def site(district: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("site"))
    site.start()
    yield site
    site.kill()


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with driver() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    yield browser
    browser.close()


@pytest.fixture
def phone_of(browser: Browser, site: Site, district: World) -> Iterator[Callable[..., Handset]]:
    """A fresh phone on which a member of the cast is enrolled."""
    made: list[Handset] = []

    def of(key: str, **options: object) -> Handset:
        made.append(handset(browser, site.address, **options))
        made[-1].enrol(invite(district.workers[key]))
        return made[-1]

    yield of
    for phone in made:
        phone.close()
