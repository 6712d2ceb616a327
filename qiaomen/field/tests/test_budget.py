"""What the field app may cost on a weak signal: bytes, calls, and nothing fetched twice."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Request

from qiaomen.access.enrolling import invite
from qiaomen.field import shell
from qiaomen.field.tests.budget import Start, devtools_of, district, note, start
from qiaomen.field.tests.handsets import CHROMIUM
from qiaomen.field.tests.live import live_playwright, on, overhear, transactional_db
from qiaomen.testing.site import Site
from qiaomen.testing.world import World

__all__ = ["district", "live_playwright", "note", "start", "transactional_db"]

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]

# A stairwell: 400 kbit/s down, a fifth of it up, and 0.4 s before anything begins to arrive.
DOWN, UP, WAIT_MS = 50_000, 10_000, 400
STAIRWELL = {"offline": False, "downloadThroughput": DOWN, "uploadThroughput": UP, "latency": WAIT_MS}
NOWHERE = {"offline": True, "downloadThroughput": 0, "uploadThroughput": 0, "latency": 0}


def test_a_first_load_is_at_most_80_kb_of_script_and_never_the_scanner(
    start: Start, site: Site, note: Callable[..., None]
) -> None:
    page = start().new_page()
    traffic = overhear(devtools_of(page))
    page.goto(f"{site.address}/field/#/join")
    page.wait_for_selector("#app h1")
    needed = [shell.scripts()[0], *shell.libraries()]
    script = sum(sum(traffic.of(address)) for address in needed)
    note(first_load_script_bytes=script, first_load_files=len(needed))
    assert all(traffic.of(address) for address in needed), "everything counted was fetched"
    assert script <= 80_000
    assert not any("zxing" in address for address in traffic.addresses.values())


def test_the_first_sync_of_302_doors_takes_under_a_minute_at_400_kbit_a_second(
    start: Start, site: Site, district: World, note: Callable[..., None]
) -> None:
    page = start().new_page()
    phone, devtools = on(page, page.context, site.address), devtools_of(page)
    phone.do("await navigator.serviceWorker.ready")
    traffic = overhear(devtools)
    devtools.send("Network.emulateNetworkConditions", STAIRWELL)
    code = invite(district.workers["field"])
    took = phone.do(
        """
        const began = performance.now();
        await s.enrol(given);
        await until(() => s.district.value.doors.size && !s.net.value.first);
        return (performance.now() - began) / 1000;
        """,
        code,
    )
    calls, travelled = len(traffic.of("/api/")), sum(traffic.of("/api/"))
    note(first_sync_s=round(took, 1), first_sync_bytes=travelled, first_sync_calls=calls)
    assert phone.do("return s.district.value.doors.size") == 302
    assert travelled / DOWN + calls * WAIT_MS / 1000 < 60


def test_a_first_sync_that_was_cut_off_goes_on_with_what_it_lacks(start: Start, site: Site, district: World) -> None:
    page = start().new_page()
    phone, devtools = on(page, page.context, site.address), devtools_of(page)
    phone.do("await navigator.serviceWorker.ready")
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", STAIRWELL)
    phone.do("await s.enrol(given); await until(() => s.net.value.first?.doors)", invite(district.workers["field"]))
    devtools.send("Network.emulateNetworkConditions", NOWHERE)
    had = phone.do("return s.district.value.doors.size")
    page.close()
    again = page.context.new_page()
    asked: list[Request] = []
    again.on("request", lambda request: asked.append(request))
    phone = on(again, again.context, site.address)
    kept = phone.do("return s.district.value.doors.size")
    phone.do("await s.syncNow(); await until(() => !s.net.value.first)")
    assert 0 < had <= kept
    assert phone.do("return s.district.value.doors.size") == 302
    cursors = [call["cursor"] for call in map(sent, asked) if call.get("pull")]
    assert cursors
    assert all(cursors), "nothing begins anew"


def sent(request: Request) -> dict[str, Any]:
    """What a sync sent; nothing for any other call."""
    body = request.post_data_json if request.url.endswith("/api/sync") else None
    return body or {}
