"""Joining by an organisation's link: somebody types a name and a phone, and somebody confirms that it is they.

A link is for everybody in the organisation, and may end up in a chat group. So it only lets one ask; what is answered,
and how long that takes, does not depend on whether the roster knows the name and the phone. The leader confirms by a
tap, or by six digits that they give to one worker by word of mouth.
"""

import hmac
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import msgspec
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from qiaomen.access import audit
from qiaomen.access.enrolling import address_hash, check_tries, count_try, enrol_worker, keyed, typed
from qiaomen.access.links import live_link
from qiaomen.access.models import Audit, Enrolment, JoinClaim, JoinCode, JoinLink, Worker
from qiaomen.access.phones import phone_hash
from qiaomen.access.tokens import hashed, new_token
from qiaomen.base.ids import NOBODY
from qiaomen.base.keys import Keys
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.base.sealing import seal, unseal
from qiaomen.people.names import read_name, search_keys
from qiaomen.people.phones import read_phones

LIFE = timedelta(hours=24)
WRONG_DIGITS = 5

# A whole organisation may sit behind one address; more than this is no organisation.
MOST_ASKED = 300
WITHIN = timedelta(minutes=15)
MOST_WAITING = 500
_ASKED = "join.asked"

State = JoinClaim.State


class Typed(msgspec.Struct, frozen=True):
    """What somebody typed who asked to join: the name, and the phone in normal form."""

    name: str
    phone: str

    @property
    def masked_phone(self) -> str:
        """The phone's first three and last four digits."""
        return f"{self.phone[:3]}****{self.phone[-4:]}"


class Standing(NamedTuple):
    """What became of a claim; with `accepted` the token and its enrolment."""

    state: str
    token: str = ""
    enrolment: Enrolment | None = None


def ask(
    *, link: str, name: str, phone: str, device: UUID, device_name: str = "", address: str = ""
) -> tuple[JoinClaim, str]:
    """Ask to join; answers the claim and its secret (43 characters), alike for whom the roster knows and for others.

    What the same phone asked before and still waits for is replaced. `address` is where the call came from.
    Raises `access.too_many_tries`, `access.link_dead`, `access.name_missing`, `access.phone_unreadable`.
    """
    check_tries(address)
    _check_asked(address)
    found = live_link(link)
    if found is None:
        count_try(address)
        raise Problem("access.link_dead")
    said = _said(name, phone)
    keys, secret, now = Outbreak.objects.current().keys, new_token(), timezone.now()
    with transaction.atomic():
        JoinLink.objects.select_for_update().get(pk=found.pk)  # one phone that asks twice at once is one claim
        waiting = JoinClaim.objects.filter(link=found, state=State.WAITING)
        waiting.filter(Q(device=device) | Q(expires_at__lte=now)).delete()
        if waiting.count() >= MOST_WAITING:
            raise Problem("access.too_many_tries")
        claim = JoinClaim(link=found, device=device, device_name=device_name[:60], secret_hash=hashed(secret))
        claim.worker, claim.expires_at = _on_roster(found, said, keys), now + LIFE
        claim.sealed = seal(keys, msgspec.json.encode(said), row=claim.id)
        claim.save(force_insert=True)
        audit.write(None, _ASKED, claim.id, address=address_hash(address), link=found.id)
    return claim, secret


def status(*, claim: UUID, secret: str, code: str = "", address: str = "") -> Standing:
    """What became of a claim, as its phone asks; `code` are the six digits, where the worker has them.

    An accepted claim answers a token, and a new one when its phone asks again: the one before dies.
    Raises `access.too_many_tries`, `access.not_found`, `access.digits_wrong`, `access.digits_spent`.
    """
    check_tries(address)
    with transaction.atomic():
        found = (
            JoinClaim.objects.select_for_update(of=("self",))
            .select_related("link", "worker", "enrolment")
            .filter(pk=claim)
            .first()
        )
        if found is None or not hmac.compare_digest(bytes(found.secret_hash), hashed(secret)):
            raise Problem("access.not_found")
        wrong = _confirm(found, code) if code and _lives(found) and found.state == State.WAITING else ""
        standing = _standing(found)
    if wrong:
        count_try(address)
        raise Problem(wrong)
    return standing


def give_digits(workers: Sequence[Worker], *, by: Worker | None = None) -> list[tuple[Worker, str]]:
    """Six digits for each of these workers, for 24 hours; earlier ones die. They are shown here only."""
    codes = [f"{secrets.randbelow(10**6):06d}" for _worker in workers]
    fresh = [
        JoinCode(worker=worker, code_hash=_digits_hash(worker.id, code), expires_at=timezone.now() + LIFE, given_by=by)
        for worker, code in zip(workers, codes, strict=True)
    ]
    with transaction.atomic():
        JoinCode.objects.bulk_create(
            fresh,
            update_conflicts=True,
            unique_fields=["worker"],
            update_fields=["code_hash", "expires_at", "tries", "given_by"],
        )
        audit.write_many(by, "join.digits_given", [worker.id for worker in workers])
    return list(zip(workers, codes, strict=True))


def waiting(organisations: Iterable[UUID]) -> QuerySet[JoinClaim]:
    """The claims that wait for a leader, oldest first."""
    now = timezone.now()
    return (
        JoinClaim.objects.filter(link__organisation__in=list(organisations), link__revoked_at=None)
        .filter(state=State.WAITING, expires_at__gt=now)
        .select_related("worker", "link__organisation")
        .order_by("asked_at")
    )


def second_phones(organisations: Iterable[UUID]) -> list[tuple[Worker, list[Enrolment]]]:
    """The workers who have more than one phone, with their phones, the newest first."""
    live = Enrolment.objects.filter(worker__organisation__in=list(organisations), revoked_at=None)
    several = live.values("worker").annotate(phones=Count("id")).filter(phones__gt=1).values("worker")
    found: dict[UUID, tuple[Worker, list[Enrolment]]] = {}
    for enrolment in live.filter(worker__in=several).select_related("worker", "device").order_by("-enrolled_at"):
        found.setdefault(enrolment.worker_id, (enrolment.worker, []))[1].append(enrolment)
    return list(found.values())


def said_in(claim: JoinClaim, keys: Keys) -> Typed:
    """What was typed into a claim that waits."""
    return msgspec.json.decode(unseal(keys, bytes(claim.sealed or b""), row=claim.id), type=Typed)


def candidates(claim: JoinClaim, said: Typed, keys: Keys) -> list[Worker]:
    """The organisation's workers, those with this phone or this name first."""
    found, plain = phone_hash(keys, said.phone), _plain(said.name)
    workers = Worker.objects.filter(organisation=claim.link.organisation_id, is_active=True).order_by("name")

    def nearness(worker: Worker) -> int:
        return -2 * (bytes(worker.phone_hash or b"") == found) - (_plain(worker.name) == plain)

    return sorted(workers, key=nearness)


def accept(claims: Sequence[JoinClaim], *, by: Worker) -> int:
    """Let these in who are on the roster; answers how many still waited. Their phones fetch their tokens themselves."""
    known = [claim.id for claim in claims if claim.worker_id is not None]
    with transaction.atomic():
        waits = JoinClaim.objects.select_for_update().filter(pk__in=known, state=State.WAITING)
        live = {claim.id: claim.worker_id for claim in waits.filter(expires_at__gt=timezone.now())}
        JoinClaim.objects.filter(pk__in=live).update(
            state=State.ACCEPTED, settled_at=timezone.now(), settled_by=by, sealed=None
        )
        audit.write_many(by, "join.accepted", [worker for worker in live.values() if worker])
    return len(live)


def attach(claim: JoinClaim, worker: Worker, *, by: Worker) -> None:
    """The leader says who this is, and lets them in. Raises `access.claim_settled`, `access.not_found`."""
    if worker.organisation_id != claim.link.organisation_id or not worker.is_active:
        raise Problem("access.not_found")
    JoinClaim.objects.filter(pk=claim.pk, state=State.WAITING).update(worker=worker)
    claim.worker = worker
    audit.write(by, "join.attached", worker.id, claim=claim.id)
    if not accept([claim], by=by):
        raise Problem("access.claim_settled")


def refuse(claim: JoinClaim, *, by: Worker) -> None:
    """Not one of ours: what was typed is forgotten. Raises `access.claim_settled`."""
    waits = JoinClaim.objects.filter(pk=claim.pk, state=State.WAITING)
    if not waits.update(state=State.REFUSED, settled_at=timezone.now(), settled_by=by, sealed=None):
        raise Problem("access.claim_settled")
    audit.write(by, "join.refused", claim.worker_id, claim=claim.id)


def _said(name: str, phone: str) -> Typed:
    cleaned, phones = read_name(name).name[:60], read_phones(phone).phones
    if not cleaned:
        raise Problem("access.name_missing", field="name")
    if len(phones) != 1:
        raise Problem("access.phone_unreadable", field="phone")
    return Typed(name=cleaned, phone=phones[0])


def _on_roster(link: JoinLink, said: Typed, keys: Keys) -> Worker | None:
    """The one worker of the organisation with this phone and name."""
    same_phone = Worker.objects.filter(
        organisation=link.organisation_id, phone_hash=phone_hash(keys, said.phone), is_active=True
    )
    plain = _plain(said.name)
    found = [worker for worker in same_phone if _plain(worker.name) == plain]
    return found[0] if len(found) == 1 else None


def _plain(name: str) -> str:
    return search_keys(name).plain


def _lives(claim: JoinClaim) -> bool:
    return claim.expires_at > timezone.now() and claim.link.revoked_at is None


def _standing(claim: JoinClaim) -> Standing:
    if claim.state == State.ACCEPTED:
        return _fetched(claim)
    if claim.state == State.WAITING and not _lives(claim):
        return Standing("over")
    return Standing(claim.state)


def _fetched(claim: JoinClaim) -> Standing:
    """The token; none when the phone was signed out since, or the day is over."""
    worker, had = claim.worker, claim.enrolment
    is_over = claim.expires_at <= timezone.now() or (had is not None and had.revoked_at is not None)
    if is_over or worker is None or not worker.is_active:
        return Standing("over")
    since: datetime = claim.settled_at or timezone.now()
    token, claim.enrolment = enrol_worker(worker, device=claim.device, device_name=claim.device_name, since=since)
    claim.save(update_fields=["enrolment"])
    return Standing(State.ACCEPTED, token, claim.enrolment)


def _confirm(claim: JoinClaim, code: str) -> str:
    """Accept the claim if these are its worker's digits; else why not.

    Runs the same statements for a claim that the roster does not know.
    """
    if claim.tries >= WRONG_DIGITS:
        return "access.digits_spent"
    worker = claim.worker_id or NOBODY
    given = JoinCode.objects.select_for_update().filter(worker=worker)
    usable = given.filter(expires_at__gt=timezone.now(), tries__lt=WRONG_DIGITS).first()
    expected = bytes(usable.code_hash) if usable else b""
    if hmac.compare_digest(expected, _digits_hash(worker, typed(code))):
        given.delete()
        claim.state, claim.settled_at, claim.sealed = State.ACCEPTED, timezone.now(), None
        claim.save(update_fields=["state", "settled_at", "sealed"])
        return ""
    given.update(tries=F("tries") + 1)
    claim.tries += 1
    claim.save(update_fields=["tries"])
    return "access.digits_wrong"


def _digits_hash(worker: UUID, code: str) -> bytes:
    return keyed("join digits", f"{worker}\0{code}")


def _check_asked(address: str) -> None:
    recent = Audit.objects.filter(action=_ASKED, at__gt=timezone.now() - WITHIN)
    if recent.filter(details__address=address_hash(address)).count() >= MOST_ASKED:
        raise Problem("access.too_many_tries")
