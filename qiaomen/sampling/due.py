"""Who is due in a round, and how far each of them is: one statement for numbers, lists, files, phones and the report.

Of several samples in a round the newest counts. A test that names no round counts where it was taken while the round
was open: somebody may have been tested elsewhere.
"""

from typing import Final, LiteralString

from django.db import models
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """How far somebody is who is due."""

    WAITING = "waiting", pgettext_lazy("test", "not yet their time")
    MISSING = "missing", pgettext_lazy("test", "missing")
    SAMPLED = "sampled", pgettext_lazy("test", "sampled")
    LATE = "late", pgettext_lazy("test", "result is late")
    RETEST = "retest", pgettext_lazy("test", "to be tested again")
    KNOWN = "known", pgettext_lazy("test", "result known, not told")
    TOLD = "told", pgettext_lazy("test", "told")


# What each number holds. Its list are the people in these states.
COUNTS: Final[dict[str, tuple[State, ...]]] = {
    "due": tuple(State),
    "tested": (State.SAMPLED, State.LATE, State.RETEST, State.KNOWN, State.TOLD),
    "missing": (State.MISSING,),
    "waiting": (State.WAITING,),
    "no_result": (State.SAMPLED, State.LATE),
    "late": (State.LATE,),
    "retest": (State.RETEST,),
    "with_result": (State.KNOWN, State.TOLD),
    "untold": (State.KNOWN,),
    "told": (State.TOLD,),
}
# Whether a tube's answer `u` is of the sample `s`, as `outcomes` has it: a code that comes again later is another tube.
_OF_SAMPLE: LiteralString = """
u.tube = s.tube AND u.reported >= s.taken - interval '1 day' AND u.reported <= s.taken + interval '7 days'
"""
# The newest answer of each sample `s`.
ANSWER: LiteralString = f"""LATERAL (
  SELECT u.result, u.reported FROM sampling_tube u WHERE {_OF_SAMPLE} ORDER BY u.at DESC, u.id DESC LIMIT 1) u"""
# A tube of several people that was positive, with each whose sample is in it.
POSITIVE: LiteralString = f"""
SELECT s.id AS sample, s.person, s.tube, s.taken, s.place, s.holds, s.round, y.reported, y.known_at
FROM sampling_tube y JOIN sampling_sample s ON s.tube = y.tube AND s.tube <> '' AND s.holds <> 'single'
WHERE y.result = 'positive' AND y.reported >= s.taken - interval '1 day' AND y.reported <= s.taken + interval '7 days'
  AND NOT EXISTS (SELECT FROM sampling_tube u WHERE {_OF_SAMPLE} AND (u.at, u.id) > (y.at, y.id))
"""
TESTS: LiteralString = f"""
SELECT coalesce(a.canonical, t.by_id) AS person, t.round, t.sample, t.taken, t.result, t.outcome, t.known_at, t.told_at,
       t.is_shared_positive
FROM (
  SELECT s.person AS by_id, s.round, s.id AS sample, s.taken, x.id AS result, x.result AS outcome, x.known_at,
         x.told_at, v.sample IS NOT NULL AS is_shared_positive
  FROM sampling_sample s LEFT JOIN sampling_result x ON x.sample = s.id LEFT JOIN ({POSITIVE}) v ON v.sample = s.id
  UNION ALL
  SELECT x.person, NULL, NULL, x.taken, x.id, x.result, x.known_at, x.told_at, false
  FROM sampling_result x WHERE x.sample IS NULL) t
LEFT JOIN people_alias a ON a.id = t.by_id
"""
# `{only}` narrows to some rounds; `{clock}` gives the moment, as c.at.
STANDING: LiteralString = f"""
SELECT m.round_id AS round, r.cohort_id AS cohort, m.person, m.door, m.place, m.holds, m.slot,
       l.begins_at, l.ends_at, t.sample, t.taken, t.result, t.outcome, t.known_at, t.told_at,
       coalesce(l.ends_at, r.closes_at) AS due_at, r.opens_at,
       CASE WHEN t.outcome = 'invalid' THEN 'retest' WHEN t.told_at IS NOT NULL THEN 'told'
            WHEN t.result IS NOT NULL THEN 'known' WHEN t.is_shared_positive THEN 'retest'
            WHEN t.taken + make_interval(hours => coalesce((h.document ->> 'late_hours')::int, 24)) < c.at THEN 'late'
            WHEN t.taken IS NOT NULL THEN 'sampled'
            WHEN coalesce(l.ends_at, r.closes_at) < c.at THEN 'missing' ELSE 'waiting' END AS state
FROM sampling_member m JOIN sampling_round r ON r.id = m.round_id JOIN sampling_cohort h ON h.id = r.cohort_id
CROSS JOIN {{clock}}
LEFT JOIN sampling_slot l ON l.id = m.slot
LEFT JOIN (
  SELECT DISTINCT ON (m.round_id, m.person) m.round_id, m.person, t.sample, t.taken, t.result, t.outcome, t.known_at,
         t.told_at, t.is_shared_positive
  FROM sampling_member m JOIN sampling_round r ON r.id = m.round_id
  JOIN ({TESTS}) t ON t.person = m.person
    AND (t.round = r.id OR (t.round IS NULL AND t.taken >= r.opens_at AND t.taken < r.closes_at))
  WHERE m.is_drawn {{only}}
  ORDER BY m.round_id, m.person, t.taken DESC, t.known_at DESC NULLS LAST, t.result) t
  ON t.round_id = m.round_id AND t.person = m.person
WHERE m.is_drawn AND r.frozen_at <= c.at {{only}}
"""
NOW: LiteralString = "(SELECT %(now)b::timestamptz AS at) c"
ONLY: LiteralString = "AND m.round_id = ANY(%(rounds)b::uuid[])"
# Members of a positive tube, with the newest test that each had alone since.
RETESTS: LiteralString = f"""
SELECT p.tube, p.sample AS pool_sample, coalesce(a.canonical, p.person) AS person, p.place, p.round,
       p.taken AS pooled_at, p.reported, p.known_at, t.sample, t.taken, t.outcome,
       CASE WHEN t.outcome IN ('negative', 'positive') THEN t.outcome WHEN t.taken IS NOT NULL AND t.outcome IS NULL
            THEN 'sampled' ELSE 'open' END AS state
FROM ({POSITIVE}) p LEFT JOIN people_alias a ON a.id = p.person
LEFT JOIN LATERAL (
  SELECT s.id AS sample, s.taken, x.result AS outcome FROM sampling_sample s
  LEFT JOIN sampling_result x ON x.sample = s.id
  WHERE s.person IN (SELECT coalesce(a.canonical, p.person) UNION SELECT b.id FROM people_alias b
                     WHERE b.canonical = coalesce(a.canonical, p.person))
    AND s.holds = 'single' AND s.taken > p.taken
  ORDER BY s.taken DESC, s.id DESC, x.known_at DESC NULLS LAST LIMIT 1) t ON true
"""
