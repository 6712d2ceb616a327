"""The register import: files in, places, doors and people written set by set, chunk by chunk, as often as one likes.

Each chunk is one change. A second run finds every door by its label's normal form within its place and every person by
id number or name within the door, and so changes nothing; an import that was cut off is simply run again.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from secrets import token_bytes
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qiaomen.base import changes
from qiaomen.base.ids import new_id
from qiaomen.base.keys import Keys
from qiaomen.base.models import Outbreak
from qiaomen.base.outbreaks import current_or_open, hold
from qiaomen.base.problems import Problem
from qiaomen.campaigns.actions import doors_changed
from qiaomen.exchange.cells import CellIssue
from qiaomen.exchange.doors_load import DoorsWritten, has_doors, missing_doors, write_doors
from qiaomen.exchange.households import Household
from qiaomen.exchange.incoming import IncomingFile, Intake, open_file
from qiaomen.exchange.people_load import PeopleLoad, PeopleWritten, movers
from qiaomen.exchange.results import FileProblem, ImportResult
from qiaomen.exchange.territory import Node, Territory

CHUNK = 4_000
WORTH_ANALYSING = 1_000
Progress = Callable[[str, int, int], None]
Located = tuple[Household, Node]


def import_register(
    files: Iterable[IncomingFile],
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    worker: UUID | None = None,
) -> ImportResult:
    """Bring the files into the register; an outbreak is opened where none is.

    A file that cannot be read or placed is refused whole, under `problems`; the others go on. `progress` is told file,
    doors done and doors expected. A dry run does everything and takes it back.
    """
    if not dry_run:
        importer = _Importer(current_or_open(name=outbreak_name()), None, progress=progress, worker=worker)
        return importer.run(files)
    with transaction.atomic():
        outbreak, keys = outbreak_to_try()
        result = _Importer(outbreak, keys, progress=progress, worker=worker).run(files)
        transaction.set_rollback(True)
    return result


def outbreak_name() -> str:
    """What an outbreak is called that an import has to open."""
    return _("Outbreak of %(month)s") % {"month": timezone.localdate().strftime("%Y-%m")}


def outbreak_to_try() -> tuple[Outbreak, Keys]:
    """The open outbreak, or one that will not have existed, under keys that are never stored."""
    outbreak = Outbreak.objects.filter(closed_at=None).first()
    if outbreak is not None:
        return outbreak, outbreak.keys
    keys = Keys(data=token_bytes(32), lookup=token_bytes(32))
    return Outbreak.objects.create(name=outbreak_name()), keys


def _read_ahead(files: Iterable[IncomingFile]) -> Iterator[tuple[IncomingFile, Callable[[], Intake]]]:
    """Each file with what opens it; the next one is read while the database is busy with this one."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="read-ahead") as reader:
        before: tuple[IncomingFile, Callable[[], Intake]] | None = None
        for file in files:
            reading = file, reader.submit(open_file, file).result
            if before is not None:
                yield before
            before = reading
        if before is not None:
            yield before


class _Importer:
    """One run over some files; `keys` are given in a dry run, which takes no number from the district's clock."""

    def __init__(
        self, outbreak: Outbreak, keys: Keys | None, *, progress: Progress | None, worker: UUID | None
    ) -> None:
        self.outbreak, self.keys, self.dry_run = outbreak.id, keys or outbreak.keys, keys is not None
        self.progress, self.worker = progress, worker
        self.territory = Territory()
        self.result = ImportResult(dry_run=self.dry_run)
        self.communities: dict[tuple[str, str], Node] = {}
        self.seen: set[UUID] = set()
        self.touched: dict[UUID, Node] = {}

    def run(self, files: Iterable[IncomingFile]) -> ImportResult:
        """Import every file, then say what the register has and the files have not."""
        known: set[UUID] = set()
        for file, opened in _read_ahead(files):
            try:
                intake = opened()
                communities = self._communities(intake)
            except Problem as problem:
                self.result.problems.append(FileProblem(file.name, problem.code, problem.message))
                continue
            known |= {node.id for node in communities if not node.is_new and has_doors([node])}
            self.touched |= {node.id: node for node in communities}
            self._load(intake, communities)
        self._finish([self.touched[key] for key in known])
        return self.result

    def _communities(self, intake: Intake) -> list[Node]:
        """The file's communities; one without a street is said once. Raises `file.community_ambiguous`."""
        found = []
        for street, name in intake.places:
            node = self.territory.community(street, name, file=intake.file)
            if not node.street():
                intake.issues.append(CellIssue(intake.file, "", 0, "", "", "community.no_street", lost=False))
            self.communities[street, name] = node
            found.append(node)
        return list(dict.fromkeys(found))

    def _load(self, intake: Intake, communities: list[Node]) -> None:
        result = self.result
        result.people += intake.people
        result.cells += intake.issues
        result.refused_rows += intake.refused
        result.rows += intake.rows
        moving: set[UUID] | None = None if intake.people else set()
        done = 0
        self._tell(intake, done)
        while chunk := [self._located(household) for household in islice(intake.households, CHUNK)]:
            if moving is None:
                moving = self._moving(intake, chunk, communities)
            self._write(intake, chunk, moving)
            done += len(chunk)
            self._tell(intake, done)

    def _located(self, household: Household) -> Located:
        community = self.communities[household.street, household.community]
        return household, self.territory.leaf(community, household.compound, household.label)

    def _moving(self, intake: Intake, chunk: list[Located], communities: list[Node]) -> set[UUID]:
        """Who has moved within the file; the whole file is looked at, not one chunk of it."""
        if not has_doors(communities):
            return set()
        rest = list(intake.households)
        intake.households = iter(rest)
        located = [*chunk, *map(self._located, rest)]
        return movers(located, communities, outbreak=self.outbreak, keys=self.keys)

    def _write(self, intake: Intake, chunk: list[Located], moving: set[UUID]) -> None:
        with self._change() as change:
            self.territory.write(change)
            doors = write_doors(chunk, change=change)
            load = PeopleLoad(outbreak=self.outbreak, keys=self.keys, change=change, moving=moving)
            people = load.write(doors.placed)
            if not self.dry_run:
                doors_changed({placed.door for placed in doors.placed}.union(people.left), change=change)
        self._count(intake, doors, people)

    def _count(self, intake: Intake, doors: DoorsWritten, people: PeopleWritten) -> None:
        result = self.result
        result.added.doors += doors.added
        result.added.people += people.added
        result.changed.doors += doors.changed
        result.changed.people += people.changed
        result.missing.people += people.missing
        self.seen |= {placed.door for placed in doors.placed}
        told = [(each, "id.elsewhere") for each in people.elsewhere] + [(each, "home.moved") for each in people.moved]
        for (placed, member), reason in told:
            sheet = placed.household.sheet
            result.cells.append(CellIssue(intake.file, sheet, member.row, "", "", reason, lost=False))

    @contextmanager
    def _change(self) -> Iterator[UUID]:
        if self.dry_run:
            yield new_id()
            return
        with changes.change("import.register", worker=self.worker) as opened:
            hold(self.outbreak)
            yield opened.id

    def _finish(self, known: list[Node]) -> None:
        result = self.result
        result.doors = len(self.seen)
        result.missing_doors = missing_doors(self.territory, known, seen=self.seen)
        result.missing.doors = len(result.missing_doors)
        if not self.dry_run and result.added.doors >= WORTH_ANALYSING:
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE places_place, places_door, people_person, people_identity")

    def _tell(self, intake: Intake, done: int) -> None:
        if self.progress:
            self.progress(intake.file, done, intake.expected)
