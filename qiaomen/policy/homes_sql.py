"""Homes in the compiled statement: who lives behind which door, and who of a household moved out, with whom."""

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
  UNION ALL SELECT b.door FROM ({other_ids}) b{areas}) d
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
FROM f_apart f JOIN home h USING (person) WHERE f.at < coalesce(f.until, 'infinity')"""
AWAY_TOGETHER = """
SELECT m.person, n.person AS other, range_agg(m.span * n.span) AS spans
FROM away_from m JOIN away_from n ON n.door = m.door AND n.site = m.site AND n.person <> m.person
GROUP BY m.person, n.person"""

# When two were under different roofs; and the joins that this reads.
APARTNESS = (
    "(coalesce(ap.spans, '{}'::tstzmultirange) + coalesce(ac.spans, '{}'::tstzmultirange)"
    " - coalesce(aw.spans, '{}'::tstzmultirange))"
)
APARTNESS_OF = """
  LEFT JOIN away ap ON ap.person = {one} LEFT JOIN away ac ON ac.person = {other}
  LEFT JOIN away_together aw ON aw.person = {one} AND aw.other = {other}"""

AWAY = {"away": AWAY_SPANS, "away_from": AWAY_FROM, "away_together": AWAY_TOGETHER}


def of_interest(people: Sequence[str], levels: Sequence[str]) -> dict[str, str]:
    """Homes behind the doors of these people (SELECTs), and behind those inside areas, of the CTEs of their levels."""
    areas = "".join(IN_AREA.format(spans=spans) for spans in levels)
    dwellings = DWELLINGS.format(people=" UNION ".join(people), other_ids=OTHER_IDS, areas=areas)
    return {"dwelling": dwellings, "home": OF_INTEREST.format(other_ids=OTHER_IDS)}
