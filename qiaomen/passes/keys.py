"""The keys of passes: our own, one of which signs, and those of neighbouring districts that were pinned."""

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import msgspec
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from qiaomen.base import keys as key_file
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.passes.models import IssuerKey
from qiaomen.passes.token import LONGEST_LIFE, Signer, kid_of
from qiaomen.passes.verdicts import Key
from qiaomen.places.models import segment

QUARTER = 900  # seconds: a code says when it was issued to the quarter hour
LONGEST = timedelta(seconds=LONGEST_LIFE)
SIGNS = """
SELECT k.kid, coalesce(nullif(p.code, ''), p.id::text), p.name FROM places_place p
LEFT JOIN passes_issuerkey k ON k.own AND k.until IS NULL WHERE p.parent_id IS NULL
"""


class PublicKey(msgspec.Struct, frozen=True):
    """A key as one district gives it to another: the file of `qiaomen passes export-key`."""

    district: str
    name: str
    kid: str
    public: str
    since: datetime


def quarter(moment: datetime) -> int:
    """The quarter hour that a moment lies in, in seconds since 1970."""
    return int(moment.timestamp()) // QUARTER * QUARTER


def district() -> tuple[str, str]:
    """(code, name) of this district: the division code of the root of the tree, else its short id."""
    code, name, _kid = _signs()
    return code, name


def signer() -> tuple[Signer, str]:
    """What signs now, and the district's code. Raises `pass.no_key`."""
    code, _name, kid = _signs()
    if kid is None:
        raise Problem("pass.no_key")
    return _signer(str(settings.KEY_FILE), kid), code


def ensure(now: datetime) -> None:
    """Make the first key where there is none yet."""
    if not IssuerKey.objects.filter(own=True).exists():
        rotate(now)


def rotate(now: datetime, *, at_once: bool = False) -> IssuerKey:
    """Make a new key, which signs from now on. What the old one signed counts to its end.

    `at_once`: the old one was lost to somebody. Whatever it signed counts no more; phones get new codes by themselves,
    cards have to be printed again.
    """
    seed = secrets.token_bytes(32)
    public = Signer(seed).public
    code, name = district()
    with transaction.atomic():
        for old in IssuerKey.objects.select_for_update().filter(own=True, until=None):
            old.until = old.since if at_once else max(old.since, _moment(quarter(now) + QUARTER))
            old.save(update_fields=["until"])
        key_file.keep_private(kid_of(public).hex(), seed)
        return IssuerKey.objects.create(
            kid=kid_of(public).hex(), public=public, district=code, name=name, own=True, since=_moment(quarter(now))
        )


def exported() -> PublicKey:
    """Our key in force, for a neighbouring district. Raises `pass.no_key`."""
    key = IssuerKey.objects.filter(own=True, until=None).first()
    if key is None:
        raise Problem("pass.no_key")
    return PublicKey(key.district, key.name, key.kid, _text(bytes(key.public)), key.since)


def pin(given: bytes) -> IssuerKey:
    """Trust a neighbouring district's key, from its file. Its former keys go on counting for what they signed.

    Raises `pass.key_unreadable` and `pass.key_known`.
    """
    try:
        key = msgspec.json.decode(given, type=PublicKey)
        public = urlsafe_b64decode(key.public + "=" * (-len(key.public) % 4))
    except (ValueError, RecursionError) as error:
        reason = "not such a file" if isinstance(error, msgspec.MsgspecError) else "not a key"
        raise Problem("pass.key_unreadable", reason=reason) from None
    if len(public) != 32 or kid_of(public).hex() != key.kid or not 0 < len(key.district) <= 20 or len(key.name) > 80:
        raise Problem("pass.key_unreadable", reason="its parts do not fit each other")
    if key.since.tzinfo is None or key.district == district()[0]:
        raise Problem("pass.key_unreadable", reason="it says that it is ours, or not from when on it counts")
    with transaction.atomic():
        if IssuerKey.objects.filter(kid=key.kid).exists():
            raise Problem("pass.key_known")
        return IssuerKey.objects.create(
            kid=key.kid, public=public, district=key.district, name=key.name, own=False, since=key.since
        )


def unpin(key: IssuerKey) -> None:
    """Trust a neighbour's key no longer, for nothing that it ever signed."""
    key.until = key.since
    key.save(update_fields=["until"])


def every() -> QuerySet[IssuerKey]:
    """All keys: the one that signs first, then ours that did, then those of neighbours."""
    return IssuerKey.objects.order_by("-own", F("until").desc(nulls_first=True), "-since", "kid")


def counting(now: datetime) -> list[IssuerKey]:
    """The keys by which codes can still count: what a key signed last lives for the longest life of a code."""
    return list(IssuerKey.objects.filter(Q(until=None) | Q(until__gt=now - LONGEST)).order_by("-own", "since", "kid"))


def known(now: datetime) -> dict[bytes, Key]:
    """The same, as verdicts need them."""
    return {
        bytes.fromhex(key.kid): Key(
            bytes(key.public), key.district, int(key.since.timestamp()),
            int(key.until.timestamp()) if key.until else None, key.own,
        )
        for key in counting(now)
    }  # fmt: skip


def feed(now: datetime | None = None) -> list[dict[str, Any]]:
    """The same, as a gate's phone gets them: bytes in base64url, seconds since 1970."""
    return [
        {
            "kid": _text(bytes.fromhex(key.kid)), "public": _text(bytes(key.public)), "district": key.district,
            "from": int(key.since.timestamp()), "until": int(key.until.timestamp()) if key.until else None,
            "own": key.own,
        }
        for key in counting(now or timezone.now())
    ]  # fmt: skip


def districts(now: datetime | None = None) -> dict[str, str]:
    """Names of the districts whose passes are verified here, by code."""
    code, name = district()
    return {key.district: key.name for key in counting(now or timezone.now()) if not key.own} | {code: name}


def as_file(key: PublicKey) -> str:
    """The text of a key's file."""
    return json.dumps(msgspec.to_builtins(key), ensure_ascii=False, indent=2) + "\n"


@lru_cache(maxsize=4)
def _signer(file: str, kid: str) -> Signer:
    seed = key_file.private(kid)
    if seed is None:
        raise Problem("pass.no_key")
    return Signer(seed)


def _signs() -> tuple[str, str, str | None]:
    found = rows(SIGNS)
    if not found:
        return "", "", None
    kid, code, name = found[0]
    return _code(code), name, kid


def _code(code: str) -> str:
    """A district without a division code goes by its short id."""
    from uuid import UUID

    return segment(UUID(code)).rstrip(".") if len(code) == 36 else code


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=timezone.get_default_timezone())


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
