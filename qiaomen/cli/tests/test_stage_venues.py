"""The demo of town E: 44 venues suspended by one order each, served, one found open."""

import pytest
from django.utils import timezone

from qiaomen.base.outbreaks import open_outbreak
from qiaomen.cli import stage, stage_venues
from qiaomen.reports.tests.towns import Town, make_town
from qiaomen.supervision.models import Finding
from qiaomen.venues import queries
from qiaomen.venues.models import OrderedSuspension

TOWN = Town(compounds=3, buildings=3, stairwells=6, inhabited=0, people=0, doors={"venue": 44, "shop": 5})


@pytest.mark.django_db
def test_all_44_venues_are_suspended_once_and_one_is_found_open(key_file: None) -> None:
    place = make_town(TOWN, open_outbreak(name=stage.OUTBREAK))
    stage.make_logins()
    assert (stage_venues.suspend_all(), stage_venues.suspend_all()) == (44, 0)
    assert queries.count_below(place.path, now=timezone.now()) == 44
    assert OrderedSuspension.objects.exclude(served_at=None).count() == 44
    found = Finding.objects.get()
    assert OrderedSuspension.objects.get(finds="open").id == found.suspension
