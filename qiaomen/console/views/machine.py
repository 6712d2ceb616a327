"""For who administers: what runs long in the database, what waits in the queue, how long answers take."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base import queue, room
from qiaomen.console import health


@require_safe
@requires(Verb.ADMINISTER)
def index(request: HttpRequest) -> HttpResponse:
    """Slow statements, the queue, routes. A statement's values are taken out of it: none of them stands here."""
    context = {
        "missing": health.missing(),
        "slow": health.slowest(),
        "jobs": queue.waiting(),
        "quiet": queue.quiet_for(),
        "disks": room.disks(),
        "routes": health.routes(),
    }
    return render(request, "console/machine.html", context)
