"""Printing passes as cards: some hundred to a file, in a job with progress, for the people of a place.

A thread of the process that asks begins at once; if it dies, a sweeper of the job worker makes the run anew after a
minute. Files are sealed and kept for a day: they hold codes that open gates.
"""

import logging
import threading
import zipfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from io import BytesIO

import segno
from django.db import connection, connections, transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.base.sealing import seal, unseal
from qiaomen.paper import typesetting
from qiaomen.passes import actions, keys
from qiaomen.passes import cards as passes
from qiaomen.passes.cards import Card
from qiaomen.passes.models import CardRun, CardSheet, Form, Pass
from qiaomen.places.models import Place

log = logging.getLogger(__name__)

PART = 400  # cards a file: a hundred sheets of A4
KEPT = timedelta(hours=24)
MOST_ATTEMPTS = 5
# Any of the eight masks can be read; trying all of them takes most of the time. The version is chosen by the length.
MASK = 4
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('qiaomen.cards'), hashtext(current_schema()))"


class TakenOver(Exception):
    """Another process has taken up the run."""


def one(given: Pass, *, label: str, by: Worker, now: datetime) -> bytes:
    """A single pass as a card, whatever it is carried on otherwise. Raises as `minting.mint`."""
    [card] = passes.cards_of([passes.as_card(given)], {given.id: label}, now=now)
    audit.write(by, "export", given.id, list="card")
    return sheet([card], paper="a6")


def sheet(several: Sequence[Card], *, paper: str) -> bytes:
    """The cards as PDF: `a4`, four to a sheet, or `a6`, each a page. Raises `paper.no_font`."""
    _code, district = keys.district()
    note = _("Show it at the gate. What counts is the colour that holds when it is read. Lost? Tell the community.")
    data = {
        "district": district, "title": pgettext("card", "Pass"), "paper": paper,
        "note": note,
        "cards": [
            {"name": card.name, "label": card.label, "number": card.number, "until": _until(card.expires),
             "code": drawn(card.text)}
            for card in several
        ],
    }  # fmt: skip
    return typesetting.pdf("cards", data)


def drawn(text: str) -> list[int]:
    """A pass's code as the bytes of a PNG, a pixel a module: a seventh of it may be torn or dirty (level M)."""
    made = BytesIO()
    segno.make(text, error="m", micro=False, mask=MASK, boost_error=False).save(made, kind="png", scale=1, border=4)
    return list(made.getvalue())


def start(*, place: Place, without_phone: bool, paper: str, language: str, by: Worker, now: datetime) -> CardRun:
    """Ask for the cards of a place; `begin` makes them. That the worker decides there is the caller's to check."""
    with transaction.atomic():
        run = CardRun.objects.create(
            outbreak=Outbreak.objects.current(), place=place, without_phone=without_phone, paper=paper,
            language=language, asked_by=by, asked_at=now,
        )  # fmt: skip
        audit.write(by, "export", run.id, list="cards", place=place.id, without_phone=without_phone)
    return run


def begin() -> None:
    """Make what waits, in a thread of this process."""
    threading.Thread(target=_apart, name="cards", daemon=True).start()


def work() -> None:
    """Make what waits, one run after the other; nothing while somebody else is at it."""
    while (run := _claim()) is not None:
        _attempt(run)


def forget(now: datetime) -> None:
    """Files of the day before; the runs stay with their figures."""
    CardSheet.objects.filter(run__asked_at__lt=now - KEPT).delete()


def content(run: CardRun) -> tuple[bytes, str]:
    """The run's cards and what kind of file they are: one PDF, or a ZIP of several."""
    made = list(run.sheets.order_by("number"))
    opened = [unseal(run.outbreak.keys, bytes(one.sealed), row=one.id) for one in made]
    if len(opened) == 1:
        return opened[0], "pdf"
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for number, pdf in enumerate(opened, 1):
            archive.writestr(f"{number:03d}.pdf", pdf)
    return packed.getvalue(), "zip"


def _apart() -> None:
    try:
        work()
    finally:
        connections.close_all()


def _claim() -> CardRun | None:
    """The next run that waits, now this thread's; None when there is none or one is being worked on."""
    now = timezone.now()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_LOCK)
        if CardRun.objects.alive(now).exists():
            return None
        run = CardRun.objects.waiting(now).select_related("outbreak", "place", "asked_by").first()
        if run is not None:
            run.holder, run.heartbeat = new_id(), now
            run.attempts += 1
            run.save(update_fields=["holder", "heartbeat", "attempts"])
    return run


def _attempt(run: CardRun) -> None:
    problem = ""
    try:
        if run.attempts > MOST_ATTEMPTS:
            raise Problem("pass.cards_stopped")
        with translation.override(run.language):
            _make(run, timezone.now())
    except TakenOver:
        log.warning("cards were taken over by another process")
        return
    except Problem as known:
        problem = known.code
    except Exception:
        log.exception("cards stopped")
        problem = "pass.cards_stopped"
    _mine(run, finished_at=timezone.now(), heartbeat=None, holder=None, problem=problem)


def _make(run: CardRun, now: datetime) -> None:
    """Issue where that was asked for, then every file from the first one."""
    if run.without_phone:
        lacking = passes.without_phone(run.place)
        for start in range(0, len(lacking), actions.CHUNK):
            actions.issue_many(lacking[start : start + actions.CHUNK], form=Form.CARD, by=run.asked_by, now=now)
            _still_mine(run)
    run.sheets.all().delete()
    holders = passes.holders(run.place, now)
    _still_mine(run, expected=len(holders), done=0)
    for start in range(0, len(holders), PART):
        part = list(passes.cards(holders[start : start + PART], now=now))
        id = new_id()
        sealed = seal(run.outbreak.keys, sheet(part, paper=run.paper), row=id)
        CardSheet.objects.create(id=id, run=run, number=start // PART, sealed=sealed)
        _still_mine(run, done=min(start + PART, len(holders)))


def _still_mine(run: CardRun, **told: object) -> None:
    """Raises TakenOver."""
    if not _mine(run, heartbeat=timezone.now(), **told):
        raise TakenOver


def _mine(run: CardRun, **told: object) -> int:
    return CardRun.objects.filter(pk=run.pk, holder=run.holder).update(**told)


def _until(expires: datetime) -> str:
    local = timezone.localtime(expires)
    return _("Counts until %(day)s") % {"day": date_format(local, "DATE_FORMAT")}
