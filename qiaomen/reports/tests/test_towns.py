"""The figures of DOMAIN section 4 come out of the standard definition, for the district and for each compound."""

import pytest
from django.utils import timezone

from qiaomen.base.outbreaks import open_outbreak
from qiaomen.reports import queries
from qiaomen.reports.freezing import freeze
from qiaomen.reports.tests.towns import COMMUNITIES_F, make_town

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_the_figures_of_communities_f(key_file: None) -> None:
    place = make_town(COMMUNITIES_F, open_outbreak(name="疫情"))
    now = timezone.now()
    report = freeze(place=place, cut=now, now=now)
    totals = queries.totals(report)
    wanted = {"compounds": 22, "stairwells": 114, "households": 2193, "inhabited": 2193, "people": 19567}
    assert {key: totals[key] for key in wanted} == wanted
    compounds = [row for row in queries.rows(report) if row.kind == "compound"]
    assert (len(compounds), sum(row.numbers["people"] for row in compounds)) == (22, 19567)
