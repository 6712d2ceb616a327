"""report_freeze: the daily report of a county of 15,100 doors and its people, with all doors knocked on.

The cut-off lies before the last tenth of the visits, so that *known* figures look back at it. Yardstick: the same
figures counted once as the tables stand, without looking back.
"""

import time

from django.db import connection
from django.test import Client
from django.utils import timezone

from qiaomen.bench import ingest
from qiaomen.bench.district import District
from qiaomen.places.models import Place
from qiaomen.reports import counting, editions
from qiaomen.reports.counting import Cut
from qiaomen.reports.freezing import differing, freeze


def measure(district: District) -> tuple[float, float, float]:
    """Seconds to freeze the report, to count its figures as the tables stand, and to work it out again."""
    batches, _people = ingest.calls(district)
    early = len(batches) * 9 // 10
    _send(batches[:early])
    cut = timezone.now()
    _send(batches[early:])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    place = Place.objects.get(parent=None)
    counted = time.perf_counter()
    counting.count(editions.definition_now().figures, Cut(place.id, cut))
    begun = time.perf_counter()
    report = freeze(place=place, cut=cut)
    frozen = time.perf_counter()
    if wrong := differing(report):
        raise RuntimeError(f"the report does not come out again: {wrong}")
    return frozen - begun, begun - counted, time.perf_counter() - frozen


def _send(batches: list[tuple[str, bytes]]) -> None:
    client = Client()
    for token, body in batches:
        headers = {"authorization": f"Bearer {token}"}
        answer = client.post("/api/sync", body, content_type="application/json", headers=headers)
        if answer.status_code != 200:
            raise RuntimeError(f"a call was answered {answer.status_code}")
