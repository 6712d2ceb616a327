"""A phone in a test: Chromium with the field app open, driven through session.js, whatever the screens look like."""

import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
APP = f"{settings.STATIC_URL}field"
# How a browser is started so that it has a camera, which nobody asks for.
FAKE_CAMERA = ["--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]

# How a test comes to a module of the page: `await part('session')`.
PART = "const {part} = await import(document.querySelector('script[type=module]').src);"
# Everything that a journey's script may need; `s` is the session, `v` makes visits.
_SCRIPT = """async (given) => {
  PART
  const newest = () => document.querySelector('link[rel=modulepreload]').href.includes('/newer/');
  const names = ['session', 'signing', 'domain/visits', 'store/database', 'store/phone'];
  const [session, signing, v, db, phone] = await Promise.all(names.map(part));
  const s = {...session, ...signing};
  await s.boot();
  const until = async (condition) => {
    for (const ends = Date.now() + 30000; !(await condition());) {
      if (Date.now() > ends) throw new Error('this never happened: ' + condition);
      await new Promise((go) => setTimeout(go, 25));
    }
  };
  const standings = () => Object.groupBy(s.outbox.value, (item) => item.standing);
  const waiting = () => s.outbox.value.filter((one) => one.standing === 'waiting' || one.standing === 'sending').length;
  const campaign = () => [...s.district.value.campaigns.values()][0];
  const absent = (door) => v.nobodyHome({id: phone.newId(), now: s.now(), door, campaign: campaign()});
  BODY
}""".replace("PART", PART)


@dataclass(slots=True)
class Handset:
    """A page with the app, and what it is a page of."""

    page: Page
    context: BrowserContext
    address: str

    def do(self, body: str, given: Any = None) -> Any:
        """Runs a script on the phone; what it returns."""
        return self.page.evaluate(_SCRIPT.replace("BODY", body), given)

    def open(self) -> None:
        """Open the app."""
        self.page.goto(f"{self.address}/field/")

    def close(self) -> None:
        """Put it away, whatever it is just sending."""
        self.page.unroute_all(behavior="ignoreErrors")
        self.context.close()

    def enrol(self, code: str) -> None:
        """Enrol, and wait for the district."""
        self.do("await s.enrol(given); await until(() => s.district.value.doors.size && !s.net.value.first)", code)

    def knock(self, doors: list[str]) -> list[str]:
        """Nobody is home at each of these doors; the records' ids, once they are saved."""
        ids: list[str] = self.do(
            """
            const made = given.map(absent);
            for (const one of made) await s.save(one);
            return made.map((one) => one.id);
            """,
            doors,
        )
        return ids

    def silent(self) -> None:
        """Put the last contact 49 hours back, and see that no answer which was just taken in puts it forth again."""
        self.do(
            """
            const base = await db.database();
            const mine = async () => (await base.getAll('authors')).find((one) => one.worker === s.author.value.worker);
            const before = Date.now() - 49 * 3600000;
            await until(async () => {
              await base.put('authors', {...(await mine()), lastContact: before});
              await new Promise((go) => setTimeout(go, 500));
              return (await mine()).lastContact === before;
            });
            """
        )

    def all_sent(self) -> None:
        """Wait until nothing waits, what the disk is just writing included."""
        self.do(
            "const {writing} = await part('store/state'); await until(() => waiting() + writing.value.length === 0)"
        )

    def rows(self) -> dict[str, list[str]]:
        """What lies in the database of the browser, as text: bytes as the letters that they would be."""
        found: dict[str, list[str]] = self.do(
            """
            const base = await db.database();
            const text = (value) => JSON.stringify(value, (_, one) =>
              one instanceof ArrayBuffer || ArrayBuffer.isView(one) ? new TextDecoder('utf-8').decode(one) : one);
            const all = await Promise.all([...base.objectStoreNames].map(async (name) => {
              const [keys, values] = await Promise.all([base.getAllKeys(name), base.getAll(name)]);
              return [name, keys.map((key, index) => text([key, values[index]]))];
            }));
            return Object.fromEntries(all);
            """
        )
        return found


def handset(browser: Browser, address: str, **options: Any) -> Handset:
    """A phone that was never used."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN", **options)
    context.set_default_timeout(30_000)
    phone = Handset(context.new_page(), context, address)
    phone.open()
    return phone


class Mortal:
    """A browser with a profile of its own that can be killed, as phones kill what lies in the background."""

    def __init__(self, playwright: Playwright, profile: Path, address: str) -> None:
        self.playwright, self.profile, self.address = playwright, profile, address

    def start(self) -> Handset:
        """Start it, and open the app."""
        port = self.profile / "DevToolsActivePort"
        port.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [CHROMIUM, "--headless=new", "--no-sandbox", "--no-first-run", "--remote-debugging-port=0",
             f"--user-data-dir={self.profile}", "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        for _try in range(300):
            if port.is_file() and port.read_text().strip():
                break
            time.sleep(0.1)
        self.browser = self.playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port.read_text().split()[0]}")
        context = self.browser.contexts[0]
        context.set_default_timeout(30_000)
        phone = Handset(context.pages[0], context, self.address)
        phone.open()
        return phone

    def kill(self) -> None:
        """Without a word of warning."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
