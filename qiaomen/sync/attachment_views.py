"""The phones' endpoint for photos: how much is here, and the next piece of it."""

from typing import Annotated
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from msgspec import Meta

from qiaomen.access.rights import by_token
from qiaomen.attachments.actions import MOST_PIECE, Progress, progress, take
from qiaomen.base.problems import Problem
from qiaomen.sync.bodies import length_of
from qiaomen.sync.views import author_of
from qiaomen.sync.wire import Standing

_encode = msgspec.json.Encoder().encode


class Piece(msgspec.Struct):
    """What stands in the address of a piece: whose photo it is, where in it the piece begins, how long the whole is."""

    record: UUID
    offset: Annotated[int, Meta(ge=0)]
    size: Annotated[int, Meta(ge=1, le=2**31 - 1)]


@csrf_exempt
@require_http_methods(["GET", "HEAD", "PUT"])
@by_token
def attachment(request: HttpRequest, photo: UUID) -> HttpResponse:
    """GET says how much of a photo is here; PUT brings the bytes from `offset` on."""
    author = author_of(request)
    if request.method != "PUT":
        return _answer(progress(photo, author=author))
    try:
        piece = msgspec.convert(request.GET.dict(), Piece, strict=False)
    except msgspec.ValidationError:
        raise Problem("attachment.address") from None
    if length_of(request) > MOST_PIECE:
        raise Problem("attachment.too_large", limit=MOST_PIECE)
    return _answer(
        take(photo, record=piece.record, author=author, size=piece.size, start=piece.offset, piece=request.body)
    )


def _answer(found: Progress) -> HttpResponse:
    body = Standing(server_time=timezone.now(), received=found.received, size=found.size, done=found.done)
    headers = {"Upload-Offset": str(found.received), "Upload-Length": str(found.size)}
    return HttpResponse(_encode(body), content_type="application/json", headers=headers)
