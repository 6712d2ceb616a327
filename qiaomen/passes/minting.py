"""Making a pass's code: on demand, from what the pass says now. The same quarter hour gives the same code."""

from collections.abc import Collection
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from django.conf import settings

from qiaomen.base.problems import Problem
from qiaomen.passes import keys
from qiaomen.passes.models import Form, Pass, State
from qiaomen.passes.naming import masked
from qiaomen.passes.token import LONGEST_LIFE, Signer, Token
from qiaomen.people.models import Person


class Minted(msgspec.Struct, frozen=True):
    """A code: the text of the QR code, what it says, and when it expires."""

    text: str
    token: Token
    expires: datetime


def mint(one: Pass, *, now: datetime) -> Minted:
    """The pass's code. Raises `pass.suspended`, `pass.revoked`, `pass.ended`, `pass.no_key`."""
    if one.state != State.ACTIVE:
        raise Problem("pass.suspended" if one.state == State.SUSPENDED else "pass.revoked")
    if has_ended(one, now):
        raise Problem("pass.ended")
    signer, district = keys.signer()
    name = Person.objects.filter(pk=one.person).values_list("name", flat=True).first()
    return _minted(one, name or "", signer, district, now)


def mint_many(passes: Collection[Pass], *, now: datetime) -> dict[UUID, Minted]:
    """The codes of these passes, without those that have none now. Raises `pass.no_key`."""
    live = [one for one in passes if one.state == State.ACTIVE and not has_ended(one, now)]
    signer, district = keys.signer()
    names = dict(Person.objects.filter(pk__in=[one.person for one in live]).values_list("id", "name"))
    return {one.id: _minted(one, names.get(one.person, ""), signer, district, now) for one in live}


def life(form: str) -> int:
    """How long a code lives, in seconds."""
    return LONGEST_LIFE if form == Form.CARD else int(settings.PASS_HOURS) * 3600


def has_ended(one: Pass, now: datetime) -> bool:
    return one.ends is not None and now >= one.ends


def _minted(one: Pass, name: str, signer: Signer, district: str, now: datetime) -> Minted:
    issued = keys.quarter(now)
    expires = issued + life(one.form)
    if one.ends is not None:
        # A pass for less than the quarter hour under way still lives for the second that the form asks for.
        expires = max(min(expires, int(one.ends.timestamp())), issued + 1)
    token = Token(
        district=district, id=one.id, colour=one.colour, name=masked(name),
        areas=tuple(bytes.fromhex(area) for area in one.areas), form=one.form, issued=issued, begins=issued,
        expires=expires,
    )  # fmt: skip
    return Minted(signer.code(token), token, datetime.fromtimestamp(expires, UTC))
