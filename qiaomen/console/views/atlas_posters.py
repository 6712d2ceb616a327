"""The map as a poster: of one compound at once, of all compounds in one job."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.access.queries import check, place_for
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.atlas import plans, poster
from qiaomen.atlas.models import Copy
from qiaomen.base.problems import Problem
from qiaomen.console import heads
from qiaomen.console.asked import link, shows_health, worker_of
from qiaomen.console.parts import Crumb
from qiaomen.console.views.atlas import no_map
from qiaomen.console.views.atlas_forms import PosterForm
from qiaomen.places.models import Place

MIME = {"pdf": "application/pdf", "svg": "image/svg+xml"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.SEE)
def one(request: HttpRequest, place: UUID) -> HttpResponse:
    """Which copy of the poster, and for what; each one that is taken is written down."""
    worker = worker_of(request)
    found = place_for(worker, place)
    if found.kind not in plans.MAPPED:
        return no_map(request, found)
    form = PosterForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return render(request, "console/atlas/poster.html", _shown(worker, found))
    copy, kind = Copy(form.cleaned_data["copy"]), form.cleaned_data["form"]
    _check(worker, found, copy)
    try:
        made = poster.poster(
            found, copy=copy, language=get_language(), base=request.build_absolute_uri("/"), reader=worker, form=kind
        )  # fmt: skip
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect("console:place_poster", found.id)
    audit.write(worker, "export", found.id, list="poster", copy=str(copy), form=kind)
    answer = HttpResponse(made, content_type=MIME[kind])
    name = f"{found.name} {_('Epidemic map')} {copy.label}.{kind}"
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


def _check(worker: Worker, place: Place, copy: Copy) -> None:
    """The duty copy holds phones and who isolates where: for those who may take lists away, and not for the police."""
    if copy == Copy.PUBLIC:
        return
    if not shows_health(worker):
        raise Problem("access.forbidden")
    check(worker, Verb.EXPORT, place.path)


def _shown(worker: Worker, place: Place) -> dict[str, object]:
    return {
        "place": place,
        "crumbs": [*heads.way(place, None), Crumb(_("Epidemic map"), link("place_map", place.id)), Crumb(_("Poster"))],
        "may_open": worker.may(Verb.EXPORT, place) and shows_health(worker),
        "forms": [("pdf", "PDF"), ("svg", "SVG")],
        "map_url": link("place_map", place.id),
    }
