"""The pages of passes in a browser, at a desk and on a phone: nothing wider than the screen, nothing that axe minds."""

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from qiaomen.console.tests.journey import CHROMIUM, PICTURES, desk, picture
from qiaomen.ledger.entries import Author
from qiaomen.paper import cards
from qiaomen.passes import actions, asks, queries
from qiaomen.testing.axe import serious
from qiaomen.testing.world import World, make_world

pytestmark = [pytest.mark.journey, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]


@pytest.fixture
def world(transactional_db: None, key_file: object) -> World:
    """Some passes, one suspended, one asked for, cards printed."""
    world, now = make_world(), timezone.now()
    by = world.workers["lead"]
    actions.issue_many(
        [world.people[name].id for name in ("周国庆", "谢丽敏", "解军", "方浩")], form="phone", by=by, now=now
    )
    actions.suspend(queries.passes_of(world.people["谢丽敏"].id)[0], reason="lost", by=by, now=now)
    actions.revoke(queries.passes_of(world.people["方浩"].id)[0], reason="copied", by=by, now=now)
    door, author = world.people["秦超"].home_door_id, Author(by.id, world.outbreak.id)
    assert door is not None
    asks.ask(door, name="秦超", number=world.identities["秦超"].number, author=author, now=now)
    asks.ask(door, name="秦越", number="990000199001011238", author=author, now=now)
    asks.ask(door, name="秦岭", number="990000199001011254", author=author, now=now)
    asks.refuse(asks.waiting(by)[2], reason="unknown_here", by=by, now=now)
    cards.start(place=world.places["compound"], without_phone=True, paper="a4", language="zh-hans", by=by, now=now)
    cards.work()
    return world


def test_the_pages_of_passes_fit_and_are_readable(world: World, live_server: LiveServer, browser: Browser) -> None:
    person, other = world.people["周国庆"].id, world.people["方浩"].id
    ask = asks.waiting(world.workers["lead"])[1].id
    refused = asks.refused(world.workers["lead"])[0].id
    rooms = {
        "lead": {
            "waiting": "/passes", "stopped": "/passes?view=stopped", "all": "/passes?view=all",
            "cards": "/passes/cards",
            "ask": f"/passes/asked/{ask}", "refused": "/passes?view=refused", "taking_back": f"/passes/asked/{refused}",
            "file": f"/people/{person}/", "revoked": f"/people/{other}/",
        },
        "headquarters": {"keys": "/passes/keys"},
    }  # fmt: skip
    for width in (1440, 390):
        for language in ("zh-hans", "en") if PICTURES else ("zh-hans",):
            for by, addresses in rooms.items():
                page = desk(browser, live_server.url, world.workers[by], width=width, language=language)
                walk(page, addresses, f"{width}-{language}", width)
                page.context.close()


def walk(page: Page, addresses: dict[str, str], name: str, width: int) -> None:
    """Every page, with what it complains of."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    for room, address in addresses.items():
        page.goto(address)
        picture(page, f"passes-{room}-{name}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, room
        assert serious(page) == [], room
    assert said == []
