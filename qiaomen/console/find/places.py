"""Places by name in either script, pinyin or initials; and which places the words before a label mean."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone

from qiaomen.people.names import search_keys
from qiaomen.places import search
from qiaomen.places.labels import DoorLabel, area_key, parse_label
from qiaomen.places.search import FoundDoor, FoundPlace

# Which changes made places since an hour ago, and the newest one: a change that was committed later than a newer one is
# noticed, too. Changes' ids are made of their time. From one to the next by the index: an import brings a whole
# district's places with one change, and counting them for each letter that is typed takes longer.
STATE = """
WITH RECURSIVE newest AS (
  (SELECT change FROM places_place WHERE change IS NOT NULL ORDER BY change DESC LIMIT 1)
  UNION ALL
  SELECT (SELECT p.change FROM places_place p WHERE p.change < n.change AND p.change >= %s
          ORDER BY p.change DESC LIMIT 1)
  FROM newest n WHERE n.change IS NOT NULL)
SELECT array_agg(change) FROM newest
"""
# Stairwells and numbered buildings, most of the tree, are found by their number inside what holds them.
NAMED = r"""
SELECT id, kind, name, path FROM places_place
WHERE kind <> 'stairwell' AND NOT (kind = 'building' AND name ~ '^[0-9]+\D{0,2}$') ORDER BY length(path), path
"""
AREAS = 50
_LATIN = re.compile(r"[A-Za-z' ]+")


@dataclass(frozen=True, slots=True)
class Name:
    """A named place with the keys that find it."""

    place: FoundPlace
    plain: str
    pinyin: str
    initials: str


@dataclass(frozen=True, slots=True)
class Names:
    """The named places of one state of the tree, the widest first."""

    state: object
    all: list[Name]


# A process knows the names of one state of the tree; another state is read anew, once.
_known: Names | None = None


def names() -> Names:
    """All named places as they are now."""
    global _known
    since = _hour_before_this(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(STATE, [since])
        state = (since, cursor.fetchone())
        if _known is None or _known.state != state:
            cursor.execute(NAMED)
            _known = Names(state, [_named(FoundPlace(*row)) for row in cursor.fetchall()])
    return _known


def places(text: str, paths: Sequence[str], *, limit: int, kinds: Collection[str] = ()) -> list[FoundPlace]:
    """Places at and below these paths that are called so, the closest names first; else the one with that number.

    With `kinds` only those.
    """
    found = [one for one in _called(text, paths) if not kinds or one.kind in kinds][:limit]
    label = parse_label("".join(text.split()))
    if found or not label.structured or label.room:
        return found
    around = areas(_words_before(label), paths)
    numbered = search.numbered(label, around, limit=limit) if around != list(paths) else []
    return [one for one in numbered if not kinds or one.kind in kinds]


def doors(text: str, paths: Sequence[str], *, limit: int) -> list[FoundDoor]:
    """Doors by what people say: a label in any form, with the names of what holds it before it, or without."""
    words, said = _apart(text)
    label = parse_label(said) if said else DoorLabel()
    if not label.room:
        return search.named_doors(text.strip(), paths, limit=limit) if len(text.strip()) > 1 and not said else []
    inside = areas([*words, *_words_before(label)], paths)
    return search.doors(label, inside, limit=limit)


def areas(words: Iterable[str], paths: Sequence[str]) -> list[str]:
    """The paths inside these that the words name, each word inside the one before; these themselves without words."""
    inside = list(paths)
    for word in words:
        inside = _outermost(one.path for one in _called(word, inside)[:AREAS])
    return inside


def _called(text: str, paths: Sequence[str]) -> list[FoundPlace]:
    keys = search_keys(text)
    wanted = area_key(keys.plain) if keys.plain else ""
    if not wanted or not paths:
        return []
    latin = keys.pinyin if _LATIN.fullmatch(text) else ""
    ranked = [
        (rank, at, one.place)
        for at, one in enumerate(names().all)
        if (rank := _rank(one, wanted, latin)) is not None and one.place.path.startswith(tuple(paths))
    ]
    return [place for _rank, _at, place in sorted(ranked, key=lambda found: found[:2])]


def _rank(name: Name, wanted: str, latin: str) -> int | None:
    """How close: 0 the very name, 1 its beginning, 2 some of it; None where it is another."""
    if latin:
        if latin in (name.pinyin, name.initials):
            return 0
        return 1 if len(latin) > 1 and (name.pinyin.startswith(latin) or name.initials.startswith(latin)) else None
    if wanted not in name.plain:
        return None
    return 0 if wanted == name.plain else 1 if name.plain.startswith(wanted) else 2


def _hour_before_this(now: datetime) -> UUID:
    """The smallest id that something made from the hour before this one on can have."""
    hour = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
    return UUID(int=int(hour.timestamp() * 1000) << 80)


def _apart(text: str) -> tuple[list[str], str]:
    """The words that name places, and the label after them: 翠湖小区 3-2 501 is [翠湖小区] and 3-2-501."""
    words = text.split()
    first = next((at for at, word in enumerate(words) if parse_label(word).structured), len(words))
    return words[:first], "-".join(words[first:])


def _words_before(label: DoorLabel) -> list[str]:
    alley = f"{label.alley}{label.alley_word}" if label.alley and label.room else ""
    return [word for word in (label.area, alley) if word]


def _outermost(paths: Iterable[str]) -> list[str]:
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return kept


def _named(place: FoundPlace) -> Name:
    keys = search_keys(place.name)
    return Name(place, area_key(keys.plain), keys.pinyin, keys.initials)
