"""A second factor in a browser, from the keyboard alone; and pages that leave once somebody signed out."""

import re

import pyotp
import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from qiaomen.access.models import SecondFactor, Worker
from qiaomen.console.tests.journey import CHROMIUM
from qiaomen.testing.axe import serious
from qiaomen.testing.world import World, make_world

pytestmark = [pytest.mark.journey, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]
PASSWORD = "槐花开了 2020 五月"


@pytest.fixture
def world(transactional_db: None, key_file: object) -> World:
    made = make_world()
    Worker.objects.filter(pk=made.workers["lead"].pk).update(password=make_password(PASSWORD))
    return made


def sign_in(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("User name").fill("lead")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")


def fits(page: Page) -> None:
    """Whatever stands on the page can be read by those who hear it, and no part of it lies beyond a phone's edge."""
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def set_up(page: Page) -> tuple[pyotp.TOTP, list[str]]:
    """What the app shows, and the recovery codes."""
    page.goto("/account")
    fits(page)
    page.get_by_role("link", name="Set up: Second factor").press("Enter")
    fits(page)
    page.get_by_role("button", name="Set up").press("Enter")
    secret = page.locator("code.code").inner_text()
    fits(page)
    app = pyotp.TOTP(secret.replace(" ", ""))
    page.get_by_label("Code of the app").fill(app.now())
    page.get_by_label("Your password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    fits(page)
    return app, page.locator(".recovery-codes li").all_inner_texts()


def test_a_second_factor_is_set_up_and_asked_for_and_a_page_left_open_leaves(
    world: World, live_server: LiveServer, browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=live_server.url, locale="en")
    page = context.new_page()
    sign_in(page)
    expect(page).not_to_have_url(re.compile("sign-in"))
    app, codes = set_up(page)
    other = context.new_page()
    other.goto("/account")
    page.goto("/account")
    page.evaluate("document.querySelector(\"form[action='/sign-out']\").submit()")
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    SecondFactor.objects.update(step=0)
    sign_in(page)
    expect(page.get_by_label("Code of the app")).to_be_focused()
    fits(page)
    page.keyboard.type(app.now())
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("sign-in"))
    sign_in(other := browser.new_context(base_url=live_server.url, locale="en").new_page())
    other.get_by_role("link", name="Phone lost").press("Enter")
    other.get_by_label("Recovery code").fill(codes[0])
    other.keyboard.press("Enter")
    expect(other.get_by_text("9 recovery codes are left.")).to_be_visible()
