"""What households stated by a worker's code, at the worker's own doors."""

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from qiaomen.access.models import Worker
from qiaomen.access.rights import by_token
from qiaomen.base.keys import of
from qiaomen.base.problems import Problem
from qiaomen.sync.scope import scope_of
from qiaomen.sync.views import author_of
from qiaomen.venues import statements
from qiaomen.venues.statements import AtDoor


class StatementFeed(msgspec.Struct):
    """The newest statement at each own door within the last twelve hours; `statements` name people, never names."""

    statements: list[AtDoor]


_encode = msgspec.json.Encoder().encode


@csrf_exempt
@require_POST
@never_cache
@by_token
def stated(request: HttpRequest) -> HttpResponse:
    """Take in what waits for this worker and answer it. A police member of a team gets none: it is about health."""
    author = author_of(request)
    if author.revoked_at is not None:
        raise Problem("access.token_unknown")
    now, found = timezone.now(), StatementFeed([])
    if not Worker.objects.get(pk=author.worker).is_police:
        doors = scope_of(author.worker).doors
        statements.take_in(author.worker, doors, outbreak=author.outbreak, keys=of(author.outbreak), now=now)
        found = StatementFeed(statements.stated_at(doors, now=now))
    return HttpResponse(_encode(found), content_type="application/json")
