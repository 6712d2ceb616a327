"""After closing, no byte of the outbreak is left in the database's files, the log of writes and the data directory.

Run by `test_closing.py` in a process and on a cluster of their own: what other tests left open in a shared one is not
the outbreak's.
"""

import json
import mmap
import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from qiaomen.access.models import Worker
from qiaomen.attachments.models import Attachment
from qiaomen.base import changes, keys
from qiaomen.base.models import TableClass
from qiaomen.base.problems import Problem
from qiaomen.base.sealing import seal
from qiaomen.base.sql import rows, run
from qiaomen.ending import closing, forgetting, rewriting, tables
from qiaomen.ending.models import Closing, Remaining
from qiaomen.ledger.models import Record
from qiaomen.ledger.rebuild import rebuild
from qiaomen.people.identity import IdentityCard, number_hash, seal_identity
from qiaomen.people.models import Identity, Person
from qiaomen.people.names import search_keys
from qiaomen.reports.freezing import freeze
from qiaomen.reports.models import Report
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.snapshot import small_world
from qiaomen.testing.sweeps import launch_sweep
from qiaomen.testing.world import World

MANY = 1000
NOW = datetime(2020, 6, 1, 9, 0, tzinfo=UTC)
# Every name, phone and note of this file begins with or holds one of these; nothing else does.
MARK, PHONE = "龘靐", "18099173"
TAIL = "爩鱻麤龗灪吁龖厵滟爨癵籱饢驫鲡鹂鸾麣纞虋讟钃鸜龞齾齺驪貔貅饕餮魑"


@dataclass
class Secrets:
    """What must not be found: names, phones, words."""

    names: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    pinyin: list[str] = field(default_factory=list)
    number: str = ""

    def heads(self) -> set[bytes]:
        """What every one of them begins with or holds, in every encoding in which we write text anywhere."""
        coded = {MARK.encode(code) for code in ("utf-8", "utf-16-le", "gb18030")}
        return coded | {json.dumps(MARK).strip('"').encode(), PHONE.encode(), PHONE.encode("utf-16-le")}


def _name(index: int) -> str:
    few = len(TAIL)
    return MARK + TAIL[index % few] + TAIL[index // few % few]


# What tests before this one left open would see the rows of before for ever.
LEFT_BEHIND = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND coalesce(backend_xmin, backend_xid) IS NOT NULL
"""


@pytest.fixture
def full(transactional_db: None, key_file: Path) -> tuple[World, Secrets]:
    """A small world that is really committed, with a thousand people more, and what they told."""
    run(LEFT_BEHIND)
    world, made = small_world(), Secrets()
    launch_sweep(world)
    door, outbreak = next(iter(world.doors.values())), world.outbreak
    for index in range(MANY):
        made.names.append(_name(index))
        made.phones.append(f"{PHONE}{index:03d}")
        made.notes.append(f"找{_name(index)}，电话{PHONE}{index:03d}")
    with changes.change("people") as change:
        people = [Person(outbreak=outbreak, home_door=door, name=name, change=change.id) for name in made.names]
        for person in people:
            found = search_keys(person.name)
            person.name_plain, person.pinyin, person.initials = found.plain, found.pinyin, found.initials
            made.pinyin.append(found.pinyin)
        Person.objects.bulk_create(people)
        Identity.objects.bulk_create(_cards(world, people, made))
        Record.objects.bulk_create(_records(world, people, made, change.id))
        Worker.objects.bulk_create(
            Worker(outbreak=outbreak, name=name, title=note, password="!")
            for name, note in zip(made.names[:20], made.notes[:20], strict=True)
        )
        Attachment.objects.create(
            id=world.change, outbreak=outbreak.id, type="image/jpeg", size=9,
            sealed=seal(outbreak.keys, made.notes[0].encode(), row=world.change),
        )  # fmt: skip
    rebuild()
    # Names that stood there before: dead rows, samples of the planner.
    run("UPDATE people_person SET version = version + 1")
    run("ANALYZE")
    session = SessionStore()
    session["looked_for"] = made.names[7]
    session.save()
    return world, made


def _cards(world: World, people: list[Person], made: Secrets) -> Iterator[Identity]:
    for index, (person, phone) in enumerate(zip(people, made.phones, strict=True)):
        number = f"99000019700101{index:04d}"
        card = IdentityCard(number=number, document="other", birth_date=date(1970, 1, 1).isoformat(), phones=[phone])
        sealed = seal_identity(world.outbreak.keys, person.id, card)
        made.number = number
        yield Identity(
            person=person, sealed=sealed.sealed, id_hash=sealed.id_hash, phone_hashes=sealed.phone_hashes,
            tail_hashes=sealed.tail_hashes,
        )  # fmt: skip


def _records(world: World, people: list[Person], made: Secrets, change: UUID) -> Iterator[Record]:
    for person, note in zip(people, made.notes, strict=True):
        told = json.dumps({"note": note}).encode()
        yield Record(
            id=person.id, content_hash=b"x", outbreak=world.outbreak.id, kind="stay", at=world.now,
            device_at=world.now, received_at=world.now, author=world.workers["field"].id, person=person.id,
            body={"region": "420100", "first": "2020-03-01T08:00:00+08:00", "last": "2020-03-02T08:00:00+08:00"},
            sealed=seal(world.outbreak.keys, told, row=person.id), change=change,
        )  # fmt: skip


def _close(world: World) -> Closing:
    closing.ask(by=world.workers["headquarters"].id, now=NOW)
    asked = closing.confirm(by=world.workers["data officer"].id, name=world.outbreak.name, now=NOW)
    closing.go_on(NOW)
    asked.refresh_from_db()
    return asked


def _roots(key_file: Path) -> list[Path]:
    """The database, what it shares with other tests', the log of writes, and the data directory with logs and keys."""
    with rewriting.superuser() as server:
        server.execute("CHECKPOINT")
        [(cluster,)] = server.execute("SHOW data_directory").fetchall()
        [(own,)] = server.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchall()
    parts = [Path(cluster) / part for part in (f"base/{own}", "global", "pg_wal", "pg_xact", "pg_logical", "pg_stat")]
    return [*parts, Path(os.environ["QIAOMEN_DATA"]), key_file.parent]


def _holding(needles: Collection[bytes], roots: list[Path]) -> list[str]:
    """The files in which one of these stands, byte for byte. Other tests' files come and go in the same cluster."""
    found = []
    for folder, _folders, names in (step for root in roots for step in os.walk(root)):
        for file in (Path(folder) / name for name in names):
            with suppress(FileNotFoundError):
                if file.is_file() and file.stat().st_size and _holds(file, needles):
                    found.append(file.name)
    return [*found, *_relations(found)]


def _relations(files: list[str]) -> list[str]:
    """Whose files these are, for whoever has to look."""
    numbers = [int(name) for name in files if name.isdecimal() and len(name) < 10]
    return [
        name
        for (name,) in rows("SELECT relname FROM pg_class WHERE pg_relation_filenode(oid) = ANY(%b::oid[])", [numbers])
    ]


def _holds(file: Path, needles: Collection[bytes]) -> bool:
    with file.open("rb") as opened:
        try:
            content = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:  # it was emptied meanwhile
            return False
        with content:
            return any(content.find(needle) >= 0 for needle in needles)


def test_after_closing_no_file_holds_a_name_a_phone_or_a_note_and_no_known_id_can_be_tested(
    full: tuple[World, Secrets], key_file: Path
) -> None:
    world, made = full
    if not str(connection.settings_dict["HOST"]).startswith("/"):
        pytest.skip("the files of an external server are not here to be searched")
    needles = made.heads() | {pinyin.encode() for pinyin in made.pinyin[:5]}
    roots = _roots(key_file)
    before = _holding(needles, roots)
    assert len([name for name in before if len(name) == 24]) >= 1, "the log of writes is searched, and holds them"
    assert len(before) > 5
    assert Identity.objects.filter(id_hash=number_hash(world.outbreak.keys, made.number)).exists()
    report = freeze(place=world.places["district"], cut=world.now, now=world.now + timedelta(minutes=1))
    ended = _close(world)
    assert ended.wal == Closing.Wal.CLEARED
    assert _holding(needles, _roots(key_file)) == []
    with pytest.raises(Problem, match="key_missing"):
        keys.of(world.outbreak.id)
    assert str(world.outbreak.id) not in key_file.read_text()
    assert not Identity.objects.exists()
    assert Person.objects.count() >= MANY
    assert Report.objects.get(pk=report.id).numbers == report.numbers
    assert_rebuild_agrees()
    _forgotten_later(world, report)


def _forgotten_later(world: World, report: Report) -> None:
    """Thirty days after: nobody's records, and the counts of what they were."""
    assert forgetting.forget_closed(NOW + timedelta(days=29)) == 0
    told = Record.objects.filter(kind="stay").count()
    assert forgetting.forget_closed(NOW + timedelta(days=31)) == 1
    assert not Record.objects.exists()
    assert not Person.objects.exists()
    assert sum(Remaining.objects.filter(what="stay").values_list("count", flat=True)) == told
    assert Remaining.objects.filter(what__endswith=": doors").exists()
    assert Report.objects.get(pk=report.id).numbers == report.numbers
    assert_rebuild_agrees()
    for model in apps.get_models():
        if getattr(model, "table_class", None) is TableClass.STATE or model._meta.db_table in tables.GOES:
            assert not model._default_manager.exists(), model


def test_while_somebody_sees_the_rows_of_before_closing_waits_and_goes_on_afterwards(
    full: tuple[World, Secrets], key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, made = full
    given = connection.settings_dict
    if not str(given["HOST"]).startswith("/"):
        pytest.skip("the files of an external server are not here to be searched")
    ours = {"host": given["HOST"], "user": given["USER"], "dbname": given["NAME"]}
    # Without patience only while the look goes on: whoever hung up is seen for a moment more, and so is housekeeping.
    with monkeypatch.context() as hurried, psycopg.connect(**ours) as dump:
        hurried.setattr(rewriting, "WAIT_S", 0.0)
        dump.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        dump.execute("SELECT count(*) FROM people_person")
        waits = _close(world)
        assert (waits.rewritten_at, waits.wal) == (None, "")
        assert waits.emptied_at is not None
    closing.go_on(NOW)
    waits.refresh_from_db()
    assert (waits.rewritten_at, waits.wal) == (NOW, Closing.Wal.CLEARED)
    assert _holding(made.heads(), _roots(key_file)) == []
