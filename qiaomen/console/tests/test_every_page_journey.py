"""Every console page with something on it, in a browser: no wider than the screen, nothing that axe minds.

The pages come from a walk of the URLconf: one that somebody adds is looked at by itself.
"""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from qiaomen.console.tests.journey import CHROMIUM, PICTURES, desk, picture
from qiaomen.testing.axe import serious
from qiaomen.testing.snapshot import small_world
from qiaomen.testing.sweeps import launch_sweep
from qiaomen.testing.urls import every_url, fills
from qiaomen.testing.world import World

pytestmark = [pytest.mark.journey, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]

LOOKS = [(390, "zh-hans"), (1440, "en")]
ALL_LOOKS = [*LOOKS, (390, "en"), (1440, "zh-hans")]
PART = "<main"
"""What a page has and a part of one has not."""


@pytest.fixture
def world(transactional_db: None, key_file: object) -> World:
    """The small world with a sweep, and one of everything that an address can name."""
    made = small_world()
    launch_sweep(made)
    return made


def test_every_page_fits_and_axe_minds_nothing(world: World, live_server: LiveServer, browser: Browser) -> None:
    rooms = list(pages(world))
    assert len(rooms) > 100
    wrong = [
        (address, width, language, fault)
        for width, language in (ALL_LOOKS if PICTURES else LOOKS)
        for address, fault in walked(
            desk(browser, live_server.url, world.workers["headquarters"], width=width, language=language),
            rooms, f"{width}-{language}",
        )
    ]  # fmt: skip
    assert not wrong, "\n".join(map(str, wrong))


def pages(world: World) -> Iterator[str]:
    """The addresses of the console that answer headquarters with a whole page."""
    client, known = Client(), fills(world, inside=True)
    client.force_login(world.workers["headquarters"], backend="django.contrib.auth.backends.ModelBackend")
    for url in every_url():
        if url.view.__module__.startswith("qiaomen.console.") and set(url.parameters) <= known.keys():
            address = url.filled({name: known[name].value for name in url.parameters})
            answer = client.get(address)
            if answer.status_code == 200 and not answer.streaming and PART in answer.content.decode(errors="replace"):
                yield address


def walked(page: Page, rooms: list[str], look: str) -> Iterator[tuple[str, object]]:
    """Each page in turn, with what is wrong with it."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for address in rooms:
        said.clear()
        page.goto(address)
        picture(page, f"page-{re.sub(r'[^a-z]+', '-', address).strip('-') or 'root'}-{look}")
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        yield from (
            (address, fault) for fault in [*serious(page), *said, *([f"{over} px too wide"] if over > 0 else [])]
        )
