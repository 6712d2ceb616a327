"""Workers by name in either script, pinyin or initials, whose work reaches into the reader's places."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from qiaomen.people.names import search_keys
from qiaomen.places.search import within

_STATE = "SELECT count(*), (SELECT id FROM access_worker ORDER BY id DESC LIMIT 1) FROM access_worker WHERE is_active"
_LATIN = "SELECT id, name FROM access_worker WHERE is_active"
# The name first: of the places of an area each would be asked for its grants. Teams are looked up for who is shown.
_FOUND = """
WITH fitting AS MATERIALIZED (SELECT w.id, w.name, w.title FROM access_worker w WHERE w.is_active AND {fits})
SELECT w.id, w.name, w.title FROM fitting w
CROSS JOIN LATERAL (
  SELECT FROM access_grant g JOIN places_place p ON p.id = g.place_id
  WHERE g.worker_id = w.id AND g.since <= now() AND (g.until IS NULL OR g.until > now()) AND {inside} LIMIT 1) g
ORDER BY (w.name <> %(text)s), w.name, w.id LIMIT %(limit)s
"""
_BESIDE = """
SELECT w.id, coalesce(o.name, ''), m.zone_id, coalesce(m.team, '')
FROM access_worker w
LEFT JOIN access_organisation o ON o.id = w.organisation_id
LEFT JOIN LATERAL (
  SELECT t.zone_id, z.name || ' · ' || t.number AS team
  FROM duty_membership s JOIN duty_team t ON t.id = s.team_id JOIN duty_zone z ON z.id = t.zone_id
  WHERE s.worker_id = w.id AND s.until_change IS NULL ORDER BY t.is_active DESC, t.id LIMIT 1) m ON true
WHERE w.id = ANY(%(ids)s)
"""
MOST = 500


@dataclass(frozen=True, slots=True)
class FoundWorker:
    """A worker who fits; `zone` is where their team knocks, if they have one."""

    id: UUID
    name: str
    title: str
    organisation: str
    zone: UUID | None
    team: str


@dataclass(frozen=True, slots=True)
class _Sounds:
    """How the names of all workers sound, for one state of the roster."""

    state: object
    all: list[tuple[str, str, UUID]]


_known: _Sounds | None = None


def workers(text: str, paths: Sequence[str], *, limit: int) -> list[FoundWorker]:
    """Workers with a grant at or below these paths who are called so."""
    text = text.strip()
    keys = search_keys(text)
    if not paths or len(keys.plain) < 2 or any(letter.isdigit() for letter in text):
        return []
    inside, parameters = within(paths)
    if text.isascii():
        fits: str = "(w.id = ANY(%(sounding)s) OR lower(w.name) LIKE %(like)s)"
        parameters |= {"sounding": sounding(text), "like": f"%{_plain(text.lower())}%"}  # type: ignore[dict-item]
    else:
        fits = "w.name LIKE %(like)s"
        parameters["like"] = f"%{_plain(keys.plain)}%"
    statement = _FOUND.format(fits=fits, inside=inside)
    found = _ask(statement, {**parameters, "text": text, "limit": limit})
    ids = [id for id, _name, _title in found]
    beside = {row[0]: row[1:] for row in _ask(_BESIDE, {"ids": ids})} if ids else {}
    return [FoundWorker(id, name, title, *beside[id]) for id, name, title in found]


def sounding(text: str) -> list[UUID]:
    """Workers whose names sound so, or begin so; or have these initials."""
    wanted = search_keys(text).pinyin
    return [id for pinyin, initials, id in _sounds() if wanted and _fits(wanted, pinyin, initials)][:MOST]


def _sounds() -> list[tuple[str, str, UUID]]:
    global _known
    state = _ask(_STATE, {})[0]
    if _known is None or _known.state != state:
        heard = [(search_keys(name), id) for id, name in _ask(_LATIN, {})]
        _known = _Sounds(state, [(keys.pinyin, keys.initials, id) for keys, id in heard])
    return _known.all


def _fits(wanted: str, pinyin: str, initials: str) -> bool:
    return pinyin.startswith(wanted) or initials == wanted


def _plain(text: str) -> str:
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


def _ask(statement: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
