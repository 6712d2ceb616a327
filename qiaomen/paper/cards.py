"""Printing passes as cards: a hundred to a file, in a job with progress, for the people of a place.

A thread of the process that asks begins at once; if it dies, a sweeper of the job worker makes the run anew after a
minute. Files are sealed and kept for a day: they hold codes that open gates.
"""

import logging
import threading
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

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
from qiaomen.base.zipped import zipped
from qiaomen.paper import qr, typesetting
from qiaomen.passes import actions, keys
from qiaomen.passes import cards as passes
from qiaomen.passes.cards import Card
from qiaomen.passes.models import CardRun, CardSheet, Form, Pass
from qiaomen.places.models import Place

log = logging.getLogger(__name__)

# Cards a file: twenty-five sheets of A4. The typesetter keeps what it drew of its last files: larger ones fill memory.
PART = 100
KEPT = timedelta(hours=24)
MOST_ATTEMPTS = 5
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('qiaomen.cards'), hashtext(current_schema()))"


class TakenOver(Exception):
    """Another process has taken up the run, or somebody has called it off."""


def one(given: Pass, *, label: str, by: Worker, now: datetime) -> bytes:
    """A single pass as a card, whatever it is carried on otherwise. Raises as `minting.mint`."""
    [card] = passes.cards_of([passes.as_card(given)], {given.id: label}, now=now)
    audit.write(by, "export", given.id, list="card")
    return sheet([card], paper="a6")


def sheet(several: Sequence[Card], *, paper: str) -> bytes:
    """The cards as PDF: `a4`, four to a sheet, or `a6`, each a page. Raises `paper.no_font`."""
    return typesetting.pdf("cards", data(several, paper=paper), tags=False)


def data(several: Sequence[Card], *, paper: str) -> dict[str, Any]:
    """What such a sheet is made of."""
    _code, district = keys.district()
    note = _("Show it at the gate. What counts is the colour that holds when it is read. Lost? Tell the community.")
    return {
        "district": district, "title": pgettext("card", "Pass"), "paper": paper, "note": note,
        "cards": [
            {"name": card.name, "label": card.label, "number": card.number, "until": _until(card.expires),
             "code": drawn(card.text)}
            for card in several
        ],
    }  # fmt: skip


def drawn(text: str) -> list[int]:
    """A pass's code as the bytes of a PNG: a seventh of it may be torn or dirty."""
    return list(qr.png(text, level="M"))


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


def cancel(run: CardRun) -> bool:
    """Call a run off, unless it is over: what was made is thrown away, what was issued stays issued."""
    with transaction.atomic():
        over = {"finished_at": timezone.now(), "heartbeat": None, "holder": None, "problem": "pass.cards_cancelled"}
        was_under_way = CardRun.objects.filter(pk=run.pk, finished_at=None).update(**over)
        if was_under_way:
            run.sheets.all().delete()
    return bool(was_under_way)


def kind(run: CardRun) -> str:
    """What `content` is: one `pdf`, or a `zip` of several."""
    return "zip" if run.sheets.count() > 1 else "pdf"


def content(run: CardRun) -> Iterator[bytes]:
    """The run's cards, piece by piece: all cards of a district are too much to hold at once."""
    made = list(run.sheets.order_by("number").values_list("id", flat=True))
    opened = ((f"{number:03d}.pdf", _opened(run, id)) for number, id in enumerate(made, 1))
    return zipped(opened) if len(made) > 1 else (pdf for _name, pdf in opened)


def _opened(run: CardRun, id: UUID) -> bytes:
    return unseal(run.outbreak.keys, bytes(run.sheets.get(pk=id).sealed), row=id)


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
        log.warning("cards were taken over by another process, or called off")
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
        lacking = passes.without_phone(run.place, now)
        for start in range(0, len(lacking), actions.CHUNK):
            actions.issue_many(lacking[start : start + actions.CHUNK], form=Form.CARD, by=run.asked_by, now=now)
            _still_mine(run)
    run.sheets.all().delete()
    holders = passes.holders(run.place, now)
    _still_mine(run, expected=len(holders), done=0)
    for number, start in enumerate(range(0, len(holders), PART)):
        part = passes.cards(holders[start : start + PART], now=now)
        id = new_id()
        sealed = seal(run.outbreak.keys, sheet(part, paper=run.paper), row=id)
        with transaction.atomic():
            _still_mine(run, done=min(start + PART, len(holders)))
            CardSheet.objects.create(id=id, run=run, number=number, sealed=sealed)


def _still_mine(run: CardRun, **told: object) -> None:
    """Raises TakenOver."""
    if not _mine(run, heartbeat=timezone.now(), **told):
        raise TakenOver


def _mine(run: CardRun, **told: object) -> int:
    return CardRun.objects.filter(pk=run.pk, holder=run.holder).update(**told)


def _until(expires: datetime) -> str:
    local = timezone.localtime(expires)
    return _("Counts until %(day)s") % {"day": date_format(local, "DATE_FORMAT")}
