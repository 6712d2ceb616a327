"""gate_verify_offline_ms: from a camera's frame to the verdict on the screen, in Chromium, by the phone's own modules.

As on the phone, reader and verifier are brought while the camera warms up, and a frame without a code comes first. The
reader of pictures, CBOR, Ed25519, the list of changed passes and the drawing are those that ship; what a gate would
fetch from a server is made here, under a key that is thrown away. Frames are 640 × 480 with a code held a little askew.
Yardstick: the browser's own Ed25519 verification of the same codes, and nothing else.
"""

import base64
import io
import json
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from uuid import uuid4

import segno

from qiaomen.passes.token import Signer, Token
from qiaomen.tools.vendor import VENDOR, static_modules

CODES = 60
LISTED = 5_000
OWN = Path(__file__).resolve().parents[1] / "field" / "static"
CONSOLE = OWN.parents[1] / "console" / "static"
DISTRICT = "990000"
AREA = "0a0b0c0d"
PAGE = """<!doctype html><html lang="en" data-zone="Asia/Shanghai"><meta charset="utf-8">
<script type="importmap">%s</script><div id="app"></div>"""
RUN = """async ({codes, known, now, area}) => {
  const own = ['screens/scan-reader', 'verifying-means', 'verifying', 'parts/verdict'];
  const brought = own.map((name) => import(`/static/field/${name}.js`));
  const [{codesIn}, {means}, {verify}, {Verdict}] = await Promise.all(brought);
  const [{html}, {render}] = await Promise.all([import('htm/preact'), import('preact')]);
  const here = {...known, listed: new Map(known.listed.map((entry) => [entry[0], entry]))};
  const canvas = new OffscreenCanvas(640, 480);
  const frameOf = async (svg) => {
    const image = new Image();
    image.src = 'data:image/svg+xml;base64,' + svg;
    await image.decode();
    const drawn = canvas.getContext('2d', {willReadFrequently: true});
    drawn.resetTransform();
    drawn.fillStyle = '#777';
    drawn.fillRect(0, 0, 640, 480);
    drawn.translate(320, 240);
    drawn.rotate(0.07);
    drawn.drawImage(image, -190, -190, 380, 380);
    return drawn.getImageData(0, 0, 640, 480);
  };
  await means();
  await codesIn(new ImageData(640, 480));
  const seen = [];
  for (const {svg} of codes) {
    const frame = await frameOf(svg);
    const began = performance.now();
    const [text] = await codesIn(frame);
    const {problem, rules} = await verify(text, here, {area, above: [], now});
    render(html`<${Verdict} tone=${rules} title=${problem} />`, document.getElementById('app'));
    document.body.offsetHeight;
    seen.push(performance.now() - began);
    if (problem !== 'ok') throw new Error(problem);
  }
  return seen;
}"""
BARE = """async ({codes, known}) => {
  const {read, toBeSigned, unbase64} = await import('/static/field/domain/pass.js');
  const raw = unbase64(known.keys[0].public);
  const key = await crypto.subtle.importKey('raw', raw, {name: 'Ed25519'}, false, ['verify']);
  const all = codes.map(({text}) => read(text)).map((one) => [one.signature, toBeSigned(one)]);
  const began = performance.now();
  for (const [signature, signed] of all) await crypto.subtle.verify({name: 'Ed25519'}, key, signature, signed);
  return (performance.now() - began) / all.length;
}"""


class Measured(dict[str, float]):
    """`first_ms`, `ms` (the median of those after it), `p95_ms`, `best_ms`, `bare_ms`."""


def chromium() -> str:
    """Where the browser is; empty: there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or ""


def is_possible() -> bool:
    """Whether this machine has a browser, and what drives it."""
    return bool(chromium()) and find_spec("playwright") is not None


def measure() -> Measured:
    """The first verdict of a page, the median and the 95th percentile of those after it, in ms."""
    from playwright.sync_api import sync_playwright

    given = _given()
    with _served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"{address}/")
        first, *after = page.evaluate(RUN, given)
        bare = page.evaluate(BARE, given)
        browser.close()
    after.sort()
    return Measured(
        first_ms=first, ms=after[len(after) // 2], p95_ms=after[len(after) * 95 // 100], best_ms=after[0], bare_ms=bare
    )


def _given() -> Mapping[str, object]:
    signer = Signer(bytes(range(32)))
    now = int(time.time()) // 900 * 900
    codes = []
    for number in range(CODES):
        colour = ("green", "yellow", "red")[number % 3]
        token = Token(
            district=DISTRICT, id=uuid4(), colour=colour, name="沈*兰", areas=(bytes.fromhex(AREA),), form="phone",
            issued=now, begins=now, expires=now + 86_400,
        )  # fmt: skip
        text, drawn = signer.code(token), io.BytesIO()
        segno.make(text, error="m", micro=False).save(drawn, kind="svg", border=4, light="#fff", scale=8)
        codes.append({"text": text, "svg": base64.b64encode(drawn.getvalue()).decode()})
    key = {"kid": _text(signer.kid), "public": _text(signer.public), "district": DISTRICT, "own": True}
    known = {
        "keys": [{**key, "from": now - 86_400, "until": None}],
        "listed": [[_text(uuid4().bytes[:8]), now - 60, 1, 1] for _one in range(LISTED)],
        "as_of": now,
        "limits": {"list_old_s": 14_400},
    }
    return {"codes": codes, "known": known, "now": (now + 60) * 1000, "area": AREA}


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class _Handler(SimpleHTTPRequestHandler):
    """Static files of the field app, the console and the libraries, and one page with their import map."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".wasm": "application/wasm", ".js": "text/javascript"}

    def do_GET(self) -> None:
        if self.path != "/":
            return super().do_GET()
        imports = json.dumps({"imports": {name: f"/static/{path}" for name, path in static_modules().items()}})
        body = (PAGE % imports).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None

    def translate_path(self, path: str) -> str:
        part = path.split("?")[0].removeprefix("/static/")
        roots = (OWN, CONSOLE, VENDOR / "static")
        return str(next((root / part for root in roots if (root / part).is_file()), OWN / "none"))

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads along."""


@contextmanager
def _served() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
