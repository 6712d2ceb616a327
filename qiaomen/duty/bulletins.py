"""Messages to those who knock: written for a place or a zone, shown on their phones for a while, withdrawn."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.access.queries import visible_places
from qiaomen.access.roles import Verb
from qiaomen.base import changes
from qiaomen.base.ids import new_id
from qiaomen.base.keys import Keys
from qiaomen.base.models import Outbreak
from qiaomen.base.sealing import seal, unseal
from qiaomen.duty.models import Bulletin

LONGEST = 300


def write_bulletin(*, text: str, places: Sequence[UUID], where: str, hours: int, by: Worker) -> Bulletin:
    """A message to everybody who knocks at these places, for so many hours; `where` names them as they were chosen.

    Whether the writer may (verb ASSIGN at these places) is the caller's to check. At most 300 characters are kept.
    """
    outbreak, now = Outbreak.objects.current(), timezone.now()
    made = Bulletin(id=new_id(), outbreak=outbreak, places=list(places), where=where[:80], at=now, written_by=by)
    made.until, made.sealed = now + timedelta(hours=hours), seal(outbreak.keys, text[:LONGEST].encode(), row=made.id)
    with changes.change("write bulletin", worker=by.id) as change:
        made.change = change.id
        made.save(force_insert=True)
        audit.write(by, "bulletin.written", made.id, places=len(made.places))
    return made


def withdraw(bulletin: Bulletin, *, by: Worker) -> None:
    """It goes from the phones at their next call; withdrawing twice changes nothing."""
    with changes.change("withdraw bulletin", worker=by.id) as change:
        live = Bulletin.objects.filter(pk=bulletin.pk, withdrawn_at=None)
        if live.update(withdrawn_at=timezone.now(), change=change.id):
            audit.write(by, "bulletin.withdrawn", bulletin.id)


def bulletins_of(reader: Worker, verb: Verb) -> QuerySet[Bulletin]:
    """The messages for places of the reader's, newest first."""
    mine = list(visible_places(reader, verb).values_list("id", flat=True))
    return Bulletin.objects.filter(places__overlap=mine).select_related("written_by").order_by("-at")


def text_of(bulletin: Bulletin, keys: Keys) -> str:
    """What it says."""
    return unseal(keys, bytes(bulletin.sealed), row=bulletin.id).decode()
