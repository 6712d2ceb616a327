"""Risk areas and distances in the compiled statement: which place had which level when, and what lies near a case."""

from qiaomen.policy.language import Document
from qiaomen.policy.sql_text import Hour, text, texts

# Of every area that two people stand for, the spans of its levels as an edition lowers them, cut where it was lifted.
SPANS = """
SELECT r.id, r.since, r.region, p.path, s.level, t.from_at, t.to_at
FROM policy_riskarea r
JOIN base_outbreak o ON o.id = r.outbreak_id AND o.closed_at IS NULL
LEFT JOIN places_place p ON p.id = r.place_id
JOIN (VALUES {steps}) AS s(declared, level, after, until_day) ON s.declared = r.level
CROSS JOIN LATERAL (SELECT coalesce(r.last_case_on, {since_day}) AS clear_from) c
CROSS JOIN LATERAL (
  SELECT CASE WHEN s.after IS NULL THEN r.since ELSE greatest(r.since, {lowered}) END AS from_at,
         least(r.until, CASE WHEN s.until_day IS NOT NULL THEN {lowers} END) AS to_at) t
WHERE r.since <= {now} AND r.confirmed_at <= {now} AND (t.to_at IS NULL OR t.to_at > t.from_at)"""

# Membership by an equal key, for hash joins: the places below an area, and the regions that facts name inside one.
PLACES = """
SELECT a.id, a.since, a.level, a.from_at, a.to_at, p.id AS place, p.id::text AS key
FROM {spans} a JOIN places_place p ON p.path >= a.path AND p.path < a.path || 'g'
WHERE a.path IS NOT NULL"""
REGIONS = """
UNION ALL
SELECT a.id, a.since, a.level, a.from_at, a.to_at, NULL, r.region
FROM {spans} a JOIN (SELECT DISTINCT region FROM ({regions}) f WHERE region <> '') r ON starts_with(r.region, a.region)
WHERE a.region <> ''"""
FACT_KEY = "CASE WHEN f.region <> '' THEN f.region ELSE f.place::text END"

# The middle of a shape: a point itself, a polygon's outer ring by the shoelace formula, reckoned from its first corner
# so that small areas keep their digits. A line or a heap of corners without area has the mean of its corners.
SHAPED = """
SELECT p.path, c.lon, c.lat FROM places_place p
CROSS JOIN LATERAL (
  SELECT CASE p.shape->>'type'
    WHEN 'Point' THEN jsonb_build_array(p.shape->'coordinates')
    WHEN 'Polygon' THEN p.shape->'coordinates'->0
    WHEN 'MultiPolygon' THEN p.shape->'coordinates'->0->0 END AS corners) r
CROSS JOIN LATERAL (
  SELECT (r.corners->0->>0)::float8
           + coalesce(sum((e.x + e.nx) * e.crossed) / nullif(3 * sum(e.crossed), 0), avg(e.x)) AS lon,
         (r.corners->0->>1)::float8
           + coalesce(sum((e.y + e.ny) * e.crossed) / nullif(3 * sum(e.crossed), 0), avg(e.y)) AS lat
  FROM (
    SELECT x, y, nx, ny, x * ny - nx * y AS crossed
    FROM (
      SELECT q.x, q.y, lead(q.x, 1, 0) OVER (ORDER BY q.n) AS nx, lead(q.y, 1, 0) OVER (ORDER BY q.n) AS ny
      FROM (SELECT n, (corner->>0)::float8 - (r.corners->0->>0)::float8 AS x,
                   (corner->>1)::float8 - (r.corners->0->>1)::float8 AS y
            FROM jsonb_array_elements(r.corners) WITH ORDINALITY AS j(corner, n)) q) w) e) c
WHERE p.shape IS NOT NULL AND jsonb_typeof(p.shape) = 'object' AND c.lat IS NOT NULL"""

# A home lies where the innermost container of its door lies that has a shape: 9 characters a step of the path.
HOME_SHAPES = """
SELECT h.person, s.path, s.lon, s.lat
FROM (SELECT h.person, max(s.path) AS path
      FROM home h JOIN places_place p ON p.id = h.place
      CROSS JOIN LATERAL generate_series(1, length(p.path) / 9) AS step
      JOIN shaped s ON s.path = left(p.path, 9 * step)
      GROUP BY h.person) h
JOIN shaped s ON s.path = h.path"""

# Metres over the earth's mean radius; a degree of latitude is never less than 110.5 km.
NEAR = """
SELECT m.case_path, m.path FROM (
  SELECT c.path AS case_path, s.path, c.lat AS lat1, c.lon AS lon1, s.lat AS lat2, s.lon AS lon2
  FROM (SELECT DISTINCT h.path, h.lat, h.lon FROM home_shape h JOIN f_case f ON f.person = h.person) c
  JOIN shaped s ON abs(s.lat - c.lat) <= {metres} / 110500.0) m
WHERE 2 * 6371008.8 * asin(least(1, sqrt(
    power(sin(radians(lat2 - lat1) / 2), 2)
    + cos(radians(lat1)) * cos(radians(lat2)) * power(sin(radians(lon2 - lon1) / 2), 2)))) <= {metres}"""


def spans(document: Document, hour: Hour) -> str:
    """The spans of every area's levels, by an edition's table of clearing days."""
    steps = [step for level in document.levels for step in _steps(document, level)]
    if not steps:
        steps = ["(NULL::text, NULL::text, NULL::int, NULL::int)"]
    return SPANS.format(
        steps=", ".join(steps),
        since_day=hour.date("r.since"),
        lowered=hour.midnight("c.clear_from + s.after + 1"),
        lowers=hour.midnight("c.clear_from + s.until_day + 1"),
        now=hour.now,
    )


def where(spans: str, fact_tables: list[str]) -> str:
    """Keys of places and regions inside areas; `fact_tables` name the regions that matter."""
    found = PLACES.format(spans=spans)
    if fact_tables:
        found += REGIONS.format(spans=spans, regions=" UNION ALL ".join(f"SELECT region FROM {t}" for t in fact_tables))
    return found


def fact_lies_in(levels: list[str], look_back: int | None, areas: str, hour: Hour) -> str:
    """That a fact `f` was inside an area while that had one of these levels, or so many days before."""
    opened = hour.midnight(f"{hour.date('w.from_at')} - {look_back}") if look_back else "w.from_at"
    return (
        f"EXISTS (SELECT FROM {areas} w WHERE w.key = {FACT_KEY} AND w.level IN {texts(levels)}"
        f" AND w.from_at <= {hour.now} AND (w.to_at IS NULL OR f.at < w.to_at)"
        f" AND (f.until IS NULL OR f.until >= {opened}))"
    )


def lived_in(levels: list[str], areas: str, hour: Hour) -> str:
    """The areas (`id, since, place, from_at, to_at`) that have one of these levels now, from when on and until when."""
    return f"""
SELECT a.id, a.since, a.place, lower(span) AS from_at, upper(span) AS to_at
FROM (SELECT id, since, place, range_agg(tstzrange(from_at, to_at)) AS spans FROM {areas}
      WHERE place IS NOT NULL AND level IN {texts(levels)} GROUP BY id, since, place) a, unnest(a.spans) AS span
WHERE span @> {hour.now}"""


def _steps(document: Document, declared: str) -> list[str]:
    """The levels that an area declared at this one goes through: from after which clear day until which."""
    found: list[str] = []
    level, after = declared, None
    while level in document.levels and len(found) <= len(document.levels):
        clears = document.levels[level].clears_after
        until = None if clears is None else (after or 0) + clears
        found.append(
            f"({text(declared)}, {text(level)}, {_number(after)}, {_number(until)})",
        )
        if until is None:
            break
        level, after = document.levels[level].clears_to, until
    return found


def _number(value: int | None) -> str:
    return "NULL::int" if value is None else str(value)
