"""Asking to join by an organisation's link, and what became of it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from msgspec import Meta

from qiaomen.access import joining
from qiaomen.access.rights import open_to_all
from qiaomen.base.problems import Problem
from qiaomen.sync.bodies import UNREADABLE, body_of
from qiaomen.sync.wire import Enrolled, WorkerRow

MOST_BYTES = 4_000


class Join(msgspec.Struct):
    """`POST /api/join`."""

    link: Annotated[str, Meta(max_length=40)]
    name: Annotated[str, Meta(max_length=60)]
    phone: Annotated[str, Meta(max_length=40)]
    device: UUID
    device_name: Annotated[str, Meta(max_length=60)] = ""


class Joined(msgspec.Struct):
    """What asking to join answers, whoever asks; the secret is shown once."""

    claim: UUID
    secret: str
    organisation: str
    expires_at: datetime
    server_time: datetime


class JoinStatus(msgspec.Struct):
    """`POST /api/join/status`."""

    claim: UUID
    secret: Annotated[str, Meta(max_length=60)]
    code: Annotated[str, Meta(max_length=40)] = ""


class JoinStanding(msgspec.Struct, omit_defaults=True):
    """What became of a claim."""

    state: str
    server_time: datetime
    enrolled: Enrolled | None = None


_join = msgspec.json.Decoder(Join).decode
_status = msgspec.json.Decoder(JoinStatus).decode


@csrf_exempt
@require_POST
@open_to_all
def join(request: HttpRequest) -> HttpResponse:
    """Ask to join; the answer does not tell whether the roster knows who asks."""
    try:
        asked = _join(body_of(request, most=MOST_BYTES))
    except UNREADABLE:
        raise Problem("sync.not_json") from None
    claim, secret = joining.ask(
        link=asked.link,
        name=asked.name,
        phone=asked.phone,
        device=asked.device,
        device_name=asked.device_name,
        address=request.META.get("REMOTE_ADDR", ""),
    )
    organisation = claim.link.organisation.name
    return _json(Joined(claim.id, secret, organisation, expires_at=claim.expires_at, server_time=timezone.now()))


@csrf_exempt
@require_POST
@open_to_all
def join_status(request: HttpRequest) -> HttpResponse:
    """Whether somebody let this phone in; then its token."""
    try:
        asked = _status(body_of(request, most=MOST_BYTES))
    except UNREADABLE:
        raise Problem("sync.not_json") from None
    standing = joining.status(
        claim=asked.claim, secret=asked.secret, code=asked.code, address=request.META.get("REMOTE_ADDR", "")
    )
    now = timezone.now()
    answer = JoinStanding(standing.state, now)
    if standing.enrolment is not None:
        enrolment = standing.enrolment
        answer.enrolled = Enrolled(
            token=standing.token,
            worker=WorkerRow(enrolment.worker_id, enrolment.worker.name),
            outbreak=enrolment.outbreak_id,
            since=enrolment.since,
            server_time=now,
        )
    return _json(answer)


def _json(answer: object) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(answer), content_type="application/json")
