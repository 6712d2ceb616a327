"""Bringing in a list: its rows become records, each linked, offered or made a task. The same file again adds nothing.

A row's id follows, under the outbreak's key, from what it says: of two lists that repeat each other only what is new
comes in, as often as one likes and wherever an earlier attempt was cut off. One that was taken back with its whole
import comes in again, under its next id.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
from django.utils import timezone

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.access.queries import check
from qiaomen.access.roles import Verb
from qiaomen.base import changes
from qiaomen.base.keys import Keys
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.base.sealing import lookup
from qiaomen.base.sql import rows as sql_rows
from qiaomen.ledger.entries import Author
from qiaomen.ledger.submit import submit
from qiaomen.lists.addresses import Gazetteer, Named, Spot
from qiaomen.lists.linking import Found, Stated, find
from qiaomen.lists.models import List
from qiaomen.lists.records import ListRow
from qiaomen.lists.taking_back import taken_back
from qiaomen.people.names import search_keys
from qiaomen.places.labels import area_key

BATCH = 200
HERE = "SELECT id FROM ledger_record WHERE id = ANY(%b)"

Tell = Callable[[int, int], None]


class About(msgspec.Struct):
    """What is said of a list as a whole (see models.List). A title names no person."""

    title: str
    source: str
    category: str
    dated: date


class Incoming(msgspec.Struct):
    """A row as it was read. `line` counts from 1 as spreadsheets do; number and phones are in normal form."""

    line: int
    name: str
    sex: int = 0
    birth_year: int | None = None
    id_number: str = ""
    phones: tuple[str, ...] = ()
    origin: str = ""
    region: str = ""
    arrived: date | None = None
    transport: str = ""
    carrier: str = ""
    address: str = ""
    remark: str = ""


class Brought(msgspec.Struct):
    """What became of a list: how many rows were here before, what the new ones are, which the ledger did not take.

    `counts` has `linked`, `doubtful` and `unknown`; `refused` pairs a line with a Problem's code.
    """

    list_id: UUID | None = None
    before: int = 0
    counts: Counter[str] = msgspec.field(default_factory=Counter)
    refused: list[tuple[int, str]] = msgspec.field(default_factory=list)


class _Ready(msgspec.Struct):
    id: UUID
    row: Incoming
    where: Named


def bring(
    incoming: Sequence[Incoming],
    *,
    about: About,
    outbreak: Outbreak,
    worker: Worker,
    dry_run: bool = False,
    tell: Tell = lambda done, expected: None,
) -> Brought:
    """Link the rows and make them records by `worker`; a dry run does the first only. `tell` hears how far it is.

    Raises `lists.no_places`; `access.forbidden` or `access.not_found` unless the worker may decide for the district.
    """
    gazetteer = Gazetteer()
    if gazetteer.root is None:
        raise Problem("lists.no_places")
    check(worker, Verb.DECIDE, gazetteer.root.path)
    keys = outbreak.keys
    ready = _ready(keys, about, incoming)
    here = {found for (found,) in sql_rows(HERE, [list(ready)])}
    result = Brought(before=len(here))
    fresh = [_Ready(id, row, gazetteer.named_by(row.address)) for id, row in ready.items() if id not in here]
    if not dry_run:
        result.list_id = _list(about, list(ready), keys, outbreak, worker, is_new=bool(fresh))
    for start in range(0, len(fresh), BATCH):
        chunk = fresh[start : start + BATCH]
        found = find([_stated(one) for one in chunk], outbreak=outbreak.id, keys=keys)
        refused = _submit(chunk, found, gazetteer, about, result, outbreak, worker) if not dry_run else {}
        result.refused += [(one.row.line, refused[one.id]) for one in chunk if one.id in refused]
        result.counts.update(_word(each) for one, each in zip(chunk, found, strict=True) if one.id not in refused)
        tell(start + len(chunk), len(fresh))
    return result


def row_id(keys: Keys, about: About, row: Incoming, turn: int = 0) -> UUID:
    """The id of a row's record: the same for the same row, and for nobody to guess.

    `turn`: how often it came in and was taken back with its import.
    """
    said = (
        about.category, search_keys(row.name).plain, row.id_number, sorted(row.phones), row.region or row.origin,
        row.arrived, row.transport, area_key(row.address), *([turn] if turn else []),
    )  # fmt: skip
    return UUID(bytes=lookup(keys, "list_row", msgspec.json.encode(said).decode()))


def _ready(keys: Keys, about: About, incoming: Sequence[Incoming]) -> dict[UUID, Incoming]:
    """The rows by the ids that they have or would have: the first one that was not taken back with its import."""
    ready: dict[UUID, Incoming] = {}
    tried, turn = {row_id(keys, about, row): row for row in incoming}, 0
    while tried:
        gone = taken_back(tried)
        ready |= {id: row for id, row in tried.items() if id not in gone}
        turn += 1
        tried = {row_id(keys, about, row, turn): row for id, row in tried.items() if id in gone}
    return ready


def _stated(one: _Ready) -> Stated:
    row = one.row
    return Stated(row.name, row.sex, row.birth_year, row.id_number, row.phones, one.where)


def _word(found: Found) -> str:
    if found.link is not None:
        return "linked"
    return "doubtful" if found.candidates else "unknown"


def _list(
    about: About, ids: list[UUID], keys: Keys, outbreak: Outbreak, worker: Worker, *, is_new: bool
) -> UUID | None:
    """The list's line in the register; the same rows under the same date are the same list.

    None where nothing of it `is_new`, and its rows came with other lists.
    """
    said = msgspec.json.encode((about.category, about.dated, sorted(id.hex for id in ids))).decode()
    id = UUID(bytes=lookup(keys, "list", said))
    if List.objects.filter(pk=id).exists():
        return id
    if not is_new:
        return None
    with changes.change("list", worker=worker.id) as change:
        List.objects.create(
            id=id,
            outbreak=outbreak,
            title=about.title[:80],
            source=about.source,
            category=about.category,
            dated=about.dated,
            received_at=timezone.now(),
            received_by=worker.id,
            change=change.id,
        )
        audit.write(worker, "list.brought", id, rows=len(ids))
    return id


def _submit(
    chunk: Sequence[_Ready],
    found: Sequence[Found],
    gazetteer: Gazetteer,
    about: About,
    result: Brought,
    outbreak: Outbreak,
    worker: Worker,
) -> dict[UUID, str]:
    """Submit these rows; answers the codes of those that were not taken."""
    assert result.list_id is not None
    now = timezone.now()
    raws = [
        _record(one, each, _place(one, each, gazetteer), about, result.list_id, now)
        for one, each in zip(chunk, found, strict=True)
    ]
    verdicts = submit(raws, author=Author(worker=worker.id, outbreak=outbreak.id), received_at=now)
    return {
        one.id: str(verdict.code or verdict.verdict)
        for one, verdict in zip(chunk, verdicts, strict=True)
        if verdict.verdict not in ("accepted", "duplicate")
    }


def _place(one: _Ready, found: Found, gazetteer: Gazetteer) -> Spot:
    """Whose task it is: of the community where the person is known to live, else of that named, else the district's."""
    assert gazetteer.root is not None
    home = gazetteer.community_around(found.home) if found.link else None
    return home or one.where.community or gazetteer.root


def _record(one: _Ready, found: Found, place: Spot, about: About, list_id: UUID, now: datetime) -> bytes:
    row = one.row
    body = ListRow(
        list_id=list_id,
        line=row.line,
        category=about.category,
        origin=row.origin[:80],
        region=row.region,
        arrived=row.arrived,
        transport=row.transport[:24],
        sex=row.sex,
        birth_year=row.birth_year,
        spot=one.where.spot.id if one.where.spot else None,
        link=found.link,
        certainty=found.certainty,  # type: ignore[arg-type]  # its words are those of the record
        candidates=found.candidates,
        name=row.name[:80],
        id_number=row.id_number[:30],
        phones=list(row.phones),
        address=row.address[:200],
        carrier=row.carrier[:60],
        remark=row.remark[:500],
    )
    envelope = {
        "id": one.id,
        "kind": "list_row",
        "device_at": now,
        "place": place.id,
        "person": found.link,
        "body": body,
    }
    return msgspec.json.encode({name: value for name, value in envelope.items() if value is not None})
