"""Taking an import back in a browser: the button, what it says first, and afterwards; it fits, small and wide."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from qiaomen.console.tests.journey import CHROMIUM, desk, picture
from qiaomen.console.tests.test_imports_taking_back import imported
from qiaomen.exchange import running
from qiaomen.lists import actions
from qiaomen.lists.tests.lists_of import seen_by
from qiaomen.testing.axe import serious
from qiaomen.testing.world import World

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
    pytest.mark.django_db(transaction=True),
]

REGISTER = "详细地址,姓名\n城关街道南门社区幸福里1栋1单元101室,马凤\n".encode()


@pytest.mark.parametrize(("width", "language"), [(390, "zh-hans"), (1440, "en"), (390, "en"), (1440, "zh-hans")])
def test_an_import_is_taken_back_page_by_page(
    world: World,
    client_of: Callable[[str], Client],
    monkeypatch: pytest.MonkeyPatch,
    live_server: LiveServer,
    browser: Browser,
    width: int,
    language: str,
) -> None:
    monkeypatch.setattr(running, "begin", running.work)
    client = client_of("headquarters")
    run, register = imported(client), imported(client, page="imports", content=REGISTER)
    actions.tried(seen_by(world)[0], by=world.workers["lead"])
    page = desk(browser, live_server.url, world.workers["headquarters"], width=width, language=language)

    def looked_at(name: str) -> None:
        picture(page, f"undo-{name}-{language}-{width}")
        assert not serious(page)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0

    page.goto(reverse("console:import", args=[register.id]))
    looked_at("register")
    page.goto(reverse("console:import", args=[run.id]))
    looked_at("before")
    page.click(f"a[href='{reverse('console:import_take_back', args=[run.id])}']")
    looked_at("confirm")
    page.click("main button.grave")
    page.wait_for_url(f"**{reverse('console:import', args=[run.id])}")
    looked_at("after")
