"""Links of the small world's organisations, those who ask by them, and what everybody is told."""

from datetime import timedelta

import msgspec
from django.utils import timezone

from qiaomen.access.joining import Typed
from qiaomen.access.models import JoinClaim, JoinLink
from qiaomen.access.tokens import hashed
from qiaomen.base.sealing import seal
from qiaomen.duty.models import Bulletin
from qiaomen.places.models import Place
from qiaomen.testing.world import World, fixed, worker_phone


def linked(world: World, organisation: str) -> JoinLink:
    """The link of an organisation, made when first asked for; its code is nobody's to type."""
    made, _new = JoinLink.objects.get_or_create(
        id=fixed(f"link of {organisation}"),
        organisation=world.organisations[organisation],
        defaults={
            "code_hash": fixed(f"code of {organisation}").bytes,
            "expires_at": timezone.now() + timedelta(hours=24),
        },
    )
    return made


def asked_to_join(world: World, key: str) -> JoinClaim:
    """Somebody of the cast who waits with another phone, made when first asked for; the roster knows them."""
    worker = world.workers[key]
    organisation = next(name for name, each in world.organisations.items() if each.id == worker.organisation_id)
    claim = JoinClaim(id=fixed(f"claim of {key}"), link=linked(world, organisation), worker=worker)
    claim.sealed = seal(world.outbreak.keys, msgspec.json.encode(Typed(worker.name, worker_phone(key))), row=claim.id)
    claim.device, claim.secret_hash = fixed(f"new phone of {key}"), hashed(f"secret of {key}")
    claim.device_name, claim.expires_at = "测试机", timezone.now() + timedelta(hours=24)
    if not JoinClaim.objects.filter(pk=claim.pk).exists():
        claim.save(force_insert=True)
    return claim


def told(world: World, place: Place) -> Bulletin:
    """A message to those who knock at a place, made when first asked for."""
    made = Bulletin(id=fixed(f"bulletin {place.id}"), outbreak=world.outbreak, places=[place.id], where=place.name)
    made.sealed = seal(world.outbreak.keys, "今晚九点收工。".encode(), row=made.id)
    made.at, made.until, made.change = timezone.now(), timezone.now() + timedelta(hours=24), world.change
    made.written_by = world.workers["headquarters"]
    if not Bulletin.objects.filter(pk=made.pk).exists():
        made.save(force_insert=True)
    return made
