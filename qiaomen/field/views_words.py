"""The words of the phone's screens in one language; nothing personal, the same for everybody."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from qiaomen.access.rights import open_to_all
from qiaomen.field.words import catalogue


@require_safe
@open_to_all
@cache_control(no_cache=True)
@gzip_page
def words(request: HttpRequest, language: str) -> HttpResponse:
    """`{English: translation}`; a language that is not offered is not found."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    return JsonResponse(catalogue(language), json_dumps_params={"ensure_ascii": False})
