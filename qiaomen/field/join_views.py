"""Where the organisation's link leads: to the field app, or first out of the app that the link was opened in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qiaomen.access.enrolling import typed
from qiaomen.access.rights import open_to_all
from qiaomen.field.inside import app_around, is_apple


@never_cache
@require_safe
@open_to_all
def join(request: HttpRequest, link: str) -> HttpResponse:
    """How to open the real browser, for those who are in none; the others go on by themselves.

    Whether the link lives is not asked here: a page that many chat groups fetch must tell nothing.
    """
    agent = request.headers.get("User-Agent", "")
    code = typed(link)[:40]
    context = {
        "app": app_around(agent),
        "is_apple": is_apple(agent),
        "way": f"{reverse('field:shell')}#/join/{code}",
        "code": code,
    }
    return render(request, "field/join.html", context)
