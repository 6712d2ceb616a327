"""Playwright in tests that ask the database meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connections
from playwright.sync_api import Playwright, sync_playwright


@contextmanager
def driver() -> Iterator[Playwright]:
    """Playwright, whose connections to the database end with it.

    Its event loop runs in the test's own thread, and for a loop Django keeps connections of its own: nobody else
    finds them again, and one that stays open keeps the test's database from being dropped.
    """
    with sync_playwright() as playwright:
        try:
            yield playwright
        finally:
            with pytest.MonkeyPatch.context() as patch:
                # The loop still stands, and whoever gave leave to ask may be gone by now.
                patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
                connections.close_all()
