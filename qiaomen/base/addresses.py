"""The address of this installation, as links and printed codes carry it."""

from django.conf import settings
from django.http import HttpRequest


def base_of(request: HttpRequest) -> str:
    """Like https://qiaomen.example, without a slash at the end.

    Behind a proxy a request does not know by which address it came, so the first of QIAOMEN_ORIGINS goes before it.
    """
    origins: list[str] = settings.CSRF_TRUSTED_ORIGINS
    given = next((origin for origin in origins if "*" not in origin), "")
    return given.rstrip("/") or f"{request.scheme}://{request.get_host()}"
