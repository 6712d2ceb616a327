"""What journeys stand on: committed tables, and a phone in Chromium whose traffic and complaints are written down."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import BrowserContext, CDPSession, Page, Playwright
from pytest_django.plugin import DjangoDbBlocker

from qiaomen.field.tests.handsets import Handset
from qiaomen.testing.browsers import driver


@pytest.fixture(scope="module")
def transactional_db(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """pytest-django's fixture for a whole module, with a key file of its own: what is written is committed, so that a
    server of its own sees it; all tables are emptied at the end."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright has an event loop in this thread, and we no task
        patch.setattr(settings, "KEY_FILE", tmp_path_factory.mktemp("keys") / "outbreaks.json")
        yield
        call_command("flush", verbosity=0, interactive=False, allow_cascade=False, inhibit_post_migrate=True)


@pytest.fixture(scope="module", name="playwright")
def live_playwright(transactional_db: None) -> Iterator[Playwright]:
    """Playwright beside a database that is really written to."""
    with driver() as playwright:
        yield playwright


@dataclass(slots=True)
class Traffic:
    """What a page asked for and got: bytes as they travelled, headers left aside."""

    sizes: dict[str, int] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)

    def of(self, part: str) -> list[int]:
        """The sizes of the answers from addresses with this in them, in order of asking."""
        return [self.sizes.get(id, 0) for id, address in self.addresses.items() if part in address]


def overhear(devtools: CDPSession) -> Traffic:
    """Write down from here on what a page asks for, by what the browser saw on the wire."""
    traffic = Traffic()

    def asked(event: dict[str, Any]) -> None:
        traffic.addresses[event["requestId"]] = event["request"]["url"]

    def got(event: dict[str, Any]) -> None:
        size = event["encodedDataLength"]
        traffic.sizes[event["requestId"]] = traffic.sizes.get(event["requestId"], 0) + size

    devtools.on("Network.requestWillBeSent", asked)
    devtools.on("Network.dataReceived", got)
    devtools.send("Network.enable")
    return traffic


@dataclass(slots=True)
class Witness:
    """Everything that a phone asked for, and everything that its browser complained about."""

    addresses: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


def watched(context: BrowserContext) -> Witness:
    """Watch all pages and workers of a phone. A call that the network did not take is no complaint."""
    witness = Witness()
    context.on("request", lambda request: witness.addresses.append(request.url))
    context.on("weberror", lambda error: witness.complaints.append(str(error.error)))

    def said(message: Any) -> None:
        if message.type in ("error", "warning") and "net::ERR_INTERNET_DISCONNECTED" not in message.text:
            witness.complaints.append(message.text)

    context.on("console", said)
    return witness


def on(page: Page, context: BrowserContext, address: str) -> Handset:
    """A page of a browser that was started otherwise, with the app opened in it."""
    context.set_default_timeout(60_000)
    phone = Handset(page, context, address)
    phone.open()
    return phone
