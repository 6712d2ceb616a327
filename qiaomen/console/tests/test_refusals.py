from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from qiaomen.access.models import Audit
from qiaomen.base.ids import new_id
from qiaomen.campaigns.models import Target
from qiaomen.campaigns.states import State
from qiaomen.console.tests.desks import ClientOf, lead, page
from qiaomen.ledger.models import Held, Refusal
from qiaomen.testing.sweep import Phone
from qiaomen.testing.swept import campaign, phone
from qiaomen.testing.world import ORDER, World

__all__ = ["campaign", "lead", "phone"]


def refuse(phone: Phone, door: UUID, **body: Any) -> Refusal:
    """A visit with an answer to a question that nobody asked."""
    visit = phone.visit(door, answers={"horoscope": "aries"}, **body)
    (verdict,) = phone.send([visit])
    assert verdict["verdict"] == "rejected"
    return Refusal.objects.get(record=visit["id"])


def hold(world: World, phone: Phone) -> UUID:
    """A visit from before the phone was enrolled."""
    visit = phone.visit(world.doors["1-1-101"].id, "absent", at=ORDER + timedelta(minutes=10))
    (verdict,) = phone.send([visit])
    assert verdict["verdict"] == "held"
    return UUID(str(visit["id"]))


def newcomer() -> dict[str, object]:
    new = {"name": "裴子衿", "id_number": "990000199001011234", "phones": ["12012345678"]}
    return {"person": new_id(), "presence": "seen", "new": new}


def test_a_refused_record_says_what_whose_why_and_how_to_mend_it(world: World, phone: Phone, lead: Client) -> None:
    refuse(phone, world.doors["1-1-101"].id)
    html = page(lead, "/refusals")
    for said in ("visit", "1-1-101", "周启明", "The questionnaire has no question", "first thing in its author"):
        assert said in html


def test_a_mended_record_leaves_the_list(world: World, phone: Phone, lead: Client) -> None:
    refusal = refuse(phone, world.doors["1-1-101"].id)
    phone.send([phone.visit(world.doors["1-1-101"].id, "absent") | {"mends": refusal.record}])
    assert "Nothing was refused" in page(lead, "/refusals")


def test_a_record_of_another_community_is_not_there(world: World, phone: Phone, lead: Client) -> None:
    refusal = refuse(phone, world.doors["alley 1号"].id)
    assert "Nothing was refused" in page(lead, "/refusals")
    assert lead.get(f"/refusals/{refusal.id}").status_code == 404
    assert lead.post(f"/refusals/{refusal.id}/opened").status_code == 404


def test_an_unplaced_record_is_seen_where_its_author_works(world: World, phone: Phone, lead: Client) -> None:
    phone.send([phone.record("dream")])
    assert "周启明" in page(lead, "/refusals")


def test_the_content_stays_sealed_until_asked_for(world: World, phone: Phone, lead: Client) -> None:
    refusal = refuse(phone, world.doors["1-1-101"].id, people=[newcomer()])
    assert "裴子衿" not in page(lead, f"/refusals/{refusal.id}")
    html = lead.post(f"/refusals/{refusal.id}/opened").content.decode()
    assert "裴子衿" in html
    assert "990000199001011234" in html
    line = Audit.objects.get(action="refusal.opened")
    assert (line.worker, line.subject) == (world.workers["lead"].id, refusal.id)


def test_headquarters_opens_it_with_numbers_covered(world: World, phone: Phone, client_of: ClientOf) -> None:
    refusal = refuse(phone, world.doors["1-1-101"].id, people=[newcomer()])
    html = client_of("headquarters").post(f"/refusals/{refusal.id}/opened").content.decode()
    assert "裴子衿" in html
    assert "990000199001011234" not in html
    assert "12012345678" not in html


def test_an_inspector_may_not_open_it(world: World, phone: Phone, client_of: ClientOf) -> None:
    refusal = refuse(phone, world.doors["1-1-101"].id)
    inspector = client_of("inspector")
    assert "/opened" not in page(inspector, f"/refusals/{refusal.id}")
    assert inspector.post(f"/refusals/{refusal.id}/opened").status_code == 403


@pytest.mark.parametrize("accepted, state", [("yes", State.ABSENT), ("no", State.UNTOUCHED)])
def test_a_held_record_is_let_in_or_refused(
    world: World, phone: Phone, lead: Client, accepted: str, state: State
) -> None:
    record = hold(world, phone)
    assert f"/held/{record}/review" in page(lead, "/held")
    assert lead.post(f"/held/{record}/review", {"accepted": accepted}).status_code == 302
    assert Target.objects.get(door_id=world.doors["1-1-101"].id).state == state
    assert Held.objects.get(pk=record).verdict
    assert "Nothing waits" in page(lead, "/held")


def test_only_who_decides_there_reviews(world: World, phone: Phone, client_of: ClientOf) -> None:
    record = hold(world, phone)
    inspector = client_of("inspector")
    assert "/review" not in page(inspector, "/held")
    assert inspector.post(f"/held/{record}/review", {"accepted": "yes"}).status_code == 403
    assert not Held.objects.get(pk=record).verdict


def test_what_waits_for_something_else_is_not_reviewed(world: World, phone: Phone, lead: Client) -> None:
    stranger = {"person": new_id(), "presence": "seen"}
    phone.send([phone.visit(world.doors["1-1-101"].id, people=[stranger])])
    html = page(lead, "/held")
    assert "Waiting for something" in html
    assert "/review" not in html


def test_the_overview_counts_both(world: World, phone: Phone, lead: Client) -> None:
    refuse(phone, world.doors["1-1-101"].id)
    hold(world, phone)
    html = page(lead, "/overview")
    assert 'href="/refusals"' in html
    for url in ("/refusals", "/held"):
        after = html[
            html.index(f'class="flag" href="{url}"')
            if f'class="flag" href="{url}"' in html
            else html.rindex(f'href="{url}"') :
        ]
        assert '<span class="flag-count">1</span>' in after[:400]
