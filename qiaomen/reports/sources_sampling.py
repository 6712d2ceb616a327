"""Testing: who is due and how far, samples, results, retests, and houses looked through for larvae."""

from typing import LiteralString

from django.utils.translation import gettext_lazy as _

from qiaomen.reports.sources import BOTH, SOURCES, Column, Source, known_of, texts, truth
from qiaomen.sampling import due
from qiaomen.sampling.due import COUNTS, State
from qiaomen.sampling.larval import INSPECTED
from qiaomen.sampling.models import Holds, Outcome, What

CLOCK: LiteralString = "(SELECT coalesce(max(at), now()) AS at FROM base_change) c"
# Of somebody who is due in several rounds each counts: "missing" is missing in a round.
DUE: LiteralString = f"""
SELECT s.person AS subject, s.door, s.place, s.state, s.holds, s.outcome, h.name AS cohort, s.opens_at AS happened
FROM ({due.STANDING.format(clock=CLOCK, only="")}) s JOIN sampling_cohort h ON h.id = s.cohort
"""
SAMPLES: LiteralString = f"""
SELECT s.id AS subject, d.id AS door, coalesce(s.place, d.place_id) AS place, s.holds, s.method,
       coalesce(c.name, '') AS cohort, s.taken AS happened, {known_of("s.id")}
FROM sampling_sample s LEFT JOIN sampling_round r ON r.id = s.round LEFT JOIN sampling_cohort c ON c.id = r.cohort_id
LEFT JOIN people_alias a ON a.id = s.person LEFT JOIN people_person h ON h.id = coalesce(a.canonical, s.person)
LEFT JOIN places_door d ON d.id = coalesce(h.home_door_id, h.work_door_id)
"""
RESULTS: LiteralString = """
SELECT s.id AS subject, d.id AS door, d.place_id AS place, s.result, s.told_at IS NOT NULL AS is_told,
       s.taken AS happened, s.known_at AS known
FROM sampling_result s
LEFT JOIN people_alias a ON a.id = s.person JOIN people_person h ON h.id = coalesce(a.canonical, s.person)
JOIN places_door d ON d.id = coalesce(h.home_door_id, h.work_door_id)
"""
RETESTS: LiteralString = f"""
SELECT s.person AS subject, d.id AS door, d.place_id AS place, s.state, s.reported AS happened, s.known_at AS known
FROM ({due.RETESTS}) s JOIN people_person h ON h.id = s.person
JOIN places_door d ON d.id = coalesce(h.home_door_id, h.work_door_id)
"""
PLACE_SAMPLES: LiteralString = f"""
SELECT s.id AS subject, s.door, s.place, s.what, coalesce(u.result, '') AS result, s.taken AS happened,
       {known_of("s.id")}
FROM sampling_placesample s LEFT JOIN {due.ANSWER} ON true
"""
LARVAL: LiteralString = f"SELECT s.* FROM ({INSPECTED}) s"


def _in(count: str) -> LiteralString:
    """Whether a row counts for a number of the console's page, by the same states."""
    states: dict[str, LiteralString] = {
        State.WAITING: "'waiting'", State.MISSING: "'missing'", State.SAMPLED: "'sampled'", State.LATE: "'late'",
        State.RETEST: "'retest'", State.KNOWN: "'known'", State.TOLD: "'told'",
    }  # fmt: skip
    return "state IN (" + ", ".join([states[state] for state in COUNTS[count]]) + ")"


SOURCES["tests_due"] = Source(
    _("people due for a test"),
    "person",
    DUE,
    {
        "state": texts("state", State.values),
        "holds": texts("holds", Holds.values),
        "cohort": texts("cohort"),
        **{name: truth(_in(name)) for name in COUNTS if name != "due"},
    },
    {},
    {"happened": "happened"},
    of_health=True,
)
SOURCES["samples"] = Source(
    _("samples of people"),
    "record",
    SAMPLES,
    {"holds": texts("holds", Holds.values), "method": texts("method"), "cohort": texts("cohort")},
    {},
    BOTH,
    of_health=True,
)
SOURCES["results"] = Source(
    _("results of people"),
    "record",
    RESULTS,
    {"result": texts("result", Outcome.values), "told": truth("is_told")},
    {},
    BOTH,
    of_health=True,
)
SOURCES["retests"] = Source(
    _("people of positive pools"),
    "person",
    RETESTS,
    {"state": texts("state", ("open", "sampled", "negative", "positive"))},
    {},
    BOTH,
    of_health=True,
)
SOURCES["place_samples"] = Source(
    _("samples of places, water and goods"),
    "record",
    PLACE_SAMPLES,
    {
        "what": texts("what", What.values),
        "result": Column("result", values=frozenset(("", *Outcome.values)), of_health=True),
    },
    {},
    BOTH,
)
SOURCES["larval"] = Source(
    _("houses looked through for larvae"),
    "door",
    LARVAL,
    {"positive": truth("positive > 0")},
    {"containers": "containers", "positive": "positive"},
    BOTH,
)
