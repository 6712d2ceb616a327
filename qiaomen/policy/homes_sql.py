"""Homes in the compiled statement: who lives behind which door, who lived there before they moved, who lived with whom.

What a `move` record says counts, not the register's spans of residence: these hold corrections, too, and who was
never there was never parted.
"""

from collections.abc import Sequence

# A person's home is that of the canonical id; where that has none, of another of their ids. Read from the register's
# own column, whose values the planner knows to be unique: a union would make it expect thousands of homes a person.
OTHER_IDS = """
SELECT DISTINCT ON (a.canonical) a.canonical AS person, p.door
FROM people_alias a
CROSS JOIN LATERAL (SELECT p.home_door_id AS door FROM people_person p WHERE p.id = a.id OFFSET 0) p
WHERE p.door IS NOT NULL ORDER BY a.canonical, a.id"""
HOMES = f"""
SELECT p.id AS person, d.id AS door, d.place_id AS place
FROM people_person p LEFT JOIN ({OTHER_IDS}) b ON b.person = p.id
JOIN places_door d ON d.id = coalesce(p.home_door_id, b.door)
WHERE NOT EXISTS (SELECT FROM people_alias a WHERE a.id = p.id)"""

# For everyone, only homes that matter: behind doors of people with facts, and in areas; and those of other ids.
OF_INTEREST = """
SELECT p.id AS person, d.id AS door, d.place_id AS place
FROM people_person p LEFT JOIN dwelling w ON w.door = p.home_door_id LEFT JOIN ({other_ids}) b ON b.person = p.id
JOIN places_door d ON d.id = coalesce(p.home_door_id, b.door)
WHERE (w.door IS NOT NULL OR p.home_door_id IS NULL AND b.door IS NOT NULL)
  AND NOT EXISTS (SELECT FROM people_alias a WHERE a.id = p.id)"""
DWELLINGS = """
SELECT DISTINCT door FROM (
  SELECT p.home_door_id AS door FROM people_person p WHERE p.id IN ({people})
  UNION ALL SELECT b.door FROM ({other_ids}) b
  UNION ALL SELECT door FROM past{areas}) d
WHERE door IS NOT NULL"""
IN_AREA = """
  UNION ALL SELECT d.id FROM {spans} s JOIN places_place p ON p.path >= s.path AND p.path < s.path || 'g'
  JOIN places_door d ON d.place_id = p.id"""

KNOWN = """
SELECT DISTINCT ON (i.person) i.person, d.id AS door, d.place_id AS place
FROM wanted_ids i
CROSS JOIN LATERAL (SELECT p.home_door_id AS door FROM people_person p WHERE p.id = i.id OFFSET 0) p
CROSS JOIN LATERAL (SELECT d.id, d.place_id FROM places_door d WHERE d.id = p.door OFFSET 0) d
ORDER BY i.person, i.id <> i.person, i.id"""

# Two of a household who moved out to the same place were not parted.
AWAY_SPANS = """
SELECT person, range_agg(tstzrange(at, coalesce(until, 'infinity'))) AS spans
FROM f_apart WHERE at < coalesce(until, 'infinity') GROUP BY person"""
AWAY_FROM = """
SELECT h.door, f.person, tstzrange(f.at, coalesce(f.until, 'infinity')) AS span,
       coalesce(f.place::text, f.value || ' ' || f.first) AS site
FROM f_apart f JOIN (SELECT person, door FROM home UNION SELECT person, door FROM past) h USING (person)
WHERE f.at < coalesce(f.until, 'infinity')"""
AWAY_TOGETHER = """
SELECT m.person, n.person AS other, range_agg(m.span * n.span) AS spans
FROM away_from m JOIN away_from n ON n.door = m.door AND n.site = m.site AND n.person <> m.person
GROUP BY m.person, n.person"""

# Homes that were left, from the move before until this one. A move that names none left the one before it. Behind a
# door that neither the register nor a move ever gave them nobody has lived.
PAST = """
SELECT o.person, o.door, tstzrange(o.since, o.at) AS span
FROM (SELECT m.person, m.value, m.at, lag(m.at) OVER moves AS since,
             coalesce(m.place, lag(m.place) OVER moves, s.stated_door) AS door
      FROM moved m LEFT JOIN households_moved s ON s.person = m.person
      WINDOW moves AS (PARTITION BY m.person ORDER BY m.at, m.record, m.ordinal)) o
WHERE o.value = 'out' AND (o.since IS NULL OR o.since < o.at) AND (
  EXISTS (SELECT FROM moved i WHERE i.person = o.person AND i.value = 'in' AND i.place = o.door)
  OR EXISTS (SELECT FROM people_residence r WHERE r.person_id = o.person AND r.door_id = o.door)
  OR EXISTS (SELECT FROM people_alias a JOIN people_residence r ON r.person_id = a.id
             WHERE a.canonical = o.person AND r.door_id = o.door))"""
ARRIVED = "SELECT person, max(at) AS since FROM moved WHERE value = 'in' GROUP BY person"
MOVES = {"past": PAST, "arrived": ARRIVED}

# With whom those of `bearing` (whose facts may concern a household) lived, and when: behind one door, now or before one
# of them moved, without the time in which one of them was away.
ROOFED = """
SELECT person, door, span, true AS left_it FROM past
UNION ALL
SELECT h.person, h.door, tstzrange(a.since, NULL), false
FROM home h JOIN (SELECT DISTINCT door FROM past) p USING (door) LEFT JOIN arrived a ON a.person = h.person"""
UNDER_ONE_ROOF = """
SELECT hp.person, hc.person AS other, tstzrange(greatest(ap.since, ac.since), NULL) AS span
FROM bearing b JOIN home hc ON hc.person = b.person JOIN home hp ON hp.door = hc.door AND hp.person <> hc.person
LEFT JOIN arrived ap ON ap.person = hp.person LEFT JOIN arrived ac ON ac.person = hc.person
UNION ALL
SELECT p.person, c.person, p.span * c.span
FROM bearing b JOIN roofed c ON c.person = b.person
JOIN roofed p ON p.door = c.door AND p.person <> c.person AND (p.left_it OR c.left_it)"""
TOGETHER = """
SELECT r.person, r.other,
       r.spans - (coalesce(ap.spans, '{}'::tstzmultirange) + coalesce(ac.spans, '{}'::tstzmultirange)
                  - coalesce(aw.spans, '{}'::tstzmultirange)) AS spans
FROM (SELECT person, other, range_agg(span) AS spans FROM one_roof GROUP BY person, other) r
LEFT JOIN away ap ON ap.person = r.person LEFT JOIN away ac ON ac.person = r.other
LEFT JOIN away_together aw ON aw.person = r.person AND aw.other = r.other"""
LIVED = {
    "away": AWAY_SPANS, "away_from": AWAY_FROM, "away_together": AWAY_TOGETHER,
    "roofed": ROOFED, "one_roof": UNDER_ONE_ROOF, "together": TOGETHER,
}  # fmt: skip


def of_interest(people: Sequence[str], levels: Sequence[str]) -> dict[str, str]:
    """Homes behind the doors of these people (SELECTs), and behind those inside areas, of the CTEs of their levels."""
    areas = "".join(IN_AREA.format(spans=spans) for spans in levels)
    dwellings = DWELLINGS.format(people=" UNION ".join(people), other_ids=OTHER_IDS, areas=areas)
    return {"dwelling": dwellings, "home": OF_INTEREST.format(other_ids=OTHER_IDS)}
