"""Words of the written notices, in both languages at once: whoever reads the paper chooses, not who prints it."""

import calendar
from collections.abc import Iterable
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qiaomen.policy.explain import both
from qiaomen.policy.language import Words

BODIES: dict[str, Promise] = {
    "community": _("the community"),
    "street": _("the street office"),
    "cdc": _("the centre for disease control"),
    "hotel": _("the hotel"),
    "hospital": _("the hospital"),
    "property": _("the property management"),
    "police": _("the police station"),
    "school": _("the school"),
    "headquarters": _("the district's headquarters"),
    "other": _("another body"),
}
COMPANIONS: dict[str, Promise] = {
    "cadre": _("Community cadre"),
    "grid_worker": _("Grid worker"),
    "doctor": _("Community doctor"),
    "police": _("Police officer"),
    "volunteer": _("Volunteer"),
}
WHERES: dict[str, Promise] = {
    "": _("wherever you are"),
    "home": _("at home"),
    "site": _("at a central observation site"),
    "station": _("at a station"),
    "hospital": _("in hospital"),
}
REMEDIES: dict[str, Promise] = {
    "objection": _("An objection with the community or the district's headquarters, at any time."),
    "reconsideration": _("An application for administrative reconsideration, within 60 days of receiving this notice."),
    "court": _("A suit before the people's court, within 6 months of receiving this notice."),
}
SEXES: dict[int, Promise] = {1: _("male"), 2: _("female")}
ENDINGS: dict[str, Promise] = {
    "period": _("The period is over."),
    "policy": _("The rules in force no longer ask for the measure."),
    "decision": _("A decision ended the measure."),
}


def say(text: str | Promise, **details: Words | str | int) -> Words:
    """A sentence in both languages, with its places filled in the same language."""
    said = both(text)
    zh = {name: one.zh if isinstance(one, Words) else one for name, one in details.items()}
    en = {name: one.en if isinstance(one, Words) else one for name, one in details.items()}
    return Words(zh=said.zh % zh, en=said.en % en) if details else said


def same(text: str) -> Words:
    """A name or number, which is the same in both."""
    return Words(zh=text, en=text)


def joined(several: Iterable[Words]) -> Words:
    """Several as a list."""
    found = list(several)
    return Words(zh="；".join(one.zh for one in found), en="; ".join(one.en for one in found))


def day_words(day: date) -> Words:
    """A date as it is written out: 2020年6月25日, 25 June 2020."""
    return Words(
        zh=f"{day.year}年{day.month}月{day.day}日", en=f"{day.day} {calendar.month_name[day.month]} {day.year}"
    )
