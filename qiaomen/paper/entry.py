"""Quick re-entry: what a hand wrote on a page becomes records, through the one door that all records go through."""

import re
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.access.queries import check
from qiaomen.access.roles import Verb
from qiaomen.base.ids import new_id
from qiaomen.base.problems import Problem
from qiaomen.campaigns.models import Target
from qiaomen.campaigns.queries.names import names_of
from qiaomen.campaigns.states import State
from qiaomen.ledger.entries import Author
from qiaomen.ledger.submit import submit
from qiaomen.ledger.wire import Verdict
from qiaomen.paper.households import Member, behind
from qiaomen.paper.models import WalkLine, WalkPage
from qiaomen.paper.walklist import CODE_LENGTH, SIGNS
from qiaomen.places.models import Door

_WRITTEN = re.compile(rf"[{SIGNS}]{{{CODE_LENGTH}}}")


@dataclass(slots=True)
class Row:
    """A line of the page as it stands at the desk, and what is known of its door by now."""

    line: WalkLine
    label: str
    where: str
    members: list[Member]
    state: State | None
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed for one line. `id` is made with the form, so that sending it twice is one record."""

    number: int
    id: UUID
    outcome: str
    at: datetime
    people: dict[UUID, str] = field(default_factory=dict)
    others: Sequence[str] = ()
    note: str = ""


def code_in(text: str) -> str | None:
    """The page's code in what somebody typed or a scanner sent; None where there is none.

    Case, spaces and hyphens do not matter, nor what of an address stands before it.
    """
    tail = text.strip().rstrip("/").rsplit("/", 1)[-1]
    code = re.sub(r"[\s-]", "", tail).upper()
    return code if _WRITTEN.fullmatch(code) else None


def page_for(worker: Worker, text: str) -> WalkPage:
    """A page by its code, for somebody who may record there. Raises `paper.page_unknown`, `access.forbidden`."""
    found = WalkPage.objects.select_related(
        "walk_list__campaign__outbreak", "walk_list__place", "walk_list__team__zone", "walk_list__printed_by"
    ).filter(code=code_in(text) or "").first()  # fmt: skip
    if found is None:
        raise Problem("paper.page_unknown")
    check(worker, Verb.RECORD, found.walk_list.place.path)
    return found


def rows_of(page: WalkPage) -> list[Row]:
    """The lines of a page in the order of the paper."""
    lines = list(page.lines.order_by("number").select_related("entered_by"))
    ids = [line.door_id for line in lines]
    doors = {door.id: door for door in Door.objects.select_related("place").filter(id__in=ids)}
    targets = {
        one.door_id: one for one in Target.objects.filter(campaign_id=page.walk_list.campaign_id, door_id__in=ids)
    }
    where = names_of({door.place.path for door in doors.values()})
    people = behind(ids)
    found = []
    for line in lines:
        door, target = doors[line.door_id], targets.get(line.door_id)
        state, last_at = (State(target.state), target.last_at) if target else (None, None)
        found.append(Row(line, door.label, where[door.place.path], people.get(door.id, []), state, last_at))
    return found


def enter(page: WalkPage, typed: Sequence[Typed], *, worker: Worker) -> dict[int, Verdict]:
    """Submit what was typed, each line a visit by whoever types; answers the verdict of each line.

    A line that was entered and not taken back is left alone. What disagrees with a phone becomes a conflict to see.
    """
    lines = {line.number: line for line in page.lines.filter(record=None)}
    wanted = [one for one in typed if one.number in lines]
    raws = [msgspec.json.encode(_visit(page, lines[one.number].door_id, one)) for one in wanted]
    verdicts = _submit(page, raws, worker)
    taken = {
        one.number: one.id
        for one, verdict in zip(wanted, verdicts, strict=True)
        if verdict.verdict in ("accepted", "duplicate")
    }
    if taken:
        _mark(page, taken, worker)
    return {one.number: verdict for one, verdict in zip(wanted, verdicts, strict=True)}


def take_back(page: WalkPage, *, worker: Worker, numbers: Collection[int] = (), batch: UUID | None = None) -> int:
    """Take back what was entered, by lines or all of one batch; answers how many. The records stay and do not count."""
    entered = page.lines.exclude(record=None)
    lines = list(entered.filter(batch=batch) if batch else entered.filter(number__in=numbers))
    now = timezone.now()
    reason = _("taken back at the desk")
    raws = [
        msgspec.json.encode(
            {"id": new_id(), "kind": "void", "device_at": now, "amends": line.record, "body": {"reason": reason}}
        )
        for line in lines
    ]
    verdicts = _submit(page, raws, worker)
    gone = [line.number for line, said in zip(lines, verdicts, strict=True) if said.verdict == "accepted"]
    with transaction.atomic():
        page.lines.filter(number__in=gone).update(record=None, batch=None, entered_by=None, entered_at=None)
        audit.write(worker, "paper.taken_back", page.walk_list_id, page=page.number, lines=gone)
    return len(gone)


def _visit(page: WalkPage, door: UUID, typed: Typed) -> dict[str, Any]:
    campaign = page.walk_list.campaign
    seen: list[dict[str, Any]] = [{"person": id, "presence": presence} for id, presence in typed.people.items()]
    for place, name in enumerate(typed.others):
        # The same form sent twice must bring the same person.
        person = uuid.uuid5(typed.id, str(place))
        seen.append({"person": person, "presence": "stated", "new": {"name": name}})
    origin = _("from walk list %(page)s, line %(line)s") % {"page": page, "line": typed.number}
    body: dict[str, Any] = {
        "campaign": campaign.id,
        "edition": campaign.edition_id,
        "outcome": typed.outcome,
        "note": f"{typed.note} ({origin})" if typed.note else origin,
    }
    if seen:
        body["people"] = seen
    return {"id": typed.id, "kind": "visit", "device_at": typed.at, "door": door, "body": body}


def _submit(page: WalkPage, raws: Sequence[bytes], worker: Worker) -> list[Verdict]:
    author = Author(worker=worker.id, outbreak=page.walk_list.campaign.outbreak_id)
    return submit(raws, author=author, received_at=timezone.now()) if raws else []


def _mark(page: WalkPage, taken: dict[int, UUID], worker: Worker) -> None:
    batch, now = new_id(), timezone.now()
    with transaction.atomic():
        for number, record in taken.items():
            page.lines.filter(number=number).update(record=record, batch=batch, entered_by=worker, entered_at=now)
        audit.write(worker, "paper.entered", page.walk_list_id, page=page.number, lines=list(taken))
