"""What is printed is read back by the app's own scanner: from a picture, and through the camera."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright

from qiaomen.field.tests.handsets import CHROMIUM, FAKE_CAMERA, PART
from qiaomen.field.tests.stage import Stage, Thumb, code_for, in_hand
from qiaomen.field.tests.staged import staged, transactional_db
from qiaomen.paper import cards, codes, typesetting
from qiaomen.passes.cards import Card

__all__ = ["staged", "transactional_db"]

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]

HELD_OUT = """<body style="margin:0;background:#777;display:grid;place-items:center;height:100vh">
<div style="width:400px;height:400px;overflow:hidden;transform:rotate(4deg)">
<img style="width:1260px;margin:-96px 0 0 -60px" src="data:image/png;base64,%s"></div>"""


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FAKE_CAMERA)
    yield browser
    browser.close()


@pytest.fixture
def phone(browser: Browser, stage: Stage, live_server: Any) -> Iterator[Thumb]:
    """A phone on which a worker is enrolled, about to scan; its camera shows nothing that could be read."""
    with in_hand(browser, live_server.url) as thumb:
        yield scanning(thumb, stage)


def scanning(thumb: Thumb, stage: Stage) -> Thumb:
    thumb.enrol(code_for(stage))
    thumb.look()
    thumb.go("scan")
    return thumb


def label_of(text: str) -> bytes:
    """A sheet with one label, as a picture."""
    one = {"title": "702", "note": "5号楼", "code": codes.drawn(text)}
    sheet = {"title": "", "cut": "", "line": {"zh": "", "en": ""}, "places": [], "doors": [one]}
    return typesetting.pages("codes", sheet, ppi=110)[0]


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
    page.locator("input[type=file]").set_input_files({"name": "code.png", "mimeType": "image/png", "buffer": picture})


READ = """async (picture) => {
  PART
  const {codesIn} = await part('screens/scan-reader');
  const bytes = Uint8Array.from(atob(picture), (one) => one.charCodeAt(0));
  return codesIn(new Blob([bytes], {type: 'image/png'}), {careful: true});
}""".replace("PART", PART)


def read(phone: Thumb, picture: bytes) -> list[str]:
    """What the app's scanner reads in a picture."""
    return sorted(phone.page.evaluate(READ, base64.b64encode(picture).decode()))


def test_every_code_of_a_printed_sheet_is_read_back_from_its_picture(
    phone: Thumb, stage: Stage, live_server: Any
) -> None:
    data = codes.data(stage.world.places["building 1"], base=live_server.url)
    doors = [door.id for key, door in stage.world.doors.items() if key.startswith("1-")]
    assert read(phone, typesetting.pages("codes", data)[-1]) == sorted(
        codes.address(live_server.url, "d", door) for door in doors
    )


def test_every_pass_of_a_sheet_of_cards_is_read_back_from_its_picture(phone: Thumb) -> None:
    texts = [f"QM1:{number}{'6BF-FDOPJ $CV K2$D$VK3ET*EEIE%CMD6P' * 6}" for number in range(4)]
    given = [Card("李*", "3-2-501", datetime(2026, 2, 1, tzinfo=UTC), text, "7F3A90C1") for text in texts]
    assert read(phone, typesetting.pages("cards", cards.data(given, paper="a4"))[0]) == texts


def test_every_code_of_the_pdf_is_read_back_as_chromium_draws_it(
    playwright: Playwright, phone: Thumb, stage: Stage, live_server: Any, tmp_path: Path
) -> None:
    """As it comes out of a printer: the file itself, drawn by another hand than the one that set it."""
    building = stage.world.places["building 1"]
    (tmp_path / "sheet.pdf").write_bytes(codes.sheet(building, base=live_server.url))
    doors = [door.id for key, door in stage.world.doors.items() if key.startswith("1-")]
    wanted = sorted(codes.address(live_server.url, "d", door) for door in doors)
    with printed(playwright, tmp_path, page=len(typesetting.pages("codes", codes.data(building, base="x")))) as sheet:
        seen: list[str] = []
        for _look in range(40):
            seen = read(phone, sheet.screenshot())
            if seen == wanted:
                break
            sheet.wait_for_timeout(250)  # the viewer draws when it is ready, and tells nobody
    assert seen == wanted


@contextmanager
def printed(playwright: Playwright, folder: Path, *, page: int) -> Iterator[Page]:
    """One page of `sheet.pdf` in this folder as Chromium's viewer shows it."""
    viewer = f"<body style='margin:0'><embed type=application/pdf src='sheet.pdf#toolbar=0&view=Fit&page={page}'"
    (folder / "viewer.html").write_text(f"{viewer} style='width:100vw;height:100vh'>")
    shown = playwright.chromium.launch_persistent_context(
        folder / "profile", executable_path=CHROMIUM, args=["--no-sandbox"], viewport={"width": 1240, "height": 1754}
    )
    sheet = shown.new_page()
    sheet.goto((folder / "viewer.html").as_uri())
    yield sheet
    shown.close()


def test_a_picture_of_a_doors_code_opens_the_door(phone: Thumb, stage: Stage, live_server: Any) -> None:
    door = stage.doors["2-702"]
    choose(phone.page, label_of(codes.address(live_server.url, "d", door.id)))
    phone.page.wait_for_url(f"**/#/door/{door.id}")


def test_the_camera_opens_the_door_whose_code_it_sees(
    playwright: Playwright, stage: Stage, live_server: Any, tmp_path: Path
) -> None:
    door = stage.doors["2-702"]
    shown = tmp_path / "film.mjpeg"
    shown.write_bytes(film(playwright, label_of(codes.address(live_server.url, "d", door.id))))
    camera = playwright.chromium.launch(
        executable_path=CHROMIUM, args=[*FAKE_CAMERA, f"--use-file-for-fake-video-capture={shown}"]
    )
    with in_hand(camera, live_server.url, permissions=["camera"]) as thumb:
        scanning(thumb, stage).page.wait_for_url(f"**/#/door/{door.id}")
    camera.close()


def test_a_buildings_code_opens_its_stack(phone: Thumb, stage: Stage, live_server: Any) -> None:
    choose(phone.page, label_of(codes.address(live_server.url, "p", stage.building.id)))
    phone.page.wait_for_url(f"**/#/building/{stage.building.id}")


def test_any_other_code_says_what_it_is(phone: Thumb, live_server: Any) -> None:
    said = {
        "/d/AZXwqLcncQKZAAAAAAAAAA": "This door is not in your zone",
        "/p/AZXwqLcncQKZAAAAAAAAAA": "This building is not in your zone",
        "/paper/7K3M2QXP": "A page of a walk list",
        "/elsewhere": "This is not one of our codes",
    }
    for path, title in said.items():
        choose(phone.page, label_of(f"{live_server.url}{path}"))
        phone.page.get_by_role("heading", name=title).wait_for()
        assert phone.page.url.endswith("#/scan")


def test_a_picture_without_a_code_says_so(phone: Thumb) -> None:
    blank = typesetting.pages("codes", {"title": "x", "cut": "", "places": [], "doors": []})[0]
    choose(phone.page, blank)
    phone.page.get_by_role("heading", name="No code was found in this picture").wait_for()
