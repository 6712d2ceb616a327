"""The frame of a round: everybody whom the cohort's rule holds at its opening, frozen by one statement."""

from typing import Any, LiteralString
from uuid import UUID

from qiaomen.base.sql import rows, run
from qiaomen.sampling import draws
from qiaomen.sampling.models import Cohort, Round
from qiaomen.sampling.rules import By, Document, Draw, TubeRule, Who

SITED: LiteralString = """
  SELECT coalesce(b.canonical, f.person) FROM people_fact f LEFT JOIN people_alias b ON b.id = f.person
  WHERE f.kind = 'apart' AND f.value IN ('central', 'station') AND f.at <= %(at)b
    AND (f.until IS NULL OR f.until > %(at)b)
"""
AT_SITE: LiteralString = f"p.id IN ({SITED})"
# Whoever is isolated at a site or a station closes no home: they are not there.
CLOSED: LiteralString = f"""p.home_door_id IN (
  SELECT q.home_door_id FROM people_person q JOIN policy_standing t ON t.person = q.id AND t.isolates
  WHERE q.id NOT IN ({SITED}))
"""
WHEN: dict[str, LiteralString] = {"always": "true", "at_site": AT_SITE, "closed_home": CLOSED}
STRATA: dict[By, LiteralString] = {
    "place": "d.place_id::text", "door": "d.id::text", "sex": "p.sex::text",
    "decade": "coalesce((p.birth_year / 10)::text, '?')",
}  # fmt: skip
# Each condition holds where its parameter says nothing.
FRAME: LiteralString = """
INSERT INTO sampling_member (round_id, person, door, place, stratum, holds, is_drawn)
SELECT %(round)b, p.id, d.id, d.place_id, {stratum}, {holds}, %(everybody)b
FROM people_person p JOIN places_door d ON d.id = {door} JOIN places_place c ON c.id = d.place_id
WHERE p.outbreak_id = %(outbreak)b AND c.path >= %(area)s AND c.path < %(area)s || 'g'
  AND NOT EXISTS (SELECT FROM people_alias a WHERE a.id = p.id AND a.canonical <> p.id)
  AND (cardinality(%(door_kinds)b::text[]) = 0 OR d.kind = ANY(%(door_kinds)b::text[]))
  AND (cardinality(%(places)b::uuid[]) = 0 OR EXISTS (
    SELECT FROM places_place n WHERE n.id = ANY(%(places)b::uuid[]) AND c.path >= n.path AND c.path < n.path || 'g'))
  AND (cardinality(%(categories)b::text[]) = 0 OR p.id IN (
    SELECT s.person FROM policy_standing s WHERE s.categories && %(categories)b::text[]::varchar[]))
  AND (cardinality(%(traits)b::text[]) = 0 OR p.id IN (
    SELECT coalesce(b.canonical, f.person) FROM people_fact f LEFT JOIN people_alias b ON b.id = f.person
    WHERE f.kind = 'trait' AND f.value = ANY(%(traits)b::text[]) AND f.at <= %(at)b
      AND (f.until IS NULL OR f.until > %(at)b)))
  AND (cardinality(%(lists)b::uuid[]) = 0 OR p.id IN (
    SELECT coalesce(b.canonical, w.person) FROM lists_row w LEFT JOIN people_alias b ON b.id = w.person
    WHERE w.list_id = ANY(%(lists)b::uuid[]) AND w.removed_at IS NULL))
  AND (cardinality(%(people)b::uuid[]) = 0 OR p.id IN (
    SELECT coalesce(b.canonical, u.id) FROM unnest(%(people)b::uuid[]) u(id) LEFT JOIN people_alias b ON b.id = u.id))
  AND (%(isolated)b::bool IS NULL OR %(isolated)b = (p.id IN (
    SELECT s.person FROM policy_standing s WHERE s.isolates)))
  AND (%(born_from)b::int4 IS NULL OR p.birth_year >= %(born_from)b)
  AND (%(born_until)b::int4 IS NULL OR p.birth_year <= %(born_until)b)
ON CONFLICT DO NOTHING
"""
# Nobody has counted whom a new round is for: taken for few, the whole frame would be looked through once for each of
# them when it is drawn from, and once for each sample when it is looked at.
COUNT_FRAME = "ANALYZE sampling_member"
COUNT_ALL = "ANALYZE sampling_member, sampling_sample, sampling_tube, sampling_result"
SIZES = "SELECT stratum, count(*) FROM sampling_member WHERE round_id = %b GROUP BY 1"
# `draws.order` says the same of one person.
DRAWN = """
UPDATE sampling_member m SET is_drawn = true
FROM (SELECT person, stratum, row_number() OVER (
        PARTITION BY stratum ORDER BY md5(%s || ':' || person::text) COLLATE "C") AS n
      FROM sampling_member WHERE round_id = %b) r
JOIN unnest(%b::text[], %b::int8[]) q(stratum, quota) ON q.stratum = r.stratum
WHERE m.round_id = %b AND m.person = r.person AND r.n <= q.quota
"""


def freeze(round: Round, cohort: Cohort, document: Document) -> int:
    """Write the frame of a round as of its opening, and draw from it; answers how many people are due."""
    held = FRAME.format(stratum=_stratum(document.draw), holds=_holds(document.tubes), door=_door(document.who))
    asked = _parameters(round, cohort, document.who) | {"everybody": document.draw is None}
    run(held, asked, prepare=False)
    if document.draw is not None:
        _draw(round, document.draw)
    run(COUNT_ALL)
    return round.members.filter(is_drawn=True).count()


def _draw(round: Round, draw: Draw) -> None:
    run(COUNT_FRAME)
    sizes = dict(rows(SIZES, [round.id]))
    wanted = draws.quotas(draw, sizes)
    if wanted:
        run(DRAWN, [round.seed, round.id, list(wanted), list(wanted.values()), round.id])


def _parameters(round: Round, cohort: Cohort, who: Who) -> dict[str, Any]:
    lists: dict[str, list[Any]] = {
        "door_kinds": who.door_kinds, "places": who.places, "categories": who.categories, "traits": who.traits,
        "lists": who.lists, "people": who.people,
    }  # fmt: skip
    return {
        **lists, "round": round.id, "outbreak": cohort.outbreak_id, "area": cohort.place.path, "at": round.opens_at,
        "isolated": who.isolated, "born_from": who.born_from, "born_until": who.born_until,
    }  # fmt: skip


def _door(who: Who) -> LiteralString:
    return "p.work_door_id" if who.base == "work" else "p.home_door_id"


def _stratum(draw: Draw | None) -> LiteralString:
    parts = [STRATA[by] for by in draw.by] if draw else []
    return "concat_ws('|', " + ", ".join(parts) + ")" if parts else "''"


def _holds(tubes: list[TubeRule]) -> LiteralString:
    """The tube of the first rule that fits."""
    cases: LiteralString = ""
    names: dict[str, LiteralString] = {
        "single": "'single'", "household": "'household'", "pool_5": "'pool_5'", "pool_10": "'pool_10'",
    }  # fmt: skip
    for rule in tubes:
        cases += " WHEN " + WHEN[rule.when] + " THEN " + names[rule.holds]
    return "CASE" + cases + " END"


def frame(round: UUID) -> dict[UUID, str]:
    """The stratum of everybody in a round's frame, drawn or not."""
    return dict(rows("SELECT person, stratum FROM sampling_member WHERE round_id = %b", [round]))
