"""An outbreak that is closed ends on the phones, too: at the next contact everything of it is wiped."""

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Playwright

from qiaomen.access.enrolling import invite
from qiaomen.ending import closing
from qiaomen.field.tests.handsets import CHROMIUM, Mortal
from qiaomen.field.tests.journeys import ids, transactional_db  # noqa: F401 - a fixture
from qiaomen.testing.site import Site
from qiaomen.testing.world import World

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]

NOTE = "whistle-in-the-dark"
STORES = {"authors", "chunks", "drafts", "gate", "outbox", "photos", "sent"}


def _holding(profile: Path, needles: list[str]) -> list[str]:
    """Which of these stand in a file of the profile, byte for byte, in the two ways in which Chromium writes text."""
    found = set()
    for file in (one for one in profile.rglob("*") if one.is_file()):
        content = file.read_bytes()
        found |= {needle for needle in needles if needle.encode() in content or needle.encode("utf-16-le") in content}
    return sorted(found)


def test_a_closed_outbreak_wipes_the_phone_at_its_next_contact_what_was_never_sent_too(
    playwright: Playwright, site: Site, district: World, tmp_path: Path
) -> None:
    profile, [door] = tmp_path / "profile", ids(district, "1-1-101")
    mortal = Mortal(playwright, profile, site.address)
    phone = mortal.start()
    phone.enrol(invite(district.workers["field"]))
    phone.context.set_offline(True)
    phone.do(f"const made = absent(given); made.body.note = '{NOTE}'; await s.save(made)", door)
    closing.ask(by=district.workers["headquarters"].id, now=timezone.now())
    closing.confirm(by=district.workers["data officer"].id, name=district.outbreak.name, now=timezone.now())
    phone.context.set_offline(False)
    phone.do("void s.syncNow(); await until(() => !s.author.value)")
    phone.page.wait_for_selector(".notice")
    assert {name: rows for name, rows in phone.rows().items() if name in STORES and rows} == {}
    mortal.kill()
    people = [person.name for person in district.people.values()]
    phones = [number for card in district.identities.values() for number in card.phones]
    assert _holding(profile, [NOTE, *people, *phones]) == []
