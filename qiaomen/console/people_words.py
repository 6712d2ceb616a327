"""What records and facts of people hold, as words in the reader's language."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

Words = dict[str, Promise]

COLOURS: Words = {
    "green": pgettext_lazy("health", "green"),
    "yellow": pgettext_lazy("health", "yellow"),
    "red": pgettext_lazy("health", "red"),
    "grey": pgettext_lazy("health", "grey"),
}
CASES: Words = {
    "suspected": gettext_lazy("suspected case"),
    "probable": gettext_lazy("probable case"),
    "confirmed": gettext_lazy("confirmed case"),
    "asymptomatic": gettext_lazy("infected without symptoms"),
    "discarded": gettext_lazy("not a case after all"),
}
CLOSENESS: Words = {
    "close": gettext_lazy("close contact"),
    "secondary": gettext_lazy("contact of a contact"),
    "shared": gettext_lazy("was where a case was"),
}
RESULTS: Words = {
    "negative": pgettext_lazy("test", "negative"),
    "positive": pgettext_lazy("test", "positive"),
    "invalid": pgettext_lazy("test", "invalid"),
}
METHODS: Words = {
    "pcr": gettext_lazy("nucleic acid test"),
    "antigen": gettext_lazy("antigen test"),
    "serology": gettext_lazy("antibody test"),
    "culture": gettext_lazy("culture"),
    "other": gettext_lazy("other test"),
}
HOW_MET: Words = {
    "home": gettext_lazy("at home"),
    "work": gettext_lazy("at work"),
    "school": gettext_lazy("at school"),
    "care": gettext_lazy("in care"),
    "transport": gettext_lazy("on the way"),
    "venue": gettext_lazy("at a venue"),
    "geometry": gettext_lazy("by where they live"),
}
TRANSPORTS: Words = {
    "train": gettext_lazy("train"),
    "plane": gettext_lazy("aeroplane"),
    "bus": gettext_lazy("bus"),
    "car": gettext_lazy("car"),
    "ship": gettext_lazy("ship"),
    "other": gettext_lazy("otherwise"),
}
TRAITS: Words = {
    "alone": gettext_lazy("lives alone"),
    "pregnant": gettext_lazy("pregnant"),
    "dialysis": gettext_lazy("on dialysis"),
    "chronic": gettext_lazy("chronically ill"),
    "disabled": gettext_lazy("disabled"),
    "cold_chain": gettext_lazy("works in the cold chain"),
    "courier": gettext_lazy("courier"),
    "driver": gettext_lazy("driver"),
    "health_worker": gettext_lazy("health worker"),
    "old": gettext_lazy("old"),
    "infant": gettext_lazy("infant"),
    "carer": gettext_lazy("cares for somebody"),
    "teacher": gettext_lazy("teacher"),
    "pupil": gettext_lazy("pupil"),
    "market": gettext_lazy("works at a market"),
    "closed_loop": gettext_lazy("works in a closed loop"),
    "returnee": gettext_lazy("came back from elsewhere"),
    "never_left": gettext_lazy("never left the district"),
    "came_back": gettext_lazy("left the district and came back"),
}
APART: Words = {
    "central": gettext_lazy("central observation site"),
    "station": gettext_lazy("community station"),
    "hospital": gettext_lazy("hospital"),
    "away": gettext_lazy("elsewhere"),
    "home": gettext_lazy("home"),
}
GROUNDS: Words = {
    "test_positive_elsewhere": gettext_lazy("tested positive elsewhere"),
    "symptoms_and_exposure": gettext_lazy("symptoms and an exposure"),
    "order_of_health_authority": gettext_lazy("order of the health authority"),
    "fled_isolation": gettext_lazy("left isolation"),
}
RULINGS: Words = {
    "prolong": gettext_lazy("prolonged"),
    "release": gettext_lazy("released early"),
    "exempt": gettext_lazy("exempted"),
}
SYMPTOMS: Words = {
    "fever": gettext_lazy("fever"),
    "dry_cough": gettext_lazy("dry cough"),
    "fatigue": gettext_lazy("fatigue"),
    "sore_throat": gettext_lazy("sore throat"),
    "smell_taste": gettext_lazy("no smell or taste"),
    "diarrhoea": gettext_lazy("diarrhoea"),
    "breathless": gettext_lazy("short of breath"),
    "vomiting": gettext_lazy("vomiting"),
    "headache": gettext_lazy("headache"),
    "muscle_pain": gettext_lazy("aching muscles"),
    "joint_pain": gettext_lazy("aching joints"),
    "rash": gettext_lazy("rash"),
    "bleeding": gettext_lazy("bleeding"),
    "watery_diarrhoea": gettext_lazy("watery diarrhoea"),
    "conjunctivitis": gettext_lazy("red eyes"),
    "jaundice": gettext_lazy("yellow eyes or skin"),
    "swollen_glands": gettext_lazy("swollen glands"),
}
FACTS: Words = {
    "case": gettext_lazy("case"),
    "exposure": gettext_lazy("exposure"),
    "stay": gettext_lazy("stay elsewhere"),
    "result": gettext_lazy("test result"),
    "sample": gettext_lazy("sample"),
    "symptom": gettext_lazy("symptom"),
    "report": gettext_lazy("report"),
    "apart": gettext_lazy("lives apart"),
    "trait": gettext_lazy("trait"),
    "hand": gettext_lazy("red by hand"),
    "ruling": gettext_lazy("decision"),
}
VALUES: Mapping[str, Words] = {
    "case": CASES,
    "exposure": CLOSENESS,
    "stay": TRANSPORTS,
    "result": RESULTS,
    "symptom": SYMPTOMS,
    "apart": APART,
    "trait": TRAITS,
    "hand": GROUNDS,
    "ruling": RULINGS,
    "report": {
        "self": gettext_lazy("by the person"),
        "check": gettext_lazy("at a check"),
        "gate": gettext_lazy("at a gate"),
    },
    "sample": {"taken": gettext_lazy("taken")},
}


def word(known: Words, value: str) -> str:
    """A word for a value; what nobody has translated stands as it is."""
    return str(known[value]) if value in known else value.replace("_", " ")


def value(kind: str, given: str) -> str:
    """A fact's value in words."""
    return word(VALUES.get(kind, {}), given)


def dated(when: datetime) -> str:
    """Month, day and hour, as a story over weeks needs them: 3 月 22 日 18:40, 22 Mar 18:40."""
    return date_format(timezone.localtime(when), pgettext("month, day and hour", "j M G:i"))


def span(since: datetime | None, until: datetime | None, *, goes_on: str = "") -> str:
    """From when to when: 12 Jun 08:00 – 13 Jun 10:00; one moment once; what goes on with the word for it."""
    if since is None:
        return dated(until) if until else ""
    if until is None:
        return f"{dated(since)} – {goes_on}" if goes_on else dated(since)
    return dated(since) if since == until else f"{dated(since)} – {dated(until)}"


def when(given: object) -> datetime | None:
    """A moment as bodies hold it: text, or already one."""
    if given is None or given == "":
        return None
    return given if isinstance(given, datetime) else datetime.fromisoformat(str(given))
