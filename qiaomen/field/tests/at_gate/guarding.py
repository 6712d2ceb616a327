"""What a guard does at the gate that no other hand does."""

from playwright.sync_api import expect

from qiaomen.field.tests.gates import settled
from qiaomen.field.tests.stage import Thumb


def says(phone: Thumb, text: str) -> None:
    """What the verdict says, once it does."""
    expect(phone.page.locator(".verdict-word")).to_contain_text(text)


def upload(phone: Thumb) -> None:
    """Into the signal again, and everything goes up."""
    settled(phone)
    phone.page.context.set_offline(False)
    phone.session("s => s.syncNow()")
    phone.page.wait_for_function("!document.querySelector('.p-head .net')", timeout=60_000)


def temperature(phone: Thumb, digits: str) -> None:
    """Measure whoever stands there: 382 is 38.2 °C."""
    phone.tap(".gate-tools button >> nth=0")
    for digit in digits:
        phone.tap(phone.page.locator(".pad button", has_text=digit))
