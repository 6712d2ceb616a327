"""`python -m qiaomen.tools.pictures ADDRESS USERNAME PASSWORD FOLDER`: the main screens, as docs/console shows them.

From a district that is served, a demo's for example: ten screens, on a desk and on a phone, in Chinese and in English.
Links are followed as a reader would, so that the same command draws any district.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

SIZES: Final = {"desk": (1440, 900), "phone": (390, 844)}
LANGUAGES: Final = {"zh": "zh-hans", "en": "en"}
QUALITY: Final = 72
Way = Callable[[Page], None]


def to(path: str) -> Way:
    """Straight to an address."""
    return lambda page: _open(page, path)


def by(path: str, *links: str) -> Way:
    """To an address, then on by the first link of each selector."""

    def go(page: Page) -> None:
        _open(page, path)
        for link in links:
            _open(page, page.locator(link).first.get_attribute("href") or "/")

    return go


PLACE: Final = 'main table a[href^="/places/"]'
SCREENS: Final[dict[str, Way]] = {
    "overview": to("/"),
    "map": to("/map"),
    "place": by("/", PLACE, PLACE),
    "plan": by("/", PLACE, PLACE, 'main a[href$="/map"]'),
    "door": by("/gaps?count=closed", 'main a[href^="/doors/"]'),
    "episodes": to("/episodes"),
    "person": by("/episodes", 'main a[href^="/people/"]'),
    "policy": to("/policy"),
    "report": to("/reports"),
    "gaps": to("/gaps"),
}


def _open(page: Page, path: str) -> None:
    page.goto(path)
    page.wait_for_load_state("networkidle")


def draw(browser: Browser, address: str, username: str, password: str, folder: Path) -> Iterator[Path]:
    """Every screen in every size and language, one after the other."""
    for size, (width, height) in SIZES.items():
        for short, language in LANGUAGES.items():
            context = browser.new_context(base_url=address, viewport={"width": width, "height": height})
            context.add_cookies([{"name": "language", "value": language, "url": address}])
            page = _signed_in(context, username, password)
            for name, way in SCREENS.items():
                way(page)
                path = folder / f"{name}-{size}-{short}.jpg"
                page.screenshot(path=path, type="jpeg", quality=QUALITY)
                yield path
            context.close()


def _signed_in(context: BrowserContext, username: str, password: str) -> Page:
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("[name=username]", username)
    page.fill("[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_load_state()
    return page


def main(argv: list[str]) -> int:
    """Draw all of them into the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("address", "username", "password"):
        parser.add_argument(name)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--chromium", default="/usr/bin/chromium", help="the browser (default: Debian's)")
    asked = parser.parse_args(argv)
    asked.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=asked.chromium, args=["--no-sandbox"])
        for path in draw(browser, asked.address, asked.username, asked.password, asked.folder):
            print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
