"""A broken glass of the small world."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from qiaomen.access.models import Glass
from qiaomen.base.sealing import seal
from qiaomen.places.models import Place
from qiaomen.testing.world import World, fixed


def broken(world: World, place: Place) -> UUID:
    """Headquarters broke it a while ago, and nobody has looked at it; made when first asked for."""
    made = Glass(id=fixed(f"glass {place.id}"), outbreak=world.outbreak, worker=world.workers["headquarters"])
    made.place, made.since = place, timezone.now() - timedelta(hours=4)
    made.until = made.since + timedelta(hours=3)
    made.sealed = seal(world.outbreak.keys, b"a fire, and no list of who lives there", row=made.id)
    if not Glass.objects.filter(pk=made.id).exists():
        made.save(force_insert=True)
    return made.id
