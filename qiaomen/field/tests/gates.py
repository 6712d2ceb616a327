"""A gate with its guard, passes of the cast, and codes held before a camera."""

import base64
import io
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import segno
from django.utils import timezone
from playwright.sync_api import Browser, Playwright

from qiaomen.access.enrolling import invite
from qiaomen.duty.actions import give_duty
from qiaomen.duty.models import DutyRole
from qiaomen.field.tests.handsets import CHROMIUM, FAKE_CAMERA, PART
from qiaomen.field.tests.stage import Thumb
from qiaomen.passes import actions, keys, minting
from qiaomen.passes.models import Pass
from qiaomen.passes.token import Token
from qiaomen.testing.world import World

_HELD_OUT = """<body style="margin:0;background:#777;display:grid;place-items:center;height:100vh">
<img style="width:420px;transform:rotate(4deg)" src="data:image/svg+xml;base64,%s">"""
_MODULES = """async (given) => {
  PART
  const names = ['gate', 'gate-passing', 'domain/gate-records', 'session', 'domain/ids'];
  const [post, passing, r, s, ids] = await Promise.all(names.map(part));
  const g = {...post, ...passing};
  BODY
}""".replace("PART", PART)


@dataclass(slots=True)
class Post:
    """The north gate, and whoever has a pass."""

    world: World
    passes: dict[str, UUID] = field(default_factory=dict)

    def pass_of(self, name: str) -> Pass:
        """A pass of somebody in the cast, since yesterday."""
        if name not in self.passes:
            yesterday = timezone.now() - timedelta(days=1)
            by, person = self.world.workers["lead"], self.world.people[name].id
            self.passes[name], verdict = actions.issue(person, areas=[], by=by, now=yesterday)
            assert verdict.verdict == "accepted", verdict
        return Pass.objects.get(pk=self.passes[name])

    def code(self, name: str, colour: str = "") -> str:
        """The code that their page shows now; in another colour: as it would be minted if they had it."""
        minted = minting.mint(self.pass_of(name), now=timezone.now())
        if not colour or colour == minted.token.colour:
            return minted.text
        signer, _district = keys.signer()
        said = {name: getattr(minted.token, name) for name in Token.__struct_fields__}
        return signer.code(Token(**(said | {"colour": colour})))


def make_post(world: World) -> Post:
    """The district has its key from now on, and somebody answers for the compound."""
    since = timezone.now() - timedelta(days=2)
    keys.ensure(since)
    lead, place = world.workers["lead"], world.places["compound"]
    give_duty(worker=lead, place=place, role=DutyRole.CADRE, by=None, since=since)
    return Post(world)


def guard(phone: Thumb, post: Post, *, language: str = "en") -> None:
    """The guard of the north gate joins; what they write may date back to yesterday."""
    phone.go("today")
    phone.session(
        "(s, code) => s.enrol(code)", invite(post.world.workers["gate"], since=timezone.now() - timedelta(days=1))
    )
    phone.look(language=language)


def stand(phone: Thumb) -> None:
    """Choose the gate, and begin there."""
    phone.go("gate")
    phone.tap(phone.page.locator(".chip", has_text="北门"))
    phone.tap(phone.page.locator(".p-foot .pbtn.primary"))
    phone.page.wait_for_selector(".gate-see")


def at_gate(phone: Thumb, body: str, given: Any = None) -> Any:
    """Runs a script on the phone: `g` is the gate, `r` makes its records, `s` is the session."""
    return phone.page.evaluate(_MODULES.replace("BODY", body), given)


def scan(phone: Thumb, text: str) -> None:
    """A code before the camera, past the reader of pictures; it resolves when the disk has the passage."""
    at_gate(phone, "await g.scanned(given)", text)


def settled(phone: Thumb) -> None:
    """Wait until the disk has what the screen says."""
    at_gate(phone, "await g.settled()")


def camera(playwright: Playwright, shown: Path, text: str = "") -> Browser:
    """A browser whose camera sees this code, or nobody; `shown` is where its film lies."""
    shown.write_bytes(film(playwright, text))
    return playwright.chromium.launch(
        executable_path=CHROMIUM, args=[*FAKE_CAMERA, f"--use-file-for-fake-video-capture={shown}"]
    )


def film(playwright: Playwright, text: str = "") -> bytes:
    """A film of somebody who holds this code before the camera, not quite straight, or of nobody: frames of JPEG."""
    drawn = io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'/>")
    if text:
        segno.make(text, error="m", micro=False).save(drawn, kind="svg", border=4, light="#fff")
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": 640, "height": 480})
    page.set_content(_HELD_OUT % base64.b64encode(drawn.getvalue()).decode())
    page.wait_for_function("document.images[0].complete")
    frame = page.screenshot(type="jpeg", quality=80)
    browser.close()
    return frame * 10
