"""Where districts bring what they publish."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from qiaomen.access.rights import open_to_all
from qiaomen.base.problems import Problem
from qiaomen.city import intake


@csrf_exempt
@require_POST
@never_cache
@open_to_all
def take_in(request: HttpRequest, member: UUID) -> HttpResponse:
    """A frozen report or a live tally; its signature by the district's secret opens this. The answer is a receipt."""
    if int(request.headers.get("Content-Length") or 0) > intake.MOST_BYTES:
        raise Problem("city.unreadable")
    kept = intake.accept(member, request.body, request.headers.get("Qiaomen-Signature", ""))
    cut = timezone.localtime(kept.cut_at)
    words = f"{kept.kind} {cut:%Y-%m-%d %H:%M} {len(kept.figures)} {kept.digest[:12]}".strip()
    return HttpResponse(words, content_type="text/plain; charset=utf-8")
