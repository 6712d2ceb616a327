"""What opens when a phone's own camera reads a printed code: the field app, at that door or building.

Nothing is looked up: whether a door exists, and who lives there, an address answers to nobody.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from qiaomen.access.rights import open_to_all
from qiaomen.paper.codes import id_of


@require_safe
@open_to_all
def door(request: HttpRequest, short: str) -> HttpResponse:
    """`/d/…`: the door's screen. Raises `paper.code_damaged`."""
    return _screen("door", short)


@require_safe
@open_to_all
def place(request: HttpRequest, short: str) -> HttpResponse:
    """`/p/…`: the building's screen. Raises `paper.code_damaged`."""
    return _screen("building", short)


def _screen(name: str, short: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('field:shell')}#/{name}/{id_of(short)}")
