from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from qiaomen.access.models import Audit, Enrolment
from qiaomen.base.models import Change
from qiaomen.campaigns.models import Campaign
from qiaomen.console.tests.desks import ClientOf, desk, english, page
from qiaomen.console.tests.test_sweep import exported
from qiaomen.testing.sweep import Phone
from qiaomen.testing.swept import campaign
from qiaomen.testing.world import World, worker_phone

__all__ = ["campaign", "desk"]


@pytest.fixture
def hasty(world: World, campaign: Campaign) -> Phone:
    """Four doors in half a minute, and then nothing more: the team is quick, and not silent."""
    phone = Phone(world.tokens["field"], campaign, now=timezone.now() - timedelta(minutes=20))
    doors = ("1-1-101", "1-1-102", "1-1-201", "1-1-202")
    seconds = [timedelta(seconds=8 * n) for n in range(4)]
    phone.send([phone.visit(world.doors[door].id, at=phone.now + s) for door, s in zip(doors, seconds, strict=True)])
    return phone


def test_the_card_the_page_and_the_export_ask_the_same(world: World, hasty: Phone, desk: Client) -> None:
    team = f"{world.zones['first'].name} · 1"
    for url in ("/overview", "/stuck"):
        html = page(desk, url)
        assert team in html
        assert "3 doors answered within 15 seconds" in html
    (row,) = exported(desk, "stuck", "")
    assert row[:2] == ["Very quick", team]
    assert row[5] == "3"


def test_the_page_says_that_no_phone_tells_where_it_is(hasty: Phone, desk: Client) -> None:
    assert "No phone says where it is" in page(desk, "/stuck")


def test_a_silent_team_is_a_question_with_somebody_to_call(
    world: World, campaign: Campaign, client_of: ClientOf
) -> None:
    began = timezone.now() - timedelta(hours=2)
    Enrolment.objects.update(seen_at=began)
    Change.objects.update(what="before")
    html = page(english(client_of("lead")), "/stuck")
    assert "nothing heard for an hour; no knock yet" in html
    assert f"/stuck/{world.teams['team 1'].id}/call" in html


def test_phones_are_opened_by_a_press_and_written_down(world: World, campaign: Campaign, client_of: ClientOf) -> None:
    lead = english(client_of("lead"))
    team = world.teams["team 1"].id
    assert worker_phone("field") not in page(lead, "/stuck")
    answer = lead.post(f"/stuck/{team}/call")
    assert answer.status_code == 200
    assert f"tel:{worker_phone('field')}" in answer.content.decode()
    seen = Audit.objects.filter(action="identity.seen", details__where="stuck.call")
    assert {line.subject for line in seen} >= {world.workers["field"].id}


def test_without_the_right_to_see_identity_there_is_no_phone(
    world: World, campaign: Campaign, client_of: ClientOf
) -> None:
    inspector = english(client_of("inspector"))
    team = world.teams["team 1"].id
    assert "/call" not in page(inspector, "/stuck")
    assert inspector.post(f"/stuck/{team}/call").status_code == 403


def test_a_lead_opens_no_phone_of_a_team_elsewhere(world: World, campaign: Campaign, client_of: ClientOf) -> None:
    assert client_of("lead").post(f"/stuck/{world.teams['other team'].id}/call").status_code == 404


def test_the_page_asks_no_more_of_the_database_for_more_teams(
    hasty: Phone, desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(24):
        page(desk, "/stuck")
