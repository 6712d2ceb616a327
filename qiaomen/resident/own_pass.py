"""One's own pass as it is shown: its code is signed anew each time, so it renews by itself while the status holds."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from uuid import UUID

import segno

from qiaomen.base.problems import Problem
from qiaomen.passes import minting, queries
from qiaomen.passes.models import Pass

# How often the page asks again, in seconds: a pass that was suspended does not stay on a screen.
RENEW = 300


@dataclass(frozen=True, slots=True)
class Shown:
    """A pass: its code as SVG and until when that counts; or why there is none."""

    one: Pass
    code: str = ""
    expires: datetime | None = None
    problem: Problem | None = None


def shown(person: UUID, *, now: datetime) -> list[Shown]:
    """The passes of a person, the newest first; revoked ones are not shown."""
    return [_shown(one, now) for one in queries.passes_of(person) if one.state != "revoked"]


def _shown(one: Pass, now: datetime) -> Shown:
    try:
        made = minting.mint(one, now=now)
    except Problem as problem:
        return Shown(one, problem=problem)
    return Shown(one, code=_drawn(made.text), expires=made.expires)


def _drawn(text: str) -> str:
    """As SVG without a width of its own, on white whatever the page's colours are."""
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", border=4, xmldecl=False, nl=False, omitsize=True, light="#ffffff", svgclass="code"
    )
    return out.getvalue().decode()
