"""Going back to a moment: which changes and records are not there yet, and whose state has to be folded anew for it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from qiaomen.base.ids import new_id
from qiaomen.base.kinds import KINDS
from qiaomen.base.sql import rows, run
from qiaomen.ledger import stages

# Subjects folded at a time: a place has about 20 doors.
CHUNK = {"records": 2_000, "doors": 2_000, "people": 1_000, "places": 200}

Subjects = Literal["records", "doors", "places", "people"]

SCHEMA = """
SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid = to_regclass('ledger_record')
"""
COLUMNS = """
SELECT attname::text FROM pg_attribute
WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""
TABLES: tuple[Any, ...] = (
    "CREATE TEMPORARY TABLE asof_since (id uuid PRIMARY KEY, unknown boolean NOT NULL)",
    "CREATE TEMPORARY TABLE asof_hidden (id uuid PRIMARY KEY)",
    "CREATE TEMPORARY TABLE asof_undone (subject uuid, change uuid)",
)
# Records are known before their change is closed, so none of an earlier change can have happened later.
SINCE = """
INSERT INTO asof_since SELECT id, seq > %b FROM base_change WHERE seq > least(%b, (
  SELECT coalesce(min(seq) - 1, %b) FROM base_change WHERE at > %b))
"""
# A correction belongs to the time of what it corrects, and is known from its own change on.
HIDDEN = """
INSERT INTO asof_hidden
SELECT r.id FROM asof_since c JOIN ledger_record r ON r.change = c.id
LEFT JOIN ledger_record o ON o.id = r.root
WHERE c.unknown OR coalesce(o.at, r.at) > %b
"""
# What a record did to a register has not been done while the record is not there, though its change was.
UNDONE = """
INSERT INTO asof_undone
SELECT coalesce(r.door, r.place), r.change FROM asof_hidden h JOIN ledger_record r ON r.id = h.id
JOIN asof_since c ON c.id = r.change AND NOT c.unknown
WHERE r.kind = ANY(%b)
"""
CHAINS = """
SELECT DISTINCT c.id, c.root, c.door, c.person FROM asof_hidden h JOIN ledger_record r ON r.id = h.id
JOIN ledger_record c ON c.id = coalesce(r.root, r.id) OR c.root = coalesce(r.root, r.id)
"""
CHANGING = """
SELECT t.name FROM unnest(%b::text[]) t(name)
JOIN pg_attribute a ON a.attrelid = to_regclass(t.name) AND a.attname = 'change'
"""
KINDS_OF = "SELECT id, kind FROM {records} WHERE id = ANY(%b)"
NEWER = "SELECT DISTINCT t.{column} FROM {table} t JOIN asof_since c ON c.id = t.change"
# The key of a table of state says whose it is.
SUBJECT_OF: dict[str, Subjects] = {
    "place_id": "places",
    "door_id": "doors",
    "person": "people",
    "record": "records",
    "id": "records",
}


@dataclass(slots=True)
class Past:
    """The moment that is gone back to, and what was touched since.

    Packages that are told of it (`stages.pasts`) may `touch` more, and `shadow` registers of theirs.
    """

    seq: int
    happened: datetime | None
    change: UUID = field(default_factory=new_id)
    schema: str = ""
    touched: dict[str, set[UUID]] = field(default_factory=dict)
    folded: set[str] = field(default_factory=set)
    emptied: set[str] = field(default_factory=set)
    kinds: dict[UUID, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        [(self.schema,)] = rows(SCHEMA)
        self.touched = {subjects: set() for subjects in ("records", "doors", "places", "people")}

    def touch(self, subjects: Subjects, *ids: UUID | None) -> None:
        """Something about these was otherwise then."""
        self.touched[subjects].update(one for one in ids if one is not None)

    def hide_records(self) -> bool:
        """Changes and records from later on are not there; whom these were about is touched.

        Answers whether there are any: else the stored tables are those of the moment.
        """
        for statement in TABLES:
            run(statement)
        if not run(SINCE, [self.seq, self.seq, self.seq, self.happened]).rowcount:
            return False
        run(HIDDEN, [self.happened])
        if self.happened is not None:
            run(UNDONE, [_register_kinds()])
        run("ANALYZE asof_since, asof_hidden, asof_undone")
        for id, root, door, person in rows(CHAINS):
            self.touch("records", root or id)
            self.touch("doors", door)
            self.touch("people", person)
        self.shadow(
            "ledger_record", "SELECT r.* FROM {stored} r WHERE NOT EXISTS (SELECT FROM asof_hidden h WHERE h.id = r.id)"
        )
        self.shadow("base_change", f"SELECT c.* FROM {{stored}} c WHERE c.seq <= {self.seq}")
        self.shadow("base_clock", f"SELECT id, generation, {self.seq}::int8 AS seq FROM {{stored}}")
        return True

    def shadow(self, table: str, query: str) -> None:
        """From now on `table` means this query; `{stored}` in it means the stored table."""
        statement: Any = f"CREATE TEMPORARY VIEW {table} AS {query.format(stored=self.stored(table))}"
        run(statement)

    def stored(self, table: str) -> str:
        """The stored table, whatever shadows it."""
        return f'"{self.schema}".{table}'

    def columns(self, table: str, **instead: str) -> str:
        """A table's columns, by another expression where one is given."""
        return ", ".join(instead.get(name, name) for (name,) in rows(COLUMNS, [self.stored(table)]))

    def shadow_spans(self, table: str, subject: str = "") -> None:
        """Spans that began later are not there, and those that ended later go on.

        `subject`: the column of the door or place to whose spans a record may have led.
        """
        begun, ended = (self._is_later(column, subject) for column in ("from_change", "until_change"))
        columns = self.columns(table, until_change=f"CASE WHEN {ended} THEN NULL ELSE until_change END AS until_change")
        self.shadow(table, f"SELECT {columns} FROM {{stored}} WHERE NOT ({begun})")

    def changed_spans(self, table: str, column: str, subject: str = "") -> set[UUID]:
        """Whose spans began or ended later, by a column of them."""
        begun, ended = (self._is_later(each, subject) for each in ("from_change", "until_change"))
        statement: Any = f"SELECT DISTINCT {column} FROM {self.stored(table)} WHERE {begun} OR {ended}"
        return {row[0] for row in rows(statement)}

    def _is_later(self, column: str, subject: str) -> str:
        later = f"{column} IN (SELECT id FROM asof_since WHERE unknown)"
        if subject:
            later += f" OR ({subject}, {column}) IN (SELECT subject, change FROM asof_undone)"
        return later

    def touch_by_state(self) -> None:
        """Whoever's state was written later. Where a row was deleted since, a record or a span says so."""
        keys = {table: column for step in stages.rebuilds for table, column in step.keys.items()}
        for (table,) in rows(CHANGING, [list(keys)]):
            statement: Any = NEWER.format(table=table, column=keys[table])
            self.touch(SUBJECT_OF[keys[table]], *(row[0] for row in rows(statement)))

    def empty(self, step: stages.Rebuild) -> None:
        """Empty tables in place of a step's state, for what is folded anew; none where nothing of it was touched."""
        if step.tables[0] in self.emptied or not self.subjects(step):
            return
        for table in step.tables:
            statement: Any = f"CREATE TEMPORARY TABLE {table} (LIKE {self.stored(table)} INCLUDING ALL)"
            run(statement)
            self.emptied.add(table)

    def fold(self, step: stages.Rebuild) -> None:
        """Fold a step's state of what was touched anew, and show it beside what is stored of the others."""
        self.folded.update(step.tables)
        subjects, size = self.subjects(step), CHUNK[step.over]
        if not subjects:
            return
        self.empty(step)
        for start in range(0, len(subjects), size):
            step.refold(subjects[start : start + size], self.change)
        key = self.name(f"asof_of_{step.tables[0]}", subjects)
        for table in step.tables:
            column = step.keys[table]
            self.show(table, column, "asof_doors" if column == "door_id" else key)

    def subjects(self, step: stages.Rebuild) -> list[UUID]:
        """The touched ones of which a step makes state, in order: of records those of its kinds."""
        touched = self.touched[step.over]
        if step.over == "records":
            self._learn_kinds(touched)
            kinds = set(step.kinds())
            touched = {one for one in touched if self.kinds.get(one) in kinds}
        return sorted(touched, key=lambda one: one.bytes)

    def _learn_kinds(self, records: set[UUID]) -> None:
        if unknown := records - self.kinds.keys():
            statement: Any = KINDS_OF.format(records=self.stored("ledger_record"))
            self.kinds |= dict.fromkeys(unknown, "") | dict(rows(statement, [list(unknown)]))

    def show(self, table: str, column: str, key: str) -> None:
        """What was folded anew, beside what is stored of those whom the table `key` does not name."""
        for statement in (
            f"ALTER TABLE pg_temp.{table} RENAME TO asof_{table}",
            f"ANALYZE asof_{table}",
            f"""CREATE TEMPORARY VIEW {table} AS SELECT t.* FROM {self.stored(table)} t
                WHERE NOT EXISTS (SELECT FROM {key} k WHERE k.id = t.{column})
                UNION ALL SELECT * FROM asof_{table}""",
        ):
            made: Any = statement
            run(made)

    def name(self, key: str, ids: Iterable[UUID]) -> str:
        """A table of these ids."""
        create: Any = f"CREATE TEMPORARY TABLE {key} (id uuid PRIMARY KEY)"
        insert: Any = f"INSERT INTO {key} SELECT DISTINCT unnest(%b::uuid[])"
        analyze: Any = f"ANALYZE {key}"
        run(create)
        run(insert, [list(ids)])
        run(analyze)
        return key


def _register_kinds() -> list[str]:
    """The kinds that change doors and places: such a record is not amended, the row is changed again."""
    return [kind.name for kind in KINDS.values() if kind.subject in ("door", "place") and not kind.amendable]
