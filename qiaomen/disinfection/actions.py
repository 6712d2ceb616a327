"""Products of the district, and where is disinfected how often."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.base import changes
from qiaomen.base.problems import Problem
from qiaomen.disinfection.models import Cadence, Product
from qiaomen.places.models import Place


def set_product(name: str, *, concentration: int, minutes: int, by: Worker) -> Product:
    """Put a product on the district's list, or say anew how it is mixed: mg per litre, minutes."""
    with changes.change("product", worker=by.id) as change:
        mixed = {"concentration": concentration, "minutes": minutes, "is_active": True, "change": change.id}
        made, _new = Product.objects.update_or_create(name=name, defaults=mixed)
        audit.write(by, "product.set", made.id, concentration=concentration, minutes=minutes)
    return made


def drop_product(product: UUID, *, by: Worker) -> None:
    """Take a product off the list; rounds made with it keep it."""
    with changes.change("product", worker=by.id) as change:
        if Product.objects.filter(pk=product, is_active=True).update(is_active=False, change=change.id):
            audit.write(by, "product.dropped", product)


def begin(place: Place, *, grain: str, every: int, by: Worker, now: datetime) -> Cadence:
    """From now on a place, or each place of a kind in it, is disinfected every so many hours.

    Raises `disinfection.bad_cadence` where that is so already, or the place holds none of that kind.
    """
    if grain and not place.below().filter(kind=grain).exists():
        raise Problem("disinfection.bad_cadence", field="grain")
    try:
        with transaction.atomic(), changes.change("cadence", worker=by.id) as change:
            made = Cadence.objects.create(place=place, grain=grain, every=every, since=now, change=change.id)
            audit.write(by, "cadence.begun", made.id, place=str(place.id), grain=grain, hours=every)
    except IntegrityError:
        raise Problem("disinfection.bad_cadence", field="place") from None
    return made


def end(cadence: Cadence, *, by: Worker, now: datetime) -> None:
    """These rounds are no longer made. Ended twice is ended once."""
    with changes.change("cadence", worker=by.id) as change:
        if Cadence.objects.filter(pk=cadence.pk, until=None).update(until=max(now, cadence.since), change=change.id):
            audit.write(by, "cadence.ended", cadence.id)
