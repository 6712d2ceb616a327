"""The endpoint for sensors of seals: what their side reports of openings. It answers nothing of any person or door."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from msgspec import Meta

from qiaomen.access.rights import by_source
from qiaomen.base.problems import Problem
from qiaomen.seals import sensors
from qiaomen.sync.bodies import UNREADABLE, body_of

MOST_BYTES = 64_000


class SealOpened(msgspec.Struct):
    """A seal was opened. `id`: the sender's own, and the same when it is sent again; `seal`: as its code names it;
    `at` by the sensor's clock."""

    id: Annotated[str, Meta(min_length=1, max_length=64)]
    seal: UUID
    at: Annotated[datetime, Meta(tz=True)]


class SensorCall(msgspec.Struct):
    """`POST /api/seals/opened`."""

    messages: Annotated[list[SealOpened], Meta(max_length=100)]


class SensorVerdict(msgspec.Struct, omit_defaults=True):
    """What became of a message: `accepted`, `duplicate`, `rejected` with a code."""

    id: str
    verdict: str
    code: str = ""


class SensorAnswer(msgspec.Struct):
    """One verdict for each message, in order."""

    server_time: datetime
    verdicts: list[SensorVerdict]


_call = msgspec.json.Decoder(SensorCall).decode
_encode = msgspec.json.Encoder().encode


@csrf_exempt
@require_POST
@by_source
def opened(request: HttpRequest) -> HttpResponse:
    """Messages of one source: each that is new becomes the record of a seal found broken."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer" or not token:
        raise Problem("access.token_unknown")
    now = timezone.now()
    source = sensors.source_of(token, address=request.META.get("REMOTE_ADDR", ""), now=now)
    try:
        call = _call(body_of(request, most=MOST_BYTES))
    except UNREADABLE:
        raise Problem("sync.not_json") from None
    said = [sensors.Opened(one.id, one.seal, one.at) for one in call.messages]
    taken = sensors.take(source, said, now=now)
    verdicts = [SensorVerdict(one.id, what.verdict, what.code) for one, what in zip(said, taken, strict=True)]
    return HttpResponse(_encode(SensorAnswer(now, verdicts)), content_type="application/json")
