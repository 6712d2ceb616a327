"""Clues: what was told, what came of it, what is late, and what was booked for it. Who told it stands nowhere."""

from typing import LiteralString

from django.utils.translation import gettext_lazy as _

from qiaomen.clues.models import Source as CameBy
from qiaomen.clues.models import State, What
from qiaomen.reports.sources import BOTH, SOURCES, Source, known_of, texts, truth

# What is late goes by the clock, so it is asked about at the time of the last change that is known.
CLOCK: LiteralString = "(SELECT coalesce(max(at), now()) AS at FROM base_change) n"
CLUES: LiteralString = f"""
SELECT c.id AS subject, NULL::uuid AS door, c.place, c.what, c.source, c.state,
       coalesce(c.state = 'open' AND c.due_at < n.at, false) AS is_late, c.worker IS NOT NULL AS is_sent,
       c.state = 'open' AND EXISTS (SELECT FROM clues_clue j WHERE j.joined_to = c.id AND j.ended_as <> '') AS is_apart,
       c.told_at AS happened, {known_of("c.id")}
FROM clues_clue c CROSS JOIN {CLOCK}
"""
# Of reports that were joined, what they were joined to has ended: a thing is counted once.
ENDED: LiteralString = """
SELECT c.id AS subject, NULL::uuid AS door, c.place, c.what, c.source, c.state, c.ended_at AS happened
FROM clues_clue c WHERE c.state IN ('verified', 'unfounded', 'elsewhere')
"""
REWARDS: LiteralString = """
SELECT c.id AS subject, NULL::uuid AS door, c.place, c.what, c.reward = 'collected' AS is_collected,
       c.reward_count AS items, c.rewarded_at AS happened
FROM clues_clue c WHERE c.reward IN ('booked', 'collected')
"""
WHAT = texts("what", What.values)

SOURCES["clues"] = Source(
    _("clues told"),
    "record",
    CLUES,
    {
        "what": WHAT,
        "source": texts("source", CameBy.values),
        "state": texts("state", State.values),
        "late": truth("is_late"),
        "sent": truth("is_sent"),
        "joined_ended": truth("is_apart"),
    },
    {},
    BOTH,
)
SOURCES["clues_ended"] = Source(
    _("clues that ended"),
    "record",
    ENDED,
    {"what": WHAT, "source": texts("source", CameBy.values), "state": texts("state", State.values)},
    {},
    {"happened": "happened"},
)
SOURCES["clue_rewards"] = Source(
    _("rewards for clues"),
    "record",
    REWARDS,
    {"what": WHAT, "collected": truth("is_collected")},
    {"items": "items"},
    {"happened": "happened"},
)
