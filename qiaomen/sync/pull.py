"""Pull: what changed in a phone's scope since its cursor, own doors first, in pages, resumable.

A first sync has its own doors in page 0 (built for the team) and the zone's doors in page 1, which all teams of the
zone share: it is built once, kept compressed and sealed. Later pulls are one page of changes.
"""

import gzip
from collections.abc import Callable, Sequence
from uuid import UUID

import msgspec

from qiaomen.base.ids import new_id
from qiaomen.base.keys import Keys
from qiaomen.base.problems import Problem
from qiaomen.base.sealing import seal, unseal
from qiaomen.base.sql import rows, run
from qiaomen.ledger.entries import Author
from qiaomen.sync import cursors, feed, followups
from qiaomen.sync.bulletins import bulletins
from qiaomen.sync.cursors import Cursor
from qiaomen.sync.scope import Scope, known_scope, scope_of
from qiaomen.sync.wire import Forget, LaterVerdict, Page, Pulled

# A shared page is used as long as the changes since fit well into the delta that follows it.
STALE_AFTER = 20_000

CLOCK = "SELECT generation, seq FROM base_clock WHERE id = 1"
LATER = """
SELECT h.id, h.verdict, coalesce(f.code, ''), coalesce(f.field, ''), coalesce(f.details::text, '{}')
FROM ledger_held h JOIN base_change c ON c.id = h.change
LEFT JOIN ledger_refusal f ON f.record = h.id AND f.content_hash = h.content_hash
WHERE h.author = %b AND h.verdict <> '' AND c.seq > %b AND c.seq <= %b ORDER BY c.seq
"""
# A refusal is mended by a record that counts, or by one that was refused and mended in its turn.
MENDED = """
WITH RECURSIVE mended (refused, mending) AS (
  SELECT record, mended_by FROM ledger_refusal WHERE author = %b AND mended_by IS NOT NULL
  UNION
  SELECT m.refused, f.mended_by FROM mended m JOIN ledger_refusal f ON f.record = m.mending AND f.mended_by IS NOT NULL
)
SELECT m.refused FROM mended m JOIN ledger_record r ON r.id = m.mending JOIN base_change c ON c.id = r.change
WHERE c.seq > %b AND c.seq <= %b ORDER BY c.seq
"""
TOTALS = """
SELECT (SELECT count(*) FROM places_door WHERE place_id = ANY(%b)),
       (SELECT count(*) FROM people_person WHERE home_door_id = ANY(%b))
"""
# A page holds the targets of the sweeps under way: when one is launched or closed it is another page.
UNDER_WAY = """
SELECT md5(coalesce(string_agg(id::text, ',' ORDER BY id), ''))
FROM campaigns_campaign WHERE launched_at IS NOT NULL AND closed_at IS NULL
"""
BUNDLE = "SELECT id, seq, sealed FROM sync_bundle WHERE key = %s AND seq >= %b"
KEEP_BUNDLE = """
INSERT INTO sync_bundle (id, key, seq, sealed, made_at) VALUES (%b, %s, %b, %b, now())
ON CONFLICT (key) DO UPDATE SET id = excluded.id, seq = excluded.seq, sealed = excluded.sealed, made_at = now()
"""

IS_POLICE = "SELECT is_police FROM access_worker WHERE id = %b"

_encode = msgspec.json.Encoder().encode
Sees = Callable[[Page], Page]


def pull(author: Author, text: str | None, keys: Keys) -> tuple[Pulled, bytes]:
    """The answer's pull part, and its page of rows as JSON. Raises `sync.cursor` for a cursor from elsewhere."""
    generation, seq = rows(CLOCK)[0]
    scope = scope_of(author.worker)
    sees = _everything if not _is_police(author.worker) else feed.without_health
    cursor = cursors.read(text) if text else None
    ahead = cursor is not None and max(cursor.seq, cursor.until) > seq
    if cursor is None or cursor.generation != generation or ahead:  # ahead: a backup was restored without a word
        return _first(author, scope, generation, seq, keys, sees)
    if cursor.page:
        return _second(scope, cursor, seq, keys, sees)
    return _delta(author, scope, cursor, seq, keys, sees)


def _first(author: Author, scope: Scope, generation: UUID, seq: int, keys: Keys, sees: Sees) -> tuple[Pulled, bytes]:
    """Page 0 of a first sync: the team's own doors with their people."""
    doors, people = rows(TOTALS, [list(scope.places), list(scope.doors)])[0]
    page = feed.of_own_doors(scope.doors, after=-1, until=seq, with_doors=True)
    around = feed.around_digest(author.worker)
    _add(page, feed.around(author.worker))
    _add(page, bulletins(scope.places, keys, after=-1, until=seq))
    digest = _follow(page, scope, sees)
    following = Cursor(generation, scope.version, -1, until=seq, page=1, followups=digest, around=around)
    pulled = Pulled(
        cursor=cursors.write(following),
        generation=generation,
        more=True,
        fresh=True,
        totals={"doors": doors, "people": people},
        verdicts_later=_later(author, -1, seq),
    )
    return pulled, _encode(sees(page))


def _second(scope: Scope, cursor: Cursor, seq: int, keys: Keys, sees: Sees) -> tuple[Pulled, bytes]:
    """Page 1 of a first sync: the zone's doors, as of some change; the delta that follows starts there."""
    had = known_scope(cursor.scope)
    if had is None:
        raise Problem("sync.cursor")
    as_of, page = _bundle(had, seq, keys, sees)
    # Own doors were read as of `until`, the zone as of `as_of`: what follows starts at the earlier of the two.
    # What was told of held records, and what changed around the worker, was told as of `until`.
    following = Cursor(
        cursor.generation, cursor.scope, min(as_of, cursor.until), followups=cursor.followups, around=cursor.around
    )
    later = scope.version != cursor.scope or following.seq < seq
    return Pulled(cursor=cursors.write(following), generation=cursor.generation, more=later), page


def _bundle(scope: Scope, seq: int, keys: Keys, sees: Sees) -> tuple[int, bytes]:
    [(sweeps,)] = rows(UNDER_WAY)
    key = f"{scope.places_version}/{sweeps}{'' if sees is _everything else '/police'}"
    found = rows(BUNDLE, [key, seq - STALE_AFTER])
    if found:
        bundle, as_of, sealed = found[0]
        return as_of, gzip.decompress(unseal(keys, sealed, row=bundle))
    page = _encode(sees(feed.of_places(scope.places, after=-1, until=seq)))
    bundle = new_id()
    run(KEEP_BUNDLE, [bundle, key, seq, seal(keys, gzip.compress(page, 5), row=bundle)])
    return seq, page


def _delta(author: Author, scope: Scope, cursor: Cursor, seq: int, keys: Keys, sees: Sees) -> tuple[Pulled, bytes]:
    """What changed since the cursor; what came into scope, whole; what left it, to be forgotten."""
    page = Page()
    forget = None
    places, doors = scope.places, scope.doors
    if cursor.scope != scope.version:
        had = known_scope(cursor.scope)
        if had is None:
            raise Problem("sync.cursor")
        new_places = _minus(scope.places, had.places)
        new_doors = _minus(scope.doors, had.doors)
        forget = Forget(places=_minus(had.places, scope.places), doors=_minus(had.doors, scope.doors))
        _add(page, feed.of_places(new_places, after=-1, until=seq))
        _add(page, feed.of_own_doors(new_doors, after=-1, until=seq, with_doors=False))
        _add(page, bulletins(new_places, keys, after=-1, until=seq))
        places = tuple(_minus(scope.places, new_places))
        doors = tuple(_minus(scope.doors, new_doors))
    if cursor.seq < seq:
        _add(page, feed.of_own_doors(doors, after=cursor.seq, until=seq, with_doors=False))
        _add(page, feed.of_places(places, after=cursor.seq, until=seq))
        _add(page, bulletins(places, keys, after=cursor.seq, until=seq))
        if gone := feed.moved_away(scope.doors, after=cursor.seq, until=seq):
            forget = forget or Forget()
            forget.people = gone
    around = cursor.around if cursor.seq == seq else feed.around_digest(author.worker)
    if around != cursor.around or cursor.scope != scope.version:
        _add(page, feed.around(author.worker))
    digest = _follow(page, scope, sees, cursor.followups)
    pulled = Pulled(
        cursor=cursors.write(Cursor(cursor.generation, scope.version, seq, followups=digest, around=around)),
        generation=cursor.generation,
        forget=forget,
        verdicts_later=_later(author, cursor.seq, seq),
    )
    return pulled, _encode(sees(page))


def _follow(page: Page, scope: Scope, sees: Sees, had: str = "") -> str:
    """Put the follow-ups into the page where the phone lacks them; their digest. They are health, so not for police."""
    if sees is not _everything:
        return ""
    digest, page.followups = followups.changed(scope.doors, had)
    return digest


def _is_police(worker: UUID) -> bool:
    found = rows(IS_POLICE, [worker])
    return bool(found and found[0][0])


def _everything(page: Page) -> Page:
    return page


def _later(author: Author, after: int, until: int) -> list[LaterVerdict]:
    """What became of this author's held records, in the language of the call, and of refused ones that were mended."""
    found = []
    for record, verdict, code, field, details in rows(LATER, [author.worker, after, until]):
        problem = Problem(code, field=field, **msgspec.json.decode(details)) if code else None
        found.append(LaterVerdict(record, verdict, code, problem.message if problem else ""))
    mended = rows(MENDED, [author.worker, after, until])
    return found + [LaterVerdict(record, "mended") for (record,) in mended]


def _minus(these: Sequence[UUID], those: Sequence[UUID]) -> list[UUID]:
    gone = set(those)
    return [one for one in these if one not in gone]


def _add(page: Page, more: Page) -> None:
    page.around = page.around or more.around
    for name in Page.__struct_fields__:
        if name not in ("around", "followups"):
            getattr(page, name).extend(getattr(more, name))
