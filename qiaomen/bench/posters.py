"""posters: the duty copies of 233 compounds of 10 buildings and some 2,000 people each, as A3 PDF, in one job.

Yardstick: as many sheets of that size with nothing but a word on them, which is what typst takes by itself.
"""

import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import LiteralString

from qiaomen.atlas import posters
from qiaomen.atlas.models import Copy
from qiaomen.base.sql import run
from qiaomen.bench.district import District
from qiaomen.bench.server import Processors
from qiaomen.paper import typesetting
from qiaomen.places.models import Place

COMPOUNDS = 233
EMPTY = "#set page(width: 297mm, height: 420mm)\n#set text(font: json(bytes(sys.inputs.data)).font)\n敲门\n"
# Every 700th person isolates at home: about three in each compound.
ISOLATED: LiteralString = """
INSERT INTO monitoring_episode (id, person, state, status, measure, isolates, "where", checks_a_day, phases, started,
  phase_since, credited_days, ended_by, ordered_by, document, receipt, remedy, last_outcome, calls, questions,
  open_questions, open_needs, transfer_state, referral_state, tests, tests_owed, change)
SELECT id, id, 'open', id, 'home', true, 'home', 2, '[]', now(), now(), 0, '', '', '', false, '', '', 0, '[]', 0, '{}',
  '', '', '[]', 0, change
FROM (SELECT id, change, row_number() OVER (ORDER BY id) AS n FROM people_person) p WHERE mod(n, 700) = 0
"""
AS_COMPOUNDS = "UPDATE places_place SET kind = 'compound' WHERE kind = 'community'"


def measure(_district: District) -> tuple[float, float, float]:
    """The job's seconds, those of the processors (ours and the database's) for it, and those of the empty sheets."""
    run(AS_COMPOUNDS)
    run(ISOLATED)
    root = Place.objects.get(parent=None)
    asked = posters.start(place=root, copies=[Copy.INTERNAL], language="zh-hans", base="https://q.example", by=None)
    processors = Processors()
    begun = processors.spent()
    posters.work()
    worked = (processors.spent() - begun) / 1000
    asked.refresh_from_db()
    if (asked.done, asked.problem) != (COMPOUNDS, ""):
        raise RuntimeError(f"{asked.done} posters of {COMPOUNDS}: {asked.problem}")
    return posters.seconds(asked) or 0.0, worked, _empty(asked.done)


def _empty(times: int) -> float:
    with TemporaryDirectory() as folder:
        (Path(folder) / "empty.typ").write_text(EMPTY)
        begun = time.perf_counter()
        for _time in range(times):
            typesetting.compiled("empty", {}, form="pdf", folder=Path(folder))
        return time.perf_counter() - begun
