"""The phones' endpoints: plain views over msgspec."""

from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_POST

from qiaomen.access.audit import write
from qiaomen.access.models import Worker
from qiaomen.access.queries import door_for
from qiaomen.access.rights import by_token, open_to_all
from qiaomen.access.roles import Verb
from qiaomen.access.tokens import authenticate
from qiaomen.base import room
from qiaomen.base.keys import of
from qiaomen.base.problems import Problem
from qiaomen.ledger.entries import Author, invalid
from qiaomen.ledger.submit import submit
from qiaomen.sync import feed, seen, unreadable
from qiaomen.sync.bodies import UNREADABLE, body_of
from qiaomen.sync.numbers import numbers_of
from qiaomen.sync.openapi import document
from qiaomen.sync.pull import pull
from qiaomen.sync.wire import (
    MOST_RECORDS,
    OLDEST_PROTOCOL,
    PROTOCOL,
    Answer,
    Call,
    Enrol,
    Enrolled,
    WorkerRow,
)

_call = msgspec.json.Decoder(Call).decode
_enrol = msgspec.json.Decoder(Enrol).decode
_encode = msgspec.json.Encoder().encode


@csrf_exempt
@require_POST
@open_to_all
def enrol(request: HttpRequest) -> HttpResponse:
    """A personal code becomes an author's token on this phone."""
    from qiaomen.access.enrolling import enrol as enrol_phone

    try:
        asked = _enrol(body_of(request))
    except UNREADABLE:
        raise Problem("sync.not_json") from None
    token, enrolment = enrol_phone(
        code=asked.code,
        device=asked.device,
        device_name=asked.device_name,
        address=request.META.get("REMOTE_ADDR", ""),
    )
    worker = WorkerRow(enrolment.worker_id, enrolment.worker.name)
    return _json(
        Enrolled(
            token=token,
            worker=worker,
            outbreak=enrolment.outbreak_id,
            since=enrolment.since,
            server_time=timezone.now(),
            protocol=PROTOCOL,
        )
    )


@csrf_exempt
@require_POST
@gzip_page  # a first sync is a tenth of its size; nothing secret stands beside what a stranger could have chosen
@by_token
def sync(request: HttpRequest) -> HttpResponse:
    """Take records and answer verdicts; with `pull`, also what changed in the phone's scope."""
    author = author_of(request)
    received_at = timezone.now()
    body = body_of(request)
    call = _read(body, author)
    if author.enrolment is not None:
        seen.note(author.enrolment, received_at)
    with translation.override(call.language or translation.get_language()):
        answer = Answer(server_time=received_at)
        if call.records:
            room.require()
            answer.verdicts = submit(
                [bytes(raw) for raw in call.records], author=author, received_at=received_at, offset_ms=call.offset_ms
            )
        if not call.pull or author.revoked_at is not None:
            return _json(answer)
        pulled, page = pull(author, call.cursor, of(author.outbreak))
    # Three objects become one: the page may come ready-made from a bundle, and is not decoded to be joined.
    parts = [part[1:-1] for part in (_encode(answer), _encode(pulled), page) if len(part) > 2]
    return HttpResponse(b"{" + b",".join(parts) + b"}", content_type="application/json")


@require_GET
@by_token
def people(request: HttpRequest, door: UUID) -> HttpResponse:
    """The people of a door in the worker's area that is not their own; opening it is logged."""
    author = author_of(request)
    if author.revoked_at is not None:
        raise Problem("access.token_unknown")
    door_for(Worker.objects.get(pk=author.worker), door, Verb.RECORD)
    page = feed.people_of(door, author.worker)
    write(worker=author.worker, action="door.people", subject=door)
    return _json(page)


@require_GET
@never_cache
@by_token
def numbers(request: HttpRequest, door: UUID) -> HttpResponse:
    """The phone numbers of a household that the worker has to telephone, or may know; each is logged."""
    author = author_of(request)
    if author.revoked_at is not None:
        raise Problem("access.token_unknown")
    return _json(numbers_of(door, Worker.objects.get(pk=author.worker), of(author.outbreak)))


@require_GET
@open_to_all
def openapi(request: HttpRequest) -> HttpResponse:
    """The interface's description, generated from the Structs."""
    return _json(document())


def author_of(request: HttpRequest) -> Author:
    """Whose token a call carries. Raises `access.token_unknown`."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer" or not token:
        raise Problem("access.token_unknown")
    bearer = authenticate(token)
    return Author(bearer.worker, bearer.outbreak, bearer.device, bearer.enrolment, bearer.since, bearer.revoked_at)


def _read(body: bytes, author: Author) -> Call:
    try:
        call = _call(body)
    except UNREADABLE as error:
        problem = invalid(error, "sync.not_json")
        unreadable.keep(body, author=author, reason=f"{problem.field}: {problem.details['reason']}")
        raise Problem("sync.not_json") from None
    if not OLDEST_PROTOCOL <= call.protocol <= PROTOCOL:
        raise Problem("sync.protocol")
    if len(call.records) > MOST_RECORDS:
        raise Problem("sync.too_many_records", limit=MOST_RECORDS)
    return call


def _json(answer: object) -> HttpResponse:
    return HttpResponse(_encode(answer), content_type="application/json")
