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
from qiaomen.bench.server import Processors
from qiaomen.places.models import Place
from qiaomen.reports import counting, editions
from qiaomen.reports.counting import Cut
from qiaomen.reports.freezing import differing, freeze


def measure(district: District) -> tuple[float, float, float, float]:
    """Seconds to freeze the report, of processors (ours and the database's) for it, to count its figures as the tables
    stand, and to work it out again."""
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
    processors = Processors()
    begun, spent = time.perf_counter(), processors.spent()
    report = freeze(place=place, cut=cut)
    frozen, worked = time.perf_counter(), (processors.spent() - spent) / 1000
    if wrong := differing(report):
        raise RuntimeError(f"the report does not come out again: {wrong}")
    return frozen - begun, worked, begun - counted, time.perf_counter() - frozen


def _send(batches: list[tuple[str, bytes]]) -> None:
    client = Client()
    for token, body in batches:
        headers = {"authorization": f"Bearer {token}"}
        answer = client.post("/api/sync", body, content_type="application/json", headers=headers)
        if answer.status_code != 200:
            raise RuntimeError(f"a call was answered {answer.status_code}")
