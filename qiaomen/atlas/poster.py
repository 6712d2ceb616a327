"""The poster of a compound (防疫地图), A3: its plan with who isolates where, whom to call, and the figures below."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.models import Worker
from qiaomen.atlas import plans
from qiaomen.atlas.blocks import Ground, ground
from qiaomen.atlas.contacts import Contact, contacts
from qiaomen.atlas.counts import Counts, counts_of
from qiaomen.atlas.drawing import draw
from qiaomen.atlas.models import Copy
from qiaomen.atlas.plans import PlanNow
from qiaomen.atlas.printed import svg
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.paper import codes, typesetting
from qiaomen.paper.typesetting import Form
from qiaomen.people.names import search_keys
from qiaomen.places.models import Place, PlaceKind

SHEETS = Path(__file__).parent / "sheets"
# The plan's place on the sheet (pixels), and how many contacts it holds as they are, and at all.
PLAN = (752.0, 1150.0)
ROOMY, MOST_CONTACTS = 9, 14
FIGURE = 78.0


def poster(
    place: Place, *, copy: Copy, language: str, base: str, reader: Worker | None = None, form: Form = "pdf",
    now: datetime | None = None,
) -> bytes:  # fmt: skip
    """The poster as PDF, SVG or PNG, in a language, as of now.

    `base` is where phones reach the installation, for the compound's code; empty: no code. That the phones on it were
    read is logged for `reader`; what the reader may is the caller's to check. Raises `atlas.not_mapped`,
    `outbreak.none_open`, `paper.no_font`.
    """
    if place.kind not in plans.MAPPED:
        raise Problem("atlas.not_mapped")
    with translation.override(language):
        told = data(place, copy=copy, base=base, reader=reader, now=now or timezone.now())
        return typesetting.compiled("poster", told, form=form, folder=SHEETS)


def data(place: Place, *, copy: Copy, base: str, reader: Worker | None, now: datetime) -> dict[str, Any]:
    """What the sheet is made of, in the active language."""
    here, plan = ground(place), plans.plan_of(place)
    counts = counts_of(place, copy, on=here)
    whom = contacts(place, keys=Outbreak.objects.current().keys, reader=reader)
    return {
        "title": _("%(place)s epidemic map") % {"place": place.name},
        "org": _around(place),
        "copy": COPIES[copy](),
        "code": _code(place, base),
        "legend": _legend(plan, counts),
        "plan": _plan(plan, counts, here),
        "contacts": [_contact(one) for one in whom[:MOST_CONTACTS]],
        "more": _("and %(n)s more, known in the app") % {"n": len(whom) - MOST_CONTACTS}
        if len(whom) > MOST_CONTACTS
        else "",
        "tight": min(1.25, ROOMY / max(_lines(whom), 1)),
        "words": {
            "whom": _("Whom to call"), "nobody": _("Nobody is entered yet."), "stands_in": _("stands in:"),
            "ill": _("Fever, or suddenly ill"), "people": pgettext("after a number", "people"),
            "what_to_do": _("First call one of those above; they know the doctor and the way. Illness, birth and fire "
                            "pass every gate."),
        },
        "figures": _figures(counts),
        "figure_size": FIGURE,
        "isolated": _isolated(counts),
        "as_of": _("As of %(moment)s") % {"moment": _moment(now)},
        "notes": _notes(place, here, counts, now),
    }  # fmt: skip


def _duty() -> dict[str, str]:
    return {"name": pgettext("poster", "Duty copy"), "note": _("Hangs in the guard's booth; not to be photographed")}


def _public() -> dict[str, str]:
    return {"name": pgettext("poster", "Public copy"), "note": _("Tells buildings, never floors")}


COPIES = {Copy.INTERNAL: _duty, Copy.PUBLIC: _public}


def _around(place: Place) -> str:
    """What holds the compound, without the district's own steps being repeated: 青石县城关街道 · 东门社区."""
    around = [one.name for one in place.ancestors() if one.id != place.id]
    return " · ".join(["".join(around[:2]) if translation.get_language() != "en" else ", ".join(around[:2]),
                       *around[2:]])  # fmt: skip


def _code(place: Place, base: str) -> dict[str, str] | None:
    if not base:
        return None
    return {"svg": codes.drawn(codes.address(base, "p", place.id)), "note": _("Scan on your way in and out")}


def _plan(plan: PlanNow, counts: Counts, here: Ground) -> str:
    drawing = draw(plan.document, counts, here, width=PLAN[0], height=PLAN[1], has_picture=plan.picture is not None)
    under = plans.picture(plan.place, plan.picture) if plan.picture is not None else None
    return svg(drawing, font=typesetting.chinese_font() or "", picture=under)


def _legend(plan: PlanNow, counts: Counts) -> list[dict[str, str]]:
    """Only what is on the sheet."""
    found = [{"mark": "octagon", "text": _("people isolated")}]
    if counts.copy == Copy.INTERNAL and plan.picture is None:
        found.append({"mark": "band", "text": _("floor with isolation")})
    gates = plan.document.of_kind("gate")
    opened = sum(gate.open is True for gate in gates)
    if opened:
        found.append({"mark": "gate", "text": _("the only open gate") if opened == 1 else _("open gate")})
    if any(gate.open is False for gate in gates):
        found.append({"mark": "shut", "text": _("closed gate")})
    if any(gate.open is None for gate in gates):
        found.append({"mark": "unknown", "text": pgettext("legend", "gate")})
    return found


def _contact(one: Contact) -> dict[str, Any]:
    return {
        "role": one.role, "name": one.name, "of": one.of, "phone": _spaced(one.phone),
        "stand_ins": [{"name": other.name, "phone": _spaced(other.phone)} for other in one.stand_ins[:2]],
    }  # fmt: skip


def _lines(whom: list[Contact]) -> float:
    return sum(1 + 0.2 * len(one.stand_ins[:2]) for one in whom[:MOST_CONTACTS])


def _spaced(phone: str) -> str:
    """As people read it out: 120 0117 2035."""
    return f"{phone[:3]} {phone[3:7]} {phone[7:]}" if len(phone) == 11 and phone.isdecimal() else phone


def _figures(counts: Counts) -> list[dict[str, str]]:
    """Living here = never left + left and came back + not stated."""
    told = (
        ("", pgettext("poster", "Living here"), "", counts.living),
        ("=", pgettext("poster", "Never left"), "", counts.never_left),
        ("+", pgettext("poster", "Came back"), "", counts.came_back),
        ("+", pgettext("poster", "Not stated"), "", counts.not_stated),
    )
    return [{"sign": sign, "name": name, "note": note, "text": shown.text} for sign, name, note, shown in told]


def _isolated(counts: Counts) -> dict[str, str]:
    return {
        "name": pgettext("poster", "Isolated"),
        "note": pgettext("isolated", "at home"),
        "text": counts.isolated.text,
    }


def _notes(place: Place, here: Ground, counts: Counts, now: datetime) -> str:
    """What is known of the sheet itself: how long it holds, what it covers, its number."""
    parts = [_("A new one each morning; void after 24 hours")]
    if counts.isolated_elsewhere.exact:
        parts.append(_("%(n)s more isolated elsewhere") % {"n": counts.isolated_elsewhere.text})
    buildings = sum(block.place.kind == PlaceKind.BUILDING for block in here.blocks)
    parts.append(
        _("%(doors)s doors, %(buildings)s buildings, %(stairwells)s stairwells")
        % {"doors": f"{counts.doors:,}", "buildings": buildings, "stairwells": counts.stairwells}
        if buildings
        else _("%(n)s doors") % {"n": f"{counts.doors:,}"}
    )
    local = timezone.localtime(now)
    letters = search_keys(place.name).initials.upper()[:6] or place.id.hex[-4:].upper()
    parts.append(_("map no. %(number)s") % {"number": f"{letters}-{local:%m%d-%H%M}"})
    return "　·　".join(parts) if translation.get_language() != "en" else "  ·  ".join(parts)


def _moment(now: datetime) -> str:
    local = timezone.localtime(now)
    if translation.get_language() == "en":
        return f"{local:%-d} {date_format(local, 'F Y')}, {local:%H:%M}"
    return f"{local.year} 年 {local.month} 月 {local.day} 日 {local:%H:%M}"
