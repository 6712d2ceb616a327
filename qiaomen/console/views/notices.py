"""The written notices of a measure and of release, to hand over: PDF to print, Word to put a letterhead on."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.addresses import base_of
from qiaomen.base.problems import Problem
from qiaomen.console.asked import worker_of
from qiaomen.monitoring import notices
from qiaomen.monitoring.models import Episode
from qiaomen.paper import notices as papers

TYPES = {"pdf": papers.PDF, "docx": papers.WORD}


@never_cache
@require_POST
@requires(Verb.SEE_IDENTITY, of_health=True)
def notice(request: HttpRequest, person: UUID, paper: str) -> HttpResponse:
    """The notice of the measure in force; once that is over, of release. That it was printed is written down."""
    if paper not in TYPES:
        raise Problem("access.not_found")
    worker = worker_of(request)
    over = Episode.objects.filter(person=person).order_by("-started").exclude(ended_at=None).first()
    live = Episode.objects.filter(person=person, ended_at=None).exists()
    if over is not None and not live:
        made, name = notices.release_notice(over.id, reader=worker), _("notice of release")
    else:
        made, name = notices.measure_notice(person, reader=worker, now=timezone.now()), _("notice of a measure")
    printed = papers.printed(made, by=worker, person=person, form=paper, base=base_of(request))
    response = HttpResponse(printed, content_type=TYPES[paper])
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.{paper}") or "attachment"
    return response
