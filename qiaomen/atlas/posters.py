"""Posters of many compounds in one job, with progress, and a new set each morning.

A thread of the process that asks begins at once; if it dies, a sweeper of the job worker takes up what has been silent
for a minute, and goes on with the compounds that have none yet. The morning's set is found missing, not scheduled:
after a night without a server it is made as soon as there is one again.
"""

import logging
import threading
import zipfile
from bisect import bisect_left
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from io import BytesIO
from time import perf_counter
from typing import Any

from django.conf import settings
from django.db import connection, connections, transaction
from django.db.models import F
from django.utils import timezone

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.atlas.models import Copy, Poster, PosterRun, PosterRunQuerySet
from qiaomen.atlas.plans import MAPPED
from qiaomen.atlas.poster import poster
from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.base.sealing import seal, unseal
from qiaomen.places.models import Door, Place

log = logging.getLogger(__name__)

KEPT = timedelta(hours=48)
MOST_ATTEMPTS = 5
LANGUAGE = "zh-hans"
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('qiaomen.atlas'), hashtext(current_schema()))"


class TakenOver(Exception):
    """Another process has taken up the run."""


def compounds(place: Place) -> list[Place]:
    """What gets a poster of its own: every mapped place with a door, but those that lie in another one."""
    found: list[Place] = []
    with_doors = Door.objects.filter(is_open=True, place__path__startswith=place.path)
    ends = sorted(set(with_doors.values_list("place__path", flat=True)))
    for one in place.below().filter(kind__in=MAPPED).order_by("path"):
        # Sorted, the first path that is not before a place's own lies in it, if any does.
        at = bisect_left(ends, one.path)
        if at < len(ends) and ends[at].startswith(one.path) and not (found and one.path.startswith(found[-1].path)):
            found.append(one)
    return found


def start(
    *, place: Place, copies: Sequence[Copy], language: str, base: str, by: Worker | None, now: datetime | None = None,
    day: bool = False,
) -> PosterRun:  # fmt: skip
    """Ask for the posters of all compounds of a place; `begin` makes them. `day`: as this morning's set.

    What the worker may is the caller's to check (they hold phones, the duty copies floors); it is written to the audit.
    """
    asked_at = now or timezone.now()
    with transaction.atomic():
        run = PosterRun.objects.create(
            outbreak=Outbreak.objects.current(), place=place, copies=[str(copy) for copy in copies],
            language=language, base=base, asked_by=by, asked_at=asked_at,
            day=timezone.localdate(asked_at) if day else None, expected=len(compounds(place)) * len(copies),
        )  # fmt: skip
        audit.write(by, "export", run.id, list="posters", place=place.id, copies=run.copies, expected=run.expected)
    return run


def begin() -> None:
    """Make what waits, in a thread of this process."""
    threading.Thread(target=_apart, name="posters", daemon=True).start()


def work() -> None:
    """Make what waits, one run after the other; nothing while somebody else is at it."""
    while (run := _claim()) is not None:
        _attempt(run)


def morning(now: datetime) -> PosterRun | None:
    """Ask for this morning's set, if its hour (`QIAOMEN_POSTERS_AT`) is over and nobody has yet."""
    outbreak = Outbreak.objects.filter(closed_at=None).first()
    root = Place.objects.filter(parent=None).first()
    local = timezone.localtime(now)
    if not settings.POSTERS_AT or f"{local:%H:%M}" < settings.POSTERS_AT or outbreak is None or root is None:
        return None
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_LOCK)
        if PosterRun.objects.filter(outbreak=outbreak, day=local.date()).exists() or not compounds(root):
            return None
        return start(place=root, copies=list(Copy), language=LANGUAGE, base=_base(), by=None, now=now, day=True)


def forget(now: datetime) -> None:
    """Posters hold for a day, and are kept for one more; the runs stay with their figures."""
    Poster.objects.filter(as_of__lt=now - KEPT).delete()


def content(made: Poster) -> bytes:
    """A poster's PDF."""
    return unseal(made.run.outbreak.keys, bytes(made.sealed), row=made.id)


def newest(place: Place, copy: Copy) -> Poster | None:
    """The newest poster of a compound that a run made and that is still kept."""
    found = Poster.objects.filter(place=place, copy=copy).select_related("run__outbreak")
    return found.order_by("-as_of").first()


def bundle(run: PosterRun, copies: Collection[str] = (), *, areas: Sequence[str] = ("",)) -> bytes:
    """The posters of a run as a ZIP, a folder for each copy; of some copies, and below some paths only."""
    packed = BytesIO()
    found = run.posters.select_related("place", "run__outbreak").filter(copy__in=copies or run.copies)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for made in found.order_by("place__path", "copy").iterator(chunk_size=20):
            if made.place.path.startswith(tuple(areas)):
                archive.writestr(f"{made.copy}/{_file_name(made)}", content(made))
    return packed.getvalue()


def _file_name(made: Poster) -> str:
    around = [one.name for one in made.place.ancestors()][-2:]
    plain = "-".join(around).translate({ord(sign): "_" for sign in '/\\:*?"<>|'})
    return f"{plain}-{timezone.localtime(made.as_of):%m%d}-{made.place.id.hex[-4:]}.pdf"


def _base() -> str:
    """Where phones reach the installation: as it is set, else as the last person who asked reached it."""
    if settings.CSRF_TRUSTED_ORIGINS:
        return str(settings.CSRF_TRUSTED_ORIGINS[0])
    asked = PosterRun.objects.exclude(base="").order_by("-asked_at").values_list("base", flat=True)
    return asked.first() or ""


def _apart() -> None:
    try:
        work()
    finally:
        connections.close_all()


def _claim() -> PosterRun | None:
    """The next run that waits, now this thread's; None when there is none or one is being worked on."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_LOCK)
        if PosterRun.objects.alive().exists():
            return None
        run = PosterRun.objects.waiting().select_related("outbreak", "place", "asked_by").first()
        if run is not None:
            run.holder, run.heartbeat = new_id(), timezone.now()
            run.started_at = run.started_at or run.heartbeat
            run.attempts += 1
            run.save(update_fields=["holder", "heartbeat", "started_at", "attempts"])
    return run


def _attempt(run: PosterRun) -> None:
    problem = ""
    try:
        if run.attempts > MOST_ATTEMPTS:
            raise Problem("atlas.posters_stopped")
        _make_all(run)
    except TakenOver:
        log.warning("posters were taken over by another process")
        return
    except Problem as known:
        problem = known.code
    except Exception:
        log.exception("posters stopped")
        problem = "atlas.posters_stopped"
    _mine(run).update(finished_at=timezone.now(), heartbeat=None, holder=None, problem=problem)


def _make_all(run: PosterRun) -> None:
    """Every poster that is not there yet; what one compound stops is written down and the next one made."""
    done = set(run.posters.values_list("place", "copy"))
    run.failures = []
    _mine(run).update(done=len(done), failures=run.failures)
    run.outbreak.keys  # noqa: B018 (a missing key stops the run, not each poster)
    for place in compounds(run.place):
        for copy in run.copies:
            if (place.id, copy) not in done:
                failure = _make(run, place, Copy(copy))
                run.failures += [failure] if failure else []
                so_far = {"failures": run.failures} if failure else {"done": F("done") + 1}
                if not _mine(run).update(heartbeat=timezone.now(), **so_far):
                    raise TakenOver


def _make(run: PosterRun, place: Place, copy: Copy) -> dict[str, Any] | None:
    """Make one poster; answers why it could not be made."""
    begun, now, id = perf_counter(), timezone.now(), new_id()
    try:
        pdf = poster(place, copy=copy, language=run.language, base=run.base, reader=run.asked_by, now=now)
    except Problem as known:
        if known.code in ("paper.no_font", "outbreak.none_open"):
            raise
        return _failure(place, copy, known)
    except Exception:
        log.exception("a poster stopped")
        return _failure(place, copy, Problem("atlas.poster_stopped"))
    sealed = seal(run.outbreak.keys, pdf, row=id)
    Poster.objects.create(
        id=id, run=run, place=place, copy=copy, as_of=now, seconds=perf_counter() - begun, sealed=sealed
    )
    return None


def _failure(place: Place, copy: Copy, why: Problem) -> dict[str, Any]:
    details = {key: str(value) for key, value in why.details.items()}
    return {"place": str(place.id), "copy": copy, "code": why.code, "details": details}


def _mine(run: PosterRun) -> PosterRunQuerySet:
    return PosterRun.objects.filter(pk=run.pk, holder=run.holder)


def seconds(run: PosterRun) -> float | None:
    """How long a run took, once it is over."""
    if run.started_at is None or run.finished_at is None:
        return None
    return (run.finished_at - run.started_at).total_seconds()
