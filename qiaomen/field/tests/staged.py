"""The stage as a fixture of a whole module, and a worker's phone on it for each test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser

from qiaomen.field.tests.journeys import transactional_db
from qiaomen.field.tests.stage import Stage, Thumb, code_for, in_hand, staged

__all__ = ["phone", "staged", "transactional_db"]


@pytest.fixture
def phone(browser: Browser, stage: Stage, live_server: Any) -> Iterator[Thumb]:
    """A worker's phone, enrolled, in English."""
    with enrolled(browser, live_server.url, stage) as thumb:
        yield thumb


@contextmanager
def enrolled(browser: Browser, address: str, stage: Stage, *, worker: str = "field", **options: Any) -> Iterator[Thumb]:
    """Somebody's phone, enrolled, in English; the options are those of its browser."""
    with in_hand(browser, address, **options) as thumb:
        thumb.enrol(code_for(stage, worker))
        thumb.look()
        yield thumb


def arrived(thumb: Thumb, found: Callable[[], bool]) -> bool:
    """Whether something comes to be within 30 s."""
    for _try in range(120):
        if found():
            return True
        thumb.page.wait_for_timeout(250)
    return False
