"""What a phone at a checkpoint has to know: which ones are its own, who stands there, which titles are given out."""

from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from qiaomen.access.audit import write
from qiaomen.access.models import Worker
from qiaomen.access.queries import place_for
from qiaomen.access.rights import by_token
from qiaomen.access.roles import Role, Verb
from qiaomen.base.keys import of
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.checkpoints import counts, plates, queries
from qiaomen.checkpoints.counts import Period
from qiaomen.gates import clinics
from qiaomen.gates.models import Clinic
from qiaomen.gates.queries import standing
from qiaomen.ledger.words import words_of
from qiaomen.outreach.models import Material
from qiaomen.places.models import Place
from qiaomen.sync.checkpoint_wire import CheckpointAnswer, CheckpointRow, CrewRow, HandedOver, MaterialRow, ShiftRow
from qiaomen.sync.gate_views import alarms_of, clinic_of
from qiaomen.sync.gate_wire import GateDuty
from qiaomen.sync.views import author_of

FEVER_ABOVE = 37.3
SECOND_AFTER_S = 300
# Who may write here: by a grant at the checkpoint itself. Leads of the whole district are not its crew.
CREW = """
SELECT DISTINCT w.id, w.name, coalesce(o.name, '') FROM access_grant g JOIN access_worker w ON w.id = g.worker_id
LEFT JOIN access_organisation o ON o.id = w.organisation_id
WHERE g.place_id = ANY(%b) AND g.role = %b AND g.since <= now() AND (g.until IS NULL OR g.until > now()) AND w.is_active
ORDER BY 3, 2
"""
_encode = msgspec.json.Encoder().encode


@require_GET
@never_cache
@by_token
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The author's checkpoints, their crew and the shift that is on; empty for who stands at none."""
    author = author_of(request)
    if author.revoked_at is not None:
        raise Problem("access.token_unknown")
    found = queries.checkpoints(Worker.objects.get(pk=author.worker), Verb.RECORD)
    now = timezone.now()
    chains, near = standing.chains(found, now), clinics.nearest(found)
    root = Place.objects.filter(parent=None).only("code").first()
    answer = CheckpointAnswer(
        server_time=now,
        province=plates.own_character(root.code if root else ""),
        provinces="".join(plates.PROVINCES.values()),
        fever_above=FEVER_ABOVE,
        second_after_s=SECOND_AFTER_S,
        checkpoints=[_row(place, chains[place.id], near.get(place.id)) for place in found],
        crew=[CrewRow(*row) for row in rows(CREW, [[place.id for place in found], Role.GATE.value])] if found else [],
        materials=[MaterialRow(one.id, one.title) for one in _offered()] if found else [],
        alarms=alarms_of(found, now) if found else [],
    )
    return HttpResponse(_encode(answer), content_type="application/json")


@require_GET
@never_cache
@by_token
def handed_over(request: HttpRequest, checkpoint: UUID) -> HttpResponse:
    """The note of the shift before, for who may write there; that it was opened is written down."""
    author = author_of(request)
    if author.revoked_at is not None:
        raise Problem("access.token_unknown")
    place = place_for(Worker.objects.get(pk=author.worker), checkpoint, Verb.RECORD)
    shift = queries.handed_over([place.id])
    said = words_of(of(author.outbreak), [shift.note]) if shift and shift.note else {}
    if shift and shift.note:
        write(author.worker, "words.opened", shift.note)
    note = said.get(shift.note, {}).get("note", "") if shift and shift.note else ""
    return HttpResponse(_encode(HandedOver(note, shift.ended_at if shift else None)), content_type="application/json")


def _row(place: Place, chain: list[standing.Answers], clinic: Clinic | None) -> CheckpointRow:
    shift, last = queries.on_duty(place.id), queries.handed_over([place.id])
    row = None
    if shift is not None:
        found = counts.by_place([place.id], Period(since=shift.began_at))[place.id]
        shown = {name: found[name] for name in counts.COUNTS if name not in counts.OF_HEALTH}
        row = ShiftRow(shift.id, shift.began_at, shift.lane, shift.crew, shift.others_count, shown)
    duty = [GateDuty(one.worker, one.name, one.role) for one in chain]
    return CheckpointRow(place.id, place.name, row, last.ended_at if last else None, duty, clinic_of(clinic))


def _offered() -> list[Material]:
    return list(Material.objects.filter(is_offered=True).order_by("form", "title"))
