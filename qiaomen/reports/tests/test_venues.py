"""Venues, stations and findings in the daily report: each number and the list behind it."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from qiaomen.access.models import Grant, Worker
from qiaomen.access.roles import Role
from qiaomen.base.outbreaks import open_outbreak
from qiaomen.ledger import desk
from qiaomen.ledger.rebuild import differences
from qiaomen.places.models import Door, Place
from qiaomen.reports import listing, queries
from qiaomen.reports.freezing import freeze
from qiaomen.reports.tests.towns import Town, make_town

FORTY_FOUR = Town(compounds=11, buildings=22, stairwells=44, inhabited=0, people=0, doors={"venue": 60, "shop": 12})


@pytest.mark.django_db
def test_44_venues_are_suspended_and_one_found_open_is_a_finding(key_file: None) -> None:
    place, now = make_town(FORTY_FOUR, open_outbreak(name="疫情")), timezone.now()
    head = chief(place)
    venues = list(Door.objects.filter(kind="venue").order_by("walk", "id"))[:44]
    said = {"ground": "kind_of_venue", "since": now - timedelta(hours=1), "until": now + timedelta(days=14)}
    orders = [desk.record("suspension", said, at=now, door=door.id) for door in venues]
    assert {one.verdict for one in desk.send(orders, by=head, now=now)} == {"accepted"}
    look = {"suspension": orders[7]["id"], "step": "looked", "finds": "open"}
    found = {"what": "venue_open", "suspension": orders[7]["id"], "due": now - timedelta(minutes=1)}
    here = venues[7]
    desk.send(
        [
            desk.record("suspension_step", look, at=now, door=here.id),
            desk.record("finding", found, at=now, place=here.place_id, door=here.id),
        ],
        by=head,
        now=now,
    )
    later = timezone.now() + timedelta(seconds=5)
    report = freeze(place=place, cut=later, now=later)
    totals = queries.totals(report)
    wanted = {"venues_suspended": 44, "venues_found_open": 1, "findings_today": 1, "findings_open": 1}
    assert {key: totals[key] for key in wanted} == wanted
    assert totals["findings_overdue"] == 1
    listed: set[UUID] = {one.subject for one in listing.members(report, "venues_suspended", [place.path])}
    assert listed == {door.id for door in venues}
    assert [one.door for one in listing.members(report, "venues_found_open", [place.path])] == [here.id]
    assert not differences()


def chief(place: Place) -> Worker:
    """Whoever decides for the district."""
    worker = Worker.objects.create(name="主任")
    Grant.objects.create(worker=worker, place=place, role=Role.HEADQUARTERS, since=timezone.now() - timedelta(days=1))
    return worker
