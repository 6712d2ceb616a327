"""An organisation's link: made, shown again as long as it lives, and revoked."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from qiaomen.access import audit
from qiaomen.access.enrolling import ALPHABET, LENGTH, keyed, typed
from qiaomen.access.models import JoinLink, Organisation, Worker
from qiaomen.base.ids import new_id

LIFE = timedelta(hours=24)


def make_link(organisation: Organisation, *, by: Worker | None = None) -> JoinLink:
    """A fresh link for the people of this organisation, for 24 hours; earlier ones are revoked."""
    link = JoinLink(id=new_id(), organisation=organisation, expires_at=timezone.now() + LIFE, made_by=by)
    link.code_hash = _code_hash(code_of(link))
    with transaction.atomic():
        for earlier in JoinLink.objects.select_for_update().filter(organisation=organisation, revoked_at=None):
            revoke_link(earlier, by=by)
        link.save(force_insert=True)
        audit.write(by, "join.link_made", organisation.id, link=link.id)
    return link


def revoke_link(link: JoinLink, *, by: Worker | None = None) -> None:
    """Nobody can ask by it any more, and who asked and waits is turned away."""
    if JoinLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now()):
        audit.write(by, "join.link_revoked", link.organisation_id, link=link.id)


def code_of(link: JoinLink) -> str:
    """The link's code, ten characters; made from its id and the installation's key, so that no database holds it."""
    number = int.from_bytes(keyed("join link", str(link.id)))
    digits = []
    for _position in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[rest])
    return "".join(digits)


def live_link(code: str) -> JoinLink | None:
    """The link with this code, if it lives."""
    lives = JoinLink.objects.filter(revoked_at=None, expires_at__gt=timezone.now())
    return lives.filter(code_hash=_code_hash(typed(code))).select_related("organisation").first()


def live_links(organisations: list[UUID]) -> dict[UUID, JoinLink]:
    """The living link of each organisation that has one."""
    lives = JoinLink.objects.filter(organisation__in=organisations, revoked_at=None, expires_at__gt=timezone.now())
    return {link.organisation_id: link for link in lives}


def _code_hash(code: str) -> bytes:
    return keyed("join code", code)
