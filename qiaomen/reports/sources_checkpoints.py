"""Vehicles at checkpoints, who stood there, and what was handed out: the rows and sums of their own pages."""

from typing import LiteralString

from django.utils.translation import gettext_lazy as _

from qiaomen.checkpoints import counts
from qiaomen.checkpoints.counts import COUNTS, OF_HEALTH
from qiaomen.checkpoints.models import PlateForm, Reason, Vehicle
from qiaomen.outreach.models import MaterialForm, Way
from qiaomen.reports.sources import SOURCES, Column, Source, texts, truth

KNOWN: LiteralString = "(SELECT r.received_at FROM ledger_record r WHERE r.id = s.id) AS known"
# Every sum of the checkpoints' page is a column of the same name here.
SUMS: LiteralString = ", ".join(f"{sql} AS sum_{name}" for name, sql in COUNTS.items())
STOPS: LiteralString = f"""
SELECT s.id AS subject, NULL::uuid AS door, s.place, s.vehicle, s.form, s.province, s.turned_back AS reason,
       s.regions, {SUMS}, s.at AS happened, {KNOWN}
FROM checkpoints_stop s
"""
FEVERS: LiteralString = f"{STOPS} WHERE s.high > 0"
STAFF: LiteralString = f"""
SELECT s.worker AS subject, NULL::uuid AS door, s.place, s.agency, s.at AS happened
FROM ({counts.STAFF.replace("%b::timestamptz", "NULL::timestamptz")}) s
"""
SHIFTS: LiteralString = """
SELECT s.id AS subject, NULL::uuid AS door, s.place, s.ended_at IS NULL AS is_open,
       cardinality(s.crew)::int + s.others_count AS people, s.began_at AS happened
FROM checkpoints_shift s
"""
HANDOUTS: LiteralString = f"""
SELECT s.id AS subject, s.door, s.place, s.way, m.title, m.form, s.copies, s.at AS happened, {KNOWN}
FROM outreach_handout s JOIN outreach_material m ON m.id = s.material
"""

SOURCES["stops"] = Source(
    _("vehicles at checkpoints"),
    "record",
    STOPS,
    {
        "vehicle": texts("vehicle", Vehicle.values),
        "plate": texts("form", PlateForm.values),
        "plate_province": texts("province"),
        "turned_back": truth("reason <> ''"),
        "reason": texts("reason", Reason.values),
        "region": Column("regions", "text[]"),
    },
    {name: f"sum_{name}" for name in COUNTS if name not in OF_HEALTH},
    {"happened": "happened", "known": "known"},
)
SOURCES["checkpoint_fevers"] = Source(
    _("vehicles with a fever at checkpoints"),
    "record",
    FEVERS,
    {"reason": texts("reason", Reason.values)},
    {name: f"sum_{name}" for name in COUNTS if name in OF_HEALTH},
    {"happened": "happened", "known": "known"},
    of_health=True,
)
SOURCES["checkpoint_staff"] = Source(
    _("people on shifts at checkpoints"), "worker", STAFF, {"agency": texts("agency")}, {}, {"happened": "happened"}
)
SOURCES["checkpoint_shifts"] = Source(
    _("shifts at checkpoints"), "record", SHIFTS, {"open": truth("is_open")}, {"people": "people"},
    {"happened": "happened"},
)  # fmt: skip
SOURCES["handouts"] = Source(
    _("what was handed out"),
    "record",
    HANDOUTS,
    {"title": texts("title"), "form": texts("form", MaterialForm.values), "way": texts("way", Way.values)},
    {"copies": "copies"},
    {"happened": "happened", "known": "known"},
)
