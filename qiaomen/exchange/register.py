"""A household register, read: whatever its layout, every row ends as people behind a door, skipped or refused."""

import re
from collections import Counter

from qiaomen.base.problems import Problem
from qiaomen.exchange import kinds
from qiaomen.exchange.addresses import Where, named_by_file, named_in
from qiaomen.exchange.cells import Row, first_text, squeezed, text, whole_number
from qiaomen.exchange.doors import Doors, DoorText
from qiaomen.exchange.fields import REGISTER, Field
from qiaomen.exchange.headers import Mapping, Mappings, is_header_again, mapping_of
from qiaomen.exchange.households import Household, RegisterReading
from qiaomen.exchange.notes import Notes
from qiaomen.exchange.persons import Persons
from qiaomen.exchange.tables import Sheet, Table
from qiaomen.people.names import NameCell, is_vacant

HouseholdKey = tuple[str, str, str, str]
_TOTALS = ("合计", "总计", "小计", "共计", "总数", "累计")
_NOTE = re.compile(r"^(?:注|说明|填报|制表|审核|填表|备注|盖章|单位|联系人|日期|负责人)[^:：]{0,12}[:：]")
# What a totals row or a note begins with; all other rows need not be looked at so closely.
_APART = frozenset("合总小共累注说填制审备盖单联日负")
_DOORS, _PEOPLE = re.compile(r"(\d{1,9})户"), re.compile(r"(\d{1,9})人")


def read_register(table: Table, mappings: Mappings | None = None) -> RegisterReading:
    """Read a file; `mappings` (sheet name → mapping) overrides what is recognised. Raises `file.no_header`."""
    reading = RegisterReading(file=table.file, households=[], issues=[], refused=[], rows=Counter())
    found: dict[HouseholdKey, Household] = {}
    by_name = named_by_file(table.file)
    headless = 0
    for sheet in table.sheets:
        mapping = mapping_of(sheet, REGISTER, mappings)
        if mapping is None or not _names_doors(mapping):
            headless += 1
            reading.rows["sheet.no_header"] += sum(map(bool, map(first_text, sheet.rows)))
            continue
        notes = Notes(file=table.file, sheet=sheet.name, mapping=mapping)
        _SheetReader(sheet, notes, found, default=_default(sheet, mapping, by_name)).read()
        reading.issues += notes.issues
        reading.refused += notes.refused
        reading.rows += notes.rows
    if headless == len(table.sheets):
        raise Problem("file.no_header", file=table.file)
    reading.households = list(found.values())
    return reading


def _names_doors(mapping: Mapping) -> bool:
    return bool({Field.ADDRESS, Field.ROOM, Field.BUILDING} & mapping.fields.keys())


def _default(sheet: Sheet, mapping: Mapping, by_name: Where) -> Where:
    """What the title rows say, else the file's name."""
    for row in sheet.rows[: mapping.header_row]:
        for cell in row:
            said = named_in(text(cell))
            if said.community:
                return said
    return by_name


class _SheetReader:
    """Goes through one sheet's rows and puts the people behind their doors."""

    def __init__(self, sheet: Sheet, notes: Notes, found: dict[HouseholdKey, Household], *, default: Where) -> None:
        self.sheet, self.notes, self.found = sheet, notes, found
        self.doors, self.persons = Doors(notes, default=default), Persons(notes)
        fields = notes.mapping.fields
        self.count, self.kind, self.remark = (fields.get(key) for key in (Field.COUNT, Field.KIND, Field.REMARK))
        self.headers = frozenset(column.header for column in notes.mapping.columns if column.header)
        self.seen: set[HouseholdKey] = set()
        self.people = 0
        self.door: DoorText | None = None
        self.household: Household

    def read(self) -> None:
        header = self.notes.mapping.header_row
        for index, row in enumerate(self.sheet.rows):
            first = first_text(row)
            if not first:
                self.notes.count("row.blank")
            elif index <= header:
                self.notes.count("row.title" if index < header else "row.header")
            else:
                self._row(index, row, first)

    def _row(self, index: int, row: Row, first: str) -> None:
        plain = squeezed(first) if first[0] in _APART else first
        if plain.startswith(_TOTALS):
            self._totals(index, row)
        elif not self.headers.isdisjoint(row) and is_header_again(row, self.notes.mapping):
            self.notes.count("row.header")
        elif _NOTE.match(plain):
            self.notes.count("row.note")
        else:
            self._household(index, row)

    def _household(self, index: int, row: Row) -> None:
        door = self.doors.read(index, row)
        if door is None:
            self.notes.refuse(index, "row.no_door", row)
            return
        if not door.community:
            self.notes.refuse(index, "row.no_community", row)
            return
        household = self._at(index, row, door)
        named = self.persons.named(row)
        if named.name:
            self._live(household, index, row, named)
        elif self._says_somebody(row):
            self.notes.refuse(index, "row.no_name", row)
            return
        elif named.vacant or self._says_nobody(row):
            household.vacant = not household.members
        self.notes.count("read")

    def _at(self, index: int, row: Row, door: DoorText) -> Household:
        """The household behind a door, made when the door is met for the first time."""
        if door is not self.door:
            self.door = door
            household = Household(
                *(door.street, door.community, door.grid, door.compound, door.label, self.sheet.name, index + 1)
            )
            self.seen.add(key := household.key)
            self.household = self.found.setdefault(key, household)
        if self.kind is not None and self.kind < len(row) and (word := text(row[self.kind])):
            self._kind(self.household, index, word)
        return self.household

    def _kind(self, household: Household, index: int, word: str) -> None:
        kind = kinds.door_kind(word)
        if kind:
            household.kind = kind
        elif is_vacant(word):
            household.vacant = True
        else:
            self.notes.blame(index, self.kind, "kind.unknown")

    def _live(self, household: Household, index: int, row: Row, named: NameCell) -> None:
        arriving = [self.persons.person(index, row, named)]
        if self.persons.members is not None:
            arriving += self.persons.others(index, row)
        self._check_count(index, row, len(arriving))
        known = {member.id_number: member.name for member in household.members if member.id_number}
        for member in arriving:
            if member.id_number in known:
                if known[member.id_number] == member.name:
                    self.notes.blame(index, self.persons.name, "person.repeated", lost=False)
                    continue
                self.notes.blame(index, self.persons.id, "id.repeated")
                member.id_number = None
            if member.id_number:
                known[member.id_number] = member.name
            household.members.append(member)
            self.people += 1
        household.vacant = False

    def _check_count(self, index: int, row: Row, listed: int) -> None:
        """The declared number of people against those listed, where one row is one household."""
        if self.count is None or self.persons.one_a_row or self.count >= len(row):
            return
        declared = whole_number(row[self.count])
        if declared is not None and declared != listed:
            self.notes.blame(index, self.count, "count.differs", lost=False)

    def _says_somebody(self, row: Row) -> bool:
        """A row without a name that still holds an id, a phone or members is somebody."""
        persons = self.persons
        columns = (persons.id, persons.phone, persons.members, persons.head_id, persons.head_phone)
        return any(text(row[column]) for column in columns if column is not None and column < len(row))

    def _says_nobody(self, row: Row) -> bool:
        if self.remark is not None and self.remark < len(row) and is_vacant(text(row[self.remark])):
            return True
        return self.count is not None and self.count < len(row) and whole_number(row[self.count]) == 0

    def _totals(self, index: int, row: Row) -> None:
        """A totals row is no household; where it contradicts what was read, it is said."""
        self.notes.count("row.totals")
        words = " ".join(map(squeezed, row))
        doors, people = _DOORS.search(words), _PEOPLE.search(words)
        if (doors and int(doors[1]) != len(self.seen)) or (people and int(people[1]) != self.people):
            self.notes.blame(index, None, "totals.differ", lost=False)
