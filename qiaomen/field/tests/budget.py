"""What the tests that measure the field app share: the district, a browser that keeps what it has, the figures."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Page, Playwright

from qiaomen.field.tests.estate import grown
from qiaomen.field.tests.handsets import CHROMIUM
from qiaomen.testing.world import World, make_world

FIGURES = Path(__file__).resolve().parents[3] / "build" / "field-budget"


@pytest.fixture(scope="module")
def district(transactional_db: None) -> World:
    world = make_world()
    grown(world)
    return world


@pytest.fixture(scope="module")
def note(request: pytest.FixtureRequest) -> Iterator[Callable[..., None]]:
    """Keeps the figures of a module for people to look at."""
    figures: dict[str, Any] = {}
    yield lambda **more: figures.update(more)
    FIGURES.mkdir(parents=True, exist_ok=True)
    (FIGURES / f"{request.path.stem}.json").write_text(json.dumps(figures, indent=1) + "\n")
    print(f"\n{json.dumps(figures)}")


Start = Callable[[], BrowserContext]


@pytest.fixture
def start(playwright: Playwright, tmp_path: Path) -> Iterator[Start]:
    """Starts a browser that keeps what it has on this test's disk; what ran before ends."""
    running: list[BrowserContext] = []

    def again() -> BrowserContext:
        while running:
            running.pop().close()
        options: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "locale": "en"}
        arguments = ["--no-sandbox"]
        running.append(
            playwright.chromium.launch_persistent_context(
                tmp_path / "profile", executable_path=CHROMIUM, args=arguments, has_touch=True, **options
            )
        )
        return running[0]

    yield again
    for context in running:
        context.close()


def devtools_of(page: Page) -> CDPSession:
    return page.context.new_cdp_session(page)
