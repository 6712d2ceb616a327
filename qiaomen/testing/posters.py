"""Posters that somebody asked for: one could not be made, the others nobody has made yet."""

from django.utils import timezone

from qiaomen.atlas.models import Copy, PosterRun
from qiaomen.base.models import Outbreak
from qiaomen.places.models import Place
from qiaomen.testing.world import fixed


def asked_for(place: Place) -> PosterRun:
    """The run for a place, made when first asked for."""
    given = {
        "outbreak": Outbreak.objects.current(), "place": place, "copies": [Copy.PUBLIC], "language": "zh-hans",
        "asked_at": timezone.now(),
        "failures": [{"place": str(place.id), "copy": "public", "code": "atlas.poster_stopped", "details": {}}],
    }  # fmt: skip
    return PosterRun.objects.get_or_create(id=fixed(f"posters {place.name}"), defaults=given)[0]
