"""Verifying codes on the server: as on the phone, but by what the passes say now instead of a list."""

from collections.abc import Sequence
from datetime import datetime

from qiaomen.passes import keys
from qiaomen.passes.models import Pass
from qiaomen.passes.verdicts import Gate, Genuine, Known, Listed, Verdict, verified, weigh
from qiaomen.places.models import Place

ALWAYS = 2**53  # later than any code


def verdict(text: str, *, now: datetime, gate: Gate) -> Verdict:
    """What one code is worth at a gate."""
    return verdicts([text], now=now, gate=gate)[0]


def verdicts(texts: Sequence[str], *, now: datetime, gate: Gate) -> list[Verdict]:
    """What these codes are worth at a gate; two statements, however many they are.

    A genuine code of a pass that is not here (a backup was restored) is grey: verified on the spot.
    """
    known_keys = keys.known(now)
    found = [verified(text, known_keys) for text in texts]
    ids = {each.token.id for each in found if isinstance(each, Genuine) and each.key.own}
    listed = {id.bytes[:8]: Listed(ALWAYS, "grey", "active") for id in ids}
    for id, colour, state in Pass.objects.filter(pk__in=ids).values_list("id", "colour", "state"):
        listed[id.bytes[:8]] = Listed(ALWAYS, colour, state)
    known = Known(known_keys, listed)
    seconds = int(now.timestamp())
    return [each if isinstance(each, Verdict) else weigh(each, now=seconds, gate=gate, known=known) for each in found]


def gate_of(place: Place) -> Gate:
    """Where somebody stands who watches the entrances of a place."""
    *above, area = (bytes.fromhex(step) for step in place.path.rstrip(".").split("."))
    return Gate(area, tuple(reversed(above)))
