"""Who stood shifts: rostered, there, missing, hours, women; by organisation."""

from typing import LiteralString

from django.utils.translation import gettext_lazy as _

from qiaomen.reports.sources import SOURCES, Source, texts, truth
from qiaomen.shifts.models import PostKind

# A shift belongs to the day on which it began. Somebody is missing once that was told; the clock is not asked.
SHIFTS: LiteralString = """
SELECT s.id AS subject, NULL::uuid AS door, s.place, q.kind, coalesce(o.name, '') AS organisation, s.is_night,
       coalesce(r.is_woman, false) AS is_woman, s.came_at IS NOT NULL AS is_stood,
       s.came_at IS NULL AND s.told_at IS NOT NULL AS is_missing, s.worker <> s.planned AS is_swapped,
       extract(epoch FROM s.ends_at - s.begins_at)::int / 3600 AS hours, s.begins_at AS happened
FROM shifts_shift s JOIN shifts_post q ON q.id = s.post JOIN access_worker w ON w.id = s.worker
LEFT JOIN access_organisation o ON o.id = w.organisation_id LEFT JOIN shifts_rostered r ON r.worker_id = s.worker
WHERE s.cancelled_at IS NULL
"""

SOURCES["shifts"] = Source(
    _("shifts of the roster"),
    "record",
    SHIFTS,
    {
        "post": texts("kind", PostKind.values),
        "organisation": texts("organisation"),
        "night": truth("is_night"),
        "woman": truth("is_woman"),
        "stood": truth("is_stood"),
        "missing": truth("is_missing"),
        "swapped": truth("is_swapped"),
    },
    {"hours": "hours"},
    {"happened": "happened"},
)
