"""The console in Chromium on the test's own data: served from this process, so that the clock can be set."""

import os
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from playwright.sync_api import Browser, Page

from qiaomen.access import sessions
from qiaomen.access.models import Worker
from qiaomen.testing.browsers import driver

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PICTURES = os.environ.get("QIAOMEN_JOURNEY_PICTURES", "")


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """Chromium, for one test."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright has an event loop in this thread, and we no task
    with driver() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Clock:
    """What everything in this process takes for the present."""

    def __init__(self, patch: pytest.MonkeyPatch, now: datetime) -> None:
        self.now = now
        patch.setattr(timezone, "now", lambda: self.now)


def desk(browser: Browser, address: str, worker: Worker, *, width: int = 1440, language: str = "zh-hans") -> Page:
    """A page of somebody who is signed in, in a browser profile of their own."""
    session = SessionStore()
    session[SESSION_KEY] = str(worker.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = worker.get_session_auth_hash()
    session.set_expiry(90 * 86_400)  # a story of weeks need not sign in each morning
    # … nor each hour: it begins when all of the story is over.
    session[sessions.BEGAN] = session[sessions.USED] = (timezone.now() + timedelta(days=90)).timestamp()
    session.save()
    context = browser.new_context(viewport={"width": width, "height": 900}, base_url=address)
    cookies = {"language": language, settings.SESSION_COOKIE_NAME: str(session.session_key)}
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
    return context.new_page()


def picture(page: Page, name: str) -> None:
    """Keep what the page looks like, where somebody asked for pictures."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
