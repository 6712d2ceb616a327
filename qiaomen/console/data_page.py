"""The room of data: its views, and its lines in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.models import Worker
from qiaomen.access.roles import Verb
from qiaomen.console.parts import Segment
from qiaomen.ending.looks import Line, WorkerDay
from qiaomen.places.models import Place

DAYS = 7
MOST = 500


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the log in words."""

    at: datetime
    who: str
    organisation: str
    what: str
    worker_url: str


def views(worker: Worker, current: str) -> list[Segment]:
    """The views of this room that somebody may open."""
    listed = [
        ("data", _("How long what is kept"), Verb.SEE),
        ("data_looks", _("Who looked at whom"), Verb.OVERSEE),
        ("data_exports", _("What left the house"), Verb.OVERSEE),
        ("data_glass", _("Broken glass"), Verb.OVERSEE),
        ("data_end", _("End of the outbreak"), Verb.SEE),
    ]
    district = Place.objects.filter(parent=None).first()
    return [
        Segment(label, reverse(f"console:{name}"), name == current)
        for name, label, verb in listed
        if worker.may(verb, district if name == "data_exports" else None)
    ]


def span(days: int = DAYS) -> tuple[datetime, datetime]:
    """The last days, today with them."""
    now = timezone.now()
    return now - timedelta(days=days), now + timedelta(minutes=1)


def what_word(line: Line) -> str:
    """What somebody looked at, or took along."""
    words = {
        "identity.seen": _("id number or phone"),
        "words.opened": _("words of a record"),
        "photo.seen": _("a photo"),
        "door.people": _("people of another door"),
        "refusal.opened": _("a refused record"),
        "clue.reporter_seen": _("who told a clue"),
        "export": pgettext("access log", "list"),
        "duty.exported": _("who answers for what"),
        "campaign.exported": _("a sweep's plan"),
        "import.refused": _("refused rows of an import"),
        "message.handed_over": _("numbers for the carrier"),
        "person.exported": _("a person's file, for them"),
    }
    parts = [words.get(line.action, line.action), line.where or line.list, line.form]
    rows = [_("%(n)s rows") % {"n": line.rows}] if line.rows else []
    return " · ".join([part for part in parts if part] + rows)


def told(lines: Iterable[Line]) -> list[Told]:
    """Lines of the log in words."""
    return [
        Told(
            one.at,
            one.name or (_("a worker without a name here") if one.worker else _("the system")),
            one.organisation,
            what_word(one),
            reverse("console:data_looks_by", args=[one.worker]) if one.worker else "",
        )
        for one in lines
    ]


def questions(found: Sequence[WorkerDay]) -> list[WorkerDay]:
    """Those to ask about, the most first."""
    return sorted((one for one in found if one.is_question), key=lambda one: -one.looks)
