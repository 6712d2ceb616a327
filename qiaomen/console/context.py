"""What every console page shows in its shell."""

from django.conf import settings
from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, object]:
    """The district's name."""
    return {"district_name": settings.DISTRICT_NAME}
