"""What is printed is read back by the app's own scanner: from a picture, and through the camera."""

import base64
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, sync_playwright

from qiaomen.field.tests.stage import CHROMIUM, Stage, code_for, enrol_by_code, phone_of, set_stage
from qiaomen.paper import codes, typesetting
from qiaomen.testing.world import make_world

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]

HELD_OUT = """<body style="margin:0;background:#777;display:grid;place-items:center;height:100vh">
<div style="width:400px;height:400px;overflow:hidden;transform:rotate(4deg)">
<img style="width:1260px;margin:-96px 0 0 -60px" src="data:image/png;base64,%s"></div>"""


@pytest.fixture
def stage(transactional_db: None, key_file: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright has an event loop in this thread, and we no task
    return set_stage(make_world())


@pytest.fixture
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture
def phone(playwright: Playwright, stage: Stage, live_server: Any, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """A phone on which a worker is enrolled; its camera sees what `film` shows."""
    open_browsers = []

    def enrolled(film: bytes = b"") -> Page:
        flags = ["--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
        if film:
            (tmp_path / "film.mjpeg").write_bytes(film)
            flags.append(f"--use-file-for-fake-video-capture={tmp_path / 'film.mjpeg'}")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        open_browsers.append(browser)
        page = phone_of(browser, permissions=["camera"] if film else []).new_page()
        enrol_by_code(page, live_server.url, code_for(stage))
        page.goto(f"{live_server.url}/field/#/scan")
        return page

    yield enrolled
    for browser in open_browsers:
        browser.close()


def label(what: dict[str, str]) -> bytes:
    """A sheet with one label, as a picture."""
    return typesetting.pages("codes", {"title": "", "cut": "", "places": [], "doors": [what]}, ppi=110)[0]


def label_of(text: str) -> bytes:
    return label({"title": "702", "note": "5号楼", "code": codes.drawn(text)})


def film(playwright: Playwright, picture: bytes) -> bytes:
    """A film of somebody holding this picture before the camera, not quite straight: frames of JPEG, one by one."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": 640, "height": 480})
    page.set_content(HELD_OUT % base64.b64encode(picture).decode())
    page.wait_for_function("document.images[0].complete")
    frame = page.screenshot(type="jpeg", quality=80)
    browser.close()
    return frame * 10


def choose(page: Page, picture: bytes) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": "code.png", "mimeType": "image/png", "buffer": picture}, timeout=15_000
    )


def test_every_code_of_a_printed_sheet_is_read_back_from_its_picture(
    phone: Callable[..., Page], stage: Stage, live_server: Any
) -> None:
    data = codes.data(stage.world.places["building 1"], base=live_server.url)
    sheet = base64.b64encode(typesetting.pages("codes", data)[-1]).decode()
    page = phone()
    read = page.evaluate(
        """async (sheet) => {
          const app = document.querySelector('script[src$="field/app.js"]').src.replace(/app\\.js$/, '');
          const {codesIn} = await import(`${app}screens/scan-reader.js`);
          const bytes = Uint8Array.from(atob(sheet), (one) => one.charCodeAt(0));
          return codesIn(new Blob([bytes], {type: 'image/png'}), {careful: true});
        }""",
        sheet,
    )
    doors = [door.id for key, door in stage.world.doors.items() if key.startswith("1-")]
    assert sorted(read) == sorted(codes.address(live_server.url, "d", door) for door in doors)


def test_a_picture_of_a_doors_code_opens_the_door(phone: Callable[..., Page], stage: Stage, live_server: Any) -> None:
    page, door = phone(), stage.doors["2-702"]
    choose(page, label_of(codes.address(live_server.url, "d", door.id)))
    page.wait_for_url(f"**/#/door/{door.id}")


def test_the_camera_opens_the_door_whose_code_it_sees(
    playwright: Playwright, phone: Callable[..., Page], stage: Stage, live_server: Any
) -> None:
    door = stage.doors["2-702"]
    page = phone(film(playwright, label_of(codes.address(live_server.url, "d", door.id))))
    page.wait_for_url(f"**/#/door/{door.id}")


def test_a_buildings_code_opens_its_stack(phone: Callable[..., Page], stage: Stage, live_server: Any) -> None:
    page = phone()
    choose(page, label_of(codes.address(live_server.url, "p", stage.building.id)))
    page.wait_for_url(f"**/#/building/{stage.building.id}")


@pytest.mark.parametrize(
    "path, title",
    [
        ("/d/AZXwqLcncQKZAAAAAAAAAA", "This door is not in your zone"),
        ("/p/AZXwqLcncQKZAAAAAAAAAA", "This building is not in your zone"),
        ("/v/AZXwqLcncQKZAAAAAAAAAA", "This is a venue code"),
        ("/paper/7K3M2QXP", "A page of a walk list"),
        ("/elsewhere", "This is not one of our codes"),
    ],
)
def test_any_other_code_says_what_it_is(phone: Callable[..., Page], live_server: Any, path: str, title: str) -> None:
    page = phone()
    choose(page, label_of(f"{live_server.url}{path}"))
    page.get_by_role("heading", name=title).wait_for()
    assert page.url.endswith("#/scan")


def test_a_picture_without_a_code_says_so(phone: Callable[..., Page]) -> None:
    page = phone()
    choose(page, typesetting.pages("codes", {"title": "x", "cut": "", "places": [], "doors": []})[0])
    page.get_by_role("heading", name="No code was found in this picture").wait_for()
