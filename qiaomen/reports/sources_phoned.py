"""What managers reported by phone, as it counts now."""

from django.utils.translation import gettext_lazy as _

from qiaomen.reports.sources import SOURCES, Source, texts

# The newest correction counts, and keeps the time of what it corrects. Only what is about a place and no door is looked
# at: the few records of that sort have an index, kinds have none.
PHONED = """
SELECT r.id AS subject, NULL::uuid AS door, coalesce(n.place, r.place) AS place, n.body ->> 'figure' AS figure,
       (n.body ->> 'amount')::int4 AS amount, n.id AS version, r.author, r.at AS happened,
       (SELECT c.at FROM base_change c WHERE c.id = r.change) AS known
FROM ledger_record r
CROSS JOIN LATERAL (
  SELECT a.id, a.kind, a.body, a.place FROM ledger_record a
  WHERE a.id = r.id OR a.root = r.id ORDER BY a.root IS NULL, a.at DESC, a.id DESC LIMIT 1) n
WHERE r.place IS NOT NULL AND r.door IS NULL AND r.kind = 'phoned' AND r.root IS NULL AND n.kind = 'phoned'
"""

SOURCES["phoned"] = Source(
    _("what was reported by phone"),
    "record",
    PHONED,
    {"figure": texts("figure")},
    {"amount": "amount"},
    {"happened": "happened", "known": "known"},
)
