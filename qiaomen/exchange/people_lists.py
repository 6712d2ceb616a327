"""Lists of organisations, workers and zones, read: typed rows, cells to blame, rows refused with a reason."""

from collections import Counter
from collections.abc import Callable
from typing import Generic, TypeVar

import msgspec

from qiaomen.exchange import kinds
from qiaomen.exchange.addresses import community_name
from qiaomen.exchange.cells import CellIssue, RefusedRow, squeezed
from qiaomen.exchange.fields import ORGANISATIONS, WORKERS, ZONES, Field, Vocabulary
from qiaomen.exchange.headers import Mappings
from qiaomen.exchange.lines import Line, lines
from qiaomen.exchange.tables import Table
from qiaomen.lists.bringing import Incoming
from qiaomen.people.names import read_name


class OrganisationRow(msgspec.Struct, frozen=True):
    """An organisation, the zone it backs, who answers the phone, how many people it can send."""

    name: str
    row: int
    zone: str = ""
    contact: str = ""
    contact_phone: str = ""
    strength: int | None = None


class WorkerRow(msgspec.Struct, frozen=True):
    """Somebody who can be sent to knock. `sex` follows GB/T 2261.1; 0 where the list says none."""

    name: str
    row: int
    organisation: str = ""
    phone: str = ""
    title: str = ""
    remark: str = ""
    sex: int = 0


class ZoneRow(msgspec.Struct, frozen=True):
    """A place that belongs to a zone; without a compound, the whole community does."""

    zone: str
    row: int
    street: str = ""
    community: str = ""
    compound: str = ""


RowType = TypeVar("RowType", OrganisationRow, WorkerRow, ZoneRow, Incoming)


class ListReading(msgspec.Struct, Generic[RowType]):
    """A file, read; `rows` counts every non-empty row under what became of it."""

    file: str
    found: list[RowType]
    issues: list[CellIssue]
    refused: list[RefusedRow]
    rows: Counter[str]


def read_organisations(table: Table, mappings: Mappings | None = None) -> ListReading[OrganisationRow]:
    """Read a list of backing organisations. Raises `file.no_header`."""
    return _read(table, ORGANISATIONS, _organisation, mappings, needs=Field.ORGANISATION)


def read_workers(table: Table, mappings: Mappings | None = None) -> ListReading[WorkerRow]:
    """Read a list of workers. Raises `file.no_header`."""
    return _read(table, WORKERS, _worker, mappings, needs=Field.NAME)


def read_zones(table: Table, mappings: Mappings | None = None) -> ListReading[ZoneRow]:
    """Read how a district is cut into zones. Raises `file.no_header`."""
    return _read(table, ZONES, _zone, mappings, needs=Field.ZONE)


def _read(
    table: Table,
    vocabulary: Vocabulary,
    read: Callable[[Line], RowType | None],
    mappings: Mappings | None,
    *,
    needs: Field,
) -> ListReading[RowType]:
    reading = ListReading[RowType](file=table.file, found=[], issues=[], refused=[], rows=Counter())
    for line in lines(table, vocabulary, needs=needs, rows=reading.rows, mappings=mappings):
        row = read(line)
        if row is not None:
            reading.found.append(row)
        else:
            line.notes.refuse(line.index, f"row.no_{needs.value}", line.row)
            reading.rows["read"] -= 1
            reading.rows["refused"] += 1
        reading.issues += line.notes.issues
        reading.refused += line.notes.refused
        line.notes.issues, line.notes.refused = [], []
    return reading


def _organisation(line: Line) -> OrganisationRow | None:
    name = squeezed(line.cell(Field.ORGANISATION))
    if not name:
        return None
    return OrganisationRow(
        name=name,
        row=line.index + 1,
        zone=squeezed(line.cell(Field.ZONE)),
        contact=read_name(line.cell(Field.CONTACT)).name,
        contact_phone=line.phone(Field.CONTACT_PHONE),
        strength=line.number(Field.STRENGTH),
    )


def _worker(line: Line) -> WorkerRow | None:
    named = read_name(line.cell(Field.NAME))
    if not named.name:
        return None
    return WorkerRow(
        name=named.name,
        row=line.index + 1,
        organisation=squeezed(line.cell(Field.ORGANISATION)),
        phone=line.phone(Field.PHONE),
        title=line.text(Field.TITLE),
        remark="；".join(filter(None, (named.remark, line.text(Field.REMARK)))),
        sex=kinds.sex(line.text(Field.SEX)),
    )


def _zone(line: Line) -> ZoneRow | None:
    name = squeezed(line.cell(Field.ZONE))
    community = community_name(line.text(Field.COMMUNITY))
    if not name or not community:
        return None
    street, compound = squeezed(line.cell(Field.STREET)), squeezed(line.cell(Field.COMPOUND))
    return ZoneRow(zone=name, row=line.index + 1, street=street, community=community, compound=compound)
