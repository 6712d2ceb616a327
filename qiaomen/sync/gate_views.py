"""The gates' endpoints: what a gate's phone has to know, whom it may ring up, and a code verified by the server."""

from datetime import datetime
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_POST

from qiaomen.access.models import Worker
from qiaomen.access.phones import phones_of
from qiaomen.access.rights import by_token
from qiaomen.access.roles import Verb
from qiaomen.base.keys import of
from qiaomen.base.problems import Problem
from qiaomen.gates import clinics
from qiaomen.gates.models import Clinic
from qiaomen.gates.queries import standing
from qiaomen.gates.queries.expected import expected
from qiaomen.gates.telling import ACKNOWLEDGED_WITHIN
from qiaomen.gates.verifying import Checked, verify
from qiaomen.ledger.entries import Author
from qiaomen.monitoring.records import FEVER_ABOVE
from qiaomen.passes import keys
from qiaomen.passes.suspending import suspensions
from qiaomen.passes.verifying import gate_of
from qiaomen.places.models import Place
from qiaomen.sync import seen
from qiaomen.sync.bodies import UNREADABLE, body_of
from qiaomen.sync.gate_wire import (
    GateAlarm,
    GateClinic,
    GateDuty,
    GateExpected,
    GateFeed,
    GateInside,
    GateKey,
    GateLimits,
    GateList,
    GateNumber,
    GateNumbers,
    GateRow,
    GateVerdict,
    GateVerify,
)
from qiaomen.sync.views import author_of

SECOND_AFTER_S = 300
LIST_OLD_S = 14_400

_encode = msgspec.json.Encoder().encode
_asked = msgspec.json.Decoder(GateVerify).decode


@require_GET
@never_cache
@gzip_page
@by_token
def feed(request: HttpRequest) -> HttpResponse:
    """Keys, changed passes since a cursor, the worker's gates and their alarms. It is asked every few seconds."""
    author, worker = _guard(request)
    now = timezone.now()
    if author.enrolment is not None:
        seen.note(author.enrolment, now)
    gates = list(standing.gates(worker))
    listed, more = _expected(gates, author, now)
    listing = suspensions(request.GET.get("since", "")[:64], now=now)
    answer = GateFeed(
        server_time=now,
        district=keys.district()[0],
        districts=keys.districts(now),
        keys=msgspec.convert(keys.feed(now), list[GateKey]),
        listing=GateList(listing.cursor, listing.as_of, listing.whole, listing.entries),
        gates=_gates(gates, now),
        limits=GateLimits(FEVER_ABOVE, SECOND_AFTER_S, LIST_OLD_S, int(ACKNOWLEDGED_WITHIN.total_seconds())),
        alarms=alarms_of(gates, now),
        expected=listed,
        expected_more=more,
    )
    return _json(answer)


@require_GET
@never_cache
@by_token
def numbers(request: HttpRequest, gate: UUID) -> HttpResponse:
    """The phones of those who answer for a gate; each reading is logged."""
    author, worker = _guard(request)
    found = standing.gate_for(worker, gate, Verb.RECORD, standing.POSTS)
    duty = [one.worker for one in standing.chains([found], timezone.now())[found.id]]
    workers = Worker.objects.filter(pk__in=duty, is_active=True)
    phones = phones_of(workers, of(author.outbreak), reader=worker, where="gate.numbers")
    return _json(GateNumbers([GateNumber(id, phones[id]) for id in dict.fromkeys(duty) if id in phones]))


@csrf_exempt
@require_POST
@by_token
def verified(request: HttpRequest) -> HttpResponse:
    """A code, by what is known at this moment, and whether its holder is inside already."""
    _author, worker = _guard(request)
    try:
        asked = _asked(body_of(request))
    except UNREADABLE:
        raise Problem("sync.not_json") from None
    gate, now = standing.gate_for(worker, asked.gate, Verb.RECORD), timezone.now()
    [checked] = verify([asked.token], gate=gate, now=now)
    return _json(_verdict(checked, now))


def _guard(request: HttpRequest) -> tuple[Author, Worker]:
    author = author_of(request)
    if author.revoked_at is not None:
        raise Problem("access.token_unknown")
    return author, Worker.objects.get(pk=author.worker)


def _gates(several: list[Place], now: datetime) -> list[GateRow]:
    chains, near = standing.chains(several, now), clinics.nearest(several)
    rows = []
    for gate in several:
        assert gate.parent is not None
        where = gate_of(gate.parent)
        duty = [GateDuty(one.worker, one.name, one.role) for one in chains[gate.id]]
        name = f"{gate.parent.name} {gate.name}"
        above = [one.hex() for one in where.above]
        rows.append(GateRow(gate.id, name, where.area.hex(), above, duty, clinic_of(near.get(gate.id))))
    return rows


def clinic_of(one: Clinic | None) -> GateClinic | None:
    """A clinic as phones have it."""
    return GateClinic(one.name, one.phone) if one else None


def _expected(gates: list[Place], author: Author, now: datetime) -> tuple[list[GateExpected], int]:
    found, more = expected(gates, timezone.localdate(now), of(author.outbreak))
    listed = [
        GateExpected(one.visitor, one.name, one.door, one.label, one.purpose, one.people, one.area[-9:-1])
        for one in found
    ]
    return listed, more


def alarms_of(posts: list[Place], now: datetime) -> list[GateAlarm]:
    """The alarms under way at gates or checkpoints, as phones have them."""
    several = standing.under_way((post.id for post in posts), now)
    names = standing.names_of(several)
    return [
        GateAlarm(
            id=one.id,
            gate=one.gate,
            what=one.what,
            emergency=one.emergency,
            state=standing.state_of(one),
            at=one.at,
            level=one.level,
            told_at=one.told_at,
            to=[GateDuty(worker, names[worker], "") for worker in one.told if worker in names],
            acknowledged_by=names.get(one.acknowledged_by) if one.acknowledged_by else None,
            acknowledged_at=one.acknowledged_at,
            settled_at=one.settled_at,
            due_at=one.due_at,
        )
        for one in several
    ]


def _verdict(checked: Checked, now: datetime) -> GateVerdict:
    found, inside = checked.verdict, checked.inside
    given = GateVerdict(now, found.problem, found.colour, found.rules, found.elsewhere, "", "", "")
    if token := found.token:
        given.name, given.district, given.form = token.name, token.district, token.form
        given.pass_id, given.iat, given.exp = token.id, token.issued, token.expires
    if inside is not None:
        given.inside = GateInside(inside.gate, inside.since, inside.here)
    return given


def _json(answer: object) -> HttpResponse:
    return HttpResponse(_encode(answer), content_type="application/json")
