"""A guard at the north gate, for a whole module of journeys."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright

from qiaomen.field.tests.gates import Post, at_gate, camera, guard, make_post, stand
from qiaomen.field.tests.journeys import transactional_db
from qiaomen.field.tests.stage import Thumb, in_hand
from qiaomen.testing.site import Site
from qiaomen.testing.world import World

__all__ = ["transactional_db"]


@pytest.fixture(scope="module")
def post(district: World) -> Post:
    return make_post(district)


@pytest.fixture(scope="module")
def names(district: World) -> list[str]:
    """People of the compound, in a fixed order."""
    inside = {door.id for key, door in district.doors.items() if key.startswith(("1-", "2-"))}
    return sorted(name for name, person in district.people.items() if person.home_door_id in inside)


@pytest.fixture(scope="module")
def browser(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Its camera sees nobody: codes come past it."""
    browser = camera(playwright, tmp_path_factory.mktemp("film") / "film.mjpeg")
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def standing(post: Post, browser: Browser, site: Site) -> Iterator[Thumb]:
    """A guard at the north gate."""
    with in_hand(browser, site.address, permissions=["camera"]) as thumb:
        guard(thumb, post)
        stand(thumb)
        yield thumb


@pytest.fixture
def phone(standing: Thumb) -> Iterator[Thumb]:
    """The same phone, in English, with nobody before the gate."""
    standing.look()
    standing.go("gate")
    standing.page.reload()
    standing.page.wait_for_selector(".gate-see")
    at_gate(standing, "await g.ask()")
    yield standing
    standing.page.context.set_offline(False)
    assert [fault for fault in standing.faults if "ERR_INTERNET_DISCONNECTED" not in fault] == []
