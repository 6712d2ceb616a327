"""The sheet of a seal, to print and stick on: what it is, the emergency number, its end, how to object, its code."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qiaomen.paper import typesetting
from qiaomen.paper.codes import address, drawn
from qiaomen.policy.explain import both
from qiaomen.seals.queries import Row

TITLE = _("Seal")
OPENS = _("It locks nothing. Ill, in labour, fire, afraid: open the door, then call. Nobody is blamed for opening it.")
CALL = _("In an emergency call")
UNTIL = _("It ends at the latest on %(date)s; with the measure it ends earlier.")
ENDS = _("It ends with the measure, by itself.")
OBJECT = _("You disagree, or need something? Scan the code: it says how to object and whom to ask.")
CHECK = _("Workers: scan to write down that it is unbroken or was opened.")


def sheet(row: Row, *, where: str, base: str) -> bytes:
    """The sheet as PDF, A5. Nobody's name and nothing of health stands on it. Raises `paper.no_font`."""
    return typesetting.pdf("seal", data(row, where=where, base=base))


def data(row: Row, *, where: str, base: str) -> dict[str, Any]:
    """What the sheet is filled with."""
    ends = row.ends_at
    until = _both(UNTIL, date=f"{timezone.localtime(ends):%Y-%m-%d %H:%M}") if ends else _both(ENDS)
    return {
        "title": _both(TITLE), "where": where, "opens": _both(OPENS), "call": _both(CALL), "number": row.emergency,
        "until": until, "object": _both(OBJECT), "check": _both(CHECK), "code": drawn(address(base, "s", row.id)),
    }  # fmt: skip


def _both(text: Any, **given: str) -> dict[str, str]:
    said = both(text)
    return {"zh": said.zh % given if given else said.zh, "en": said.en % given if given else said.en}
