"""One person's cells: name, id, phones, sex, birth; a bad cell is blamed and the person stays."""

import re
from datetime import date, datetime

from qiaomen.exchange import kinds
from qiaomen.exchange.cells import Cell, Row, text
from qiaomen.exchange.fields import Field
from qiaomen.exchange.households import Member
from qiaomen.exchange.members import read_members
from qiaomen.exchange.notes import Notes
from qiaomen.people.idnumbers import IdReading, read_id
from qiaomen.people.names import NameCell, read_name
from qiaomen.people.phones import read_phones

RELATIONS = frozenset(
    {"户主", "配偶", "子女", "父母", "孙子女", "租户", "租客", "保姆", "亲属", "其他", "寄居", "借住"}
)
HEAD = "户主"
_DATE = re.compile(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})")


class Persons:
    """Reads the people of one sheet's rows by the sheet's mapping."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        fields = notes.mapping.fields
        self.name = fields.get(Field.NAME)
        self.head = fields.get(Field.HEAD)
        self.members = fields.get(Field.MEMBERS)
        self.relation, self.sex, self.birth = (fields.get(key) for key in (Field.RELATION, Field.SEX, Field.BIRTH))
        self.id, self.phone, self.remark = (fields.get(key) for key in (Field.ID, Field.PHONE, Field.REMARK))
        self.head_id = fields.get(Field.HEAD_ID, self.id)
        self.head_phone = fields.get(Field.HEAD_PHONE, self.phone)

    @property
    def one_a_row(self) -> bool:
        """Whether each row is a person; otherwise each row is a household with its head and a cell of members."""
        return self.name is not None

    def named(self, row: Row) -> NameCell:
        """The name of the person or the household's head whom the row is about."""
        return read_name(self._cell(row, self.name if self.one_a_row else self.head))

    def person(self, index: int, row: Row, named: NameCell) -> Member:
        """The row's own person: whom it names, or the household's head."""
        id_column, phone_column = (self.id, self.phone) if self.one_a_row else (self.head_id, self.head_phone)
        member = Member(name=named.name, row=index + 1, remark=named.remark)
        self._identify(member, index, id_column, self._cell(row, id_column))
        self._phones(member, index, phone_column, self._cell(row, phone_column))
        self._details(member, index, row)
        if self.one_a_row:
            member.relation = self._relation(row, named)
        else:
            member.relation = HEAD
        return member

    def others(self, index: int, row: Row) -> list[Member]:
        """The members who all stand in the row's one cell."""
        found = []
        for part in read_members(text(self._cell(row, self.members))):
            named = read_name(part.name)
            if not named.name:
                self.notes.blame(index, self.members, "member.no_name")
                continue
            member = Member(name=named.name, row=index + 1, remark=named.remark)
            member.relation = named.remark if named.remark in RELATIONS else ""
            self._identify(member, index, self.members, part.id_text)
            self._phones(member, index, self.members, part.phone_text)
            found.append(member)
        return found

    def _cell(self, row: Row, column: int | None) -> Cell:
        return row[column] if column is not None and column < len(row) else None

    def _relation(self, row: Row, named: NameCell) -> str:
        said = text(self._cell(row, self.relation))
        if said:
            return said[:20]
        if named.remark in RELATIONS:
            return named.remark
        return HEAD if self.head is not None and read_name(self._cell(row, self.head)).name == named.name else ""

    def _identify(self, member: Member, index: int, column: int | None, cell: Cell) -> None:
        reading = read_id(cell)
        if reading.issue:
            self.notes.blame(index, column, reading.issue)
        if reading is not _NO_ID:
            member.id_number, member.id_kind = reading.number, reading.kind
            member.sex, member.birth = reading.sex, reading.birth

    def _phones(self, member: Member, index: int, column: int | None, cell: Cell) -> None:
        reading = read_phones(cell)
        member.phones = reading.phones
        if reading.issue:
            self.notes.blame(index, column, reading.issue)

    def _details(self, member: Member, index: int, row: Row) -> None:
        said_sex = kinds.sex(text(self._cell(row, self.sex))) if self.sex is not None else 0
        if said_sex and member.sex and said_sex != member.sex:
            self.notes.blame(index, self.sex, "sex.differs_from_id", lost=False)
        member.sex = member.sex or said_sex
        if self.birth is not None:
            self._birth(member, index, self._cell(row, self.birth))
        if self.remark is not None and (remark := text(self._cell(row, self.remark))):
            member.remark = "；".join(filter(None, (member.remark, remark)))

    def _birth(self, member: Member, index: int, cell: Cell) -> None:
        said = _birth_date(cell)
        if said is None and text(cell):
            self.notes.blame(index, self.birth, "birth.unreadable")
        member.birth = member.birth or said


def _birth_date(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = _DATE.match(text(cell))
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


_NO_ID: IdReading = read_id(None)
