"""Closing an outbreak: one person asks, another one confirms, and its personal data ends.

From the confirmation on there is no way back: the keys are destroyed in that moment, and with them everything sealed,
in this database and in every copy of it. What stood in plain words is then blanked and its tables are rewritten, step
by step; a step that was cut off is done again. `outbreak_ends`, a job, goes on where a process died.
"""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from qiaomen.access import audit
from qiaomen.base import changes, keys, moved
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.base.sql import run
from qiaomen.ending import rewriting
from qiaomen.ending.models import Closing
from qiaomen.ending.tables import CLEARED, EMPTIED, PHONES, Empty


def ask(*, by: UUID, now: datetime) -> Closing:
    """Ask that the open outbreak be closed. Raises `outbreak.none_open`, `closing.moved`, `closing.asked_already`."""
    _refuse_moved()
    outbreak = Outbreak.objects.current()
    with transaction.atomic():
        made, is_new = Closing.objects.get_or_create(outbreak=outbreak, defaults={"asked_at": now, "asked_by": by})
        if not is_new:
            raise Problem("closing.asked_already")
        audit.write(by, "outbreak.close_asked", outbreak.id)
    return made


def withdraw(*, by: UUID) -> None:
    """Nothing is closed. Raises `closing.not_asked` where nobody asked, or where it is confirmed."""
    with transaction.atomic():
        asked = _asked()
        asked.delete()
        audit.write(by, "outbreak.close_withdrawn", asked.outbreak_id)


def confirm(*, by: UUID, name: str, now: datetime) -> Closing:
    """Close the outbreak, whose name is typed, and destroy its keys.

    Raises `closing.moved`, `closing.not_asked`, `closing.same_person`, `closing.wrong_name`.
    """
    _refuse_moved()
    with changes.change("close outbreak", worker=by):
        asked = _asked()
        if asked.asked_by == by:
            raise Problem("closing.same_person")
        if name.strip() != asked.outbreak.name:
            raise Problem("closing.wrong_name", field="name")
        asked.confirmed_by, asked.confirmed_at = by, now
        asked.save(update_fields=["confirmed_by", "confirmed_at"])
        asked.outbreak.closed_at = now
        asked.outbreak.save(update_fields=["closed_at"])
        audit.write(by, "outbreak.closed", asked.outbreak_id)
    destroy_keys(asked, now)
    return asked


def go_on(now: datetime) -> int:
    """Do what is left of outbreaks that are closed; answers how many were brought to an end."""
    undone = Q(backups_asked_at=None) | Q(keys_at=None) | Q(wal="")
    left = Closing.objects.filter(undone, confirmed_at__isnull=False).select_related("outbreak")
    for one in left:
        end(one, now)
    return len(left)


def end(closing: Closing, now: datetime) -> None:
    """Blank, rewrite, clear the log of writes, and have older backups forgotten. Each step once, in this order.

    What somebody's older look at the rows holds up is tried again by the worker.
    """
    if closing.keys_at is None:
        destroy_keys(closing, now)
    if closing.emptied_at is None:
        _empty_once(closing, now)
    if closing.rewritten_at is None:
        if not rewriting.rewrite():
            return
        _done(closing, rewritten_at=now)
    if not closing.wal:
        _done(closing, wal=rewriting.clear_wal())
    if closing.backups_asked_at is None:
        rewriting.forget_backups()
        _done(closing, backups_asked_at=now)


def destroy_keys(closing: Closing, now: datetime) -> None:
    """Destroy each copy of the keys. Where one cannot be reached the other steps go on, and the worker tries again."""
    if not keys.destroy(closing.outbreak_id):
        _done(closing, keys_at=now)


def is_unfinished() -> bool:
    """Whether a closed outbreak is not emptied yet: its statements go over whole tables, whosever rows they hold."""
    return Closing.objects.filter(confirmed_at__isnull=False, emptied_at=None).exists()


def empty() -> None:
    """Blank names, search keys and notes, and clear what is only kept while an outbreak is open."""
    run(f"TRUNCATE {', '.join(CLEARED)}")
    run(PHONES)
    for table, what in EMPTIED.items():
        run(statement(table, what))


def _empty_once(closing: Closing, now: datetime) -> None:
    """Empty, and say so in the same transaction: once it is said, another outbreak may open."""
    with changes.change("empty outbreak"):
        # Another process may have been here meanwhile, and whoever waited for it must not begin again.
        if Closing.objects.select_for_update().filter(pk=closing.pk, emptied_at=None).first() is not None:
            empty()
            _done(closing, emptied_at=now)


def statement(table: str, what: Empty) -> str:
    """The statement that blanks a table's columns, where anything stands in them."""
    assigned = ", ".join(f"{column} = {value}" for column, value in what.values.items())
    unlike = " OR ".join(f"{column} IS DISTINCT FROM {value}" for column, value in what.values.items())
    return f"UPDATE {table} SET {assigned} WHERE ({what.where}) AND ({unlike})"


def _refuse_moved() -> None:
    """A copy on another server would outlive the end: nothing here reaches it."""
    if where := moved.left_behind(settings.DATA_DIR):
        raise Problem("closing.moved", where=where)


def _asked() -> Closing:
    found = (
        Closing.objects.select_related("outbreak")
        .select_for_update(of=("self", "outbreak"))
        .filter(confirmed_at=None, outbreak__closed_at=None)
        .first()
    )
    if found is None:
        raise Problem("closing.not_asked")
    return found


def _done(closing: Closing, **fields: object) -> None:
    for name, value in fields.items():
        setattr(closing, name, value)
    closing.save(update_fields=list(fields))
