"""People's records as sentences: a title and details for each kind, for the person file and whoever tells a story.

What is sealed is not here; whoever opens that is written down. `people_care` has the kinds of following people up.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from qiaomen.campaigns.states import Presence
from qiaomen.console import words
from qiaomen.console.people_words import (
    CASES,
    CLOSENESS,
    COLOURS,
    GROUNDS,
    HOW_MET,
    METHODS,
    RESULTS,
    TRAITS,
    TRANSPORTS,
    dated,
    span,
    when,
    word,
)

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cast:
    """Who and what records name: words by id. `measures` are by edition and measure. `own` are the person's ids.

    `unverified`: the clues among what is named that are not verified now.
    """

    own: frozenset[UUID] = frozenset()
    people: Mapping[UUID, str] = field(default_factory=dict)
    places: Mapping[UUID, str] = field(default_factory=dict)
    doors: Mapping[UUID, str] = field(default_factory=dict)
    measures: Mapping[tuple[str, str], str] = field(default_factory=dict)
    regions: Mapping[str, str] = field(default_factory=dict)
    unverified: frozenset[UUID] = frozenset()

    def person(self, id: object) -> str:
        return self.people.get(_uuid(id), _("somebody elsewhere"))

    def place(self, id: object) -> str:
        return self.places.get(_uuid(id), _("a place elsewhere"))

    def region(self, code: str) -> str:
        """By its name, where somebody has named it; else its code."""
        return f"{self.regions[code]} ({code})" if code in self.regions else code

    def door(self, id: object) -> str:
        return self.doors.get(_uuid(id), _("a door elsewhere"))


@dataclass(frozen=True, slots=True)
class Said:
    """A record in words."""

    title: str
    details: list[str] = field(default_factory=list)
    mark: str = "ok"


def _uuid(id: object) -> UUID:
    return id if isinstance(id, UUID) else UUID(str(id))


def _some(*parts: str) -> list[str]:
    return [part for part in parts if part]


def _between(body: Body, *, goes_on: str = "") -> str:
    return span(when(body.get("first")), when(body.get("last")), goes_on=goes_on)


def _checked(body: Body) -> str:
    return _("verified") if body.get("verified") else _("not verified yet")


def _visit(body: Body, cast: Cast, label: str) -> Said:
    outcome = str(body.get("outcome", ""))
    seen = next((one for one in body.get("people", ()) if _uuid(one["person"]) in cast.own), None)
    presence = str(Presence(seen["presence"]).label) if seen else ""
    knock = words.outcome_word(outcome) if outcome else words.kind_word("self_report")
    title = _("%(door)s: %(presence)s") % {"door": label, "presence": presence} if presence else f"{label}: {knock}"
    return Said(title, _some(knock if presence else ""), words.OUTCOMES.get(outcome, "unknown"))


def _case(body: Body, cast: Cast, label: str) -> Said:
    onset, recovered = when(body.get("onset")), when(body.get("recovered"))
    details = _some(
        _("onset %(time)s") % {"time": dated(onset)} if onset else "",
        _("recovered %(time)s") % {"time": dated(recovered)} if recovered else "",
        _("infected by %(who)s") % {"who": cast.person(body["source"])} if body.get("source") else "",
    )
    return Said(word(CASES, body["status"]), details, "ok" if body["status"] == "discarded" else "fever")


def _exposure(body: Body, cast: Cast, label: str) -> Said:
    details = _some(
        _between(body, goes_on=_("goes on") if body.get("ongoing") else ""),
        _("with %(who)s") % {"who": cast.person(body["other"])} if body.get("other") else "",
        cast.place(body["place"]) if body.get("place") else "",
        word(HOW_MET, body["how"]) if body.get("how") else "",
        _checked(body),
    )
    return Said(word(CLOSENESS, body["closeness"]), details, "fever")


def _stay(body: Body, cast: Cast, label: str) -> Said:
    where = cast.region(body["region"]) if body.get("region") else ""
    if body.get("place"):
        where = cast.place(body["place"])
    transport = word(TRANSPORTS, body["transport"]) if body.get("transport") else ""
    details = _some(_between(body, goes_on=_("still there")), transport, _checked(body))
    return Said(_("was in %(where)s") % {"where": where} if where else _("was elsewhere"), details, "travel")


def _clue(body: Body, cast: Cast, label: str) -> Said:
    if _uuid(body["clue"]) in cast.unverified:
        return Said(_("a clue was about them: it was opened again, and does not count"), [], "clue")
    if not body.get("fact"):
        return Said(_("a verified clue is about them"), [], "clue")
    said = _stay(body, cast, label)
    return Said(said.title, [*said.details, _("by a verified clue")], "clue")


def _trait(body: Body, cast: Cast, label: str) -> Said:
    return Said(word(TRAITS, body["trait"]), _some(span(when(body.get("since")), when(body.get("until")))), "person")


def _sample(body: Body, cast: Cast, label: str) -> Said:
    return Said(_("sample taken"), [dated(_now(body["taken"])), word(METHODS, body.get("method", "pcr"))], "ok")


def _result(body: Body, cast: Cast, label: str) -> Said:
    details = [_("sample of %(time)s") % {"time": dated(_now(body["taken"]))}]
    details += _some(word(METHODS, body.get("method", "pcr")), f"Ct {body['ct']:g}" if body.get("ct") else "")
    title = _("test %(result)s") % {"result": word(RESULTS, body["result"])}
    return Said(title, details, "fever" if body["result"] == "positive" else "ok")


def _status(body: Body, cast: Cast, label: str) -> Said:
    colour, measure = word(COLOURS, body["colour"]), str(body.get("measure", ""))
    if not measure:
        return Said(_("no measure, %(colour)s") % {"colour": colour}, [], "ok")
    name = cast.measures.get((str(body.get("edition")), measure), word({}, measure))
    until = when(body.get("until"))
    details = [_("until %(time)s") % {"time": dated(until)} if until else _("the end is not settled yet")]
    return Said(f"{name}, {colour}", details, "isolated" if body.get("isolates") else "late")


def _red(body: Body, cast: Cast, label: str) -> Said:
    return Said(_("red by hand asked for: %(ground)s") % {"ground": word(GROUNDS, body["ground"])}, [], "clue")


def _red_confirmed(body: Body, cast: Cast, label: str) -> Said:
    return Said(_("red by hand confirmed, for 24 hours"), [], "clue")


def _objection(body: Body, cast: Cast, label: str) -> Said:
    return Said(_("objects to the status"), [_("to be answered within 24 hours")], "conflict")


def _objection_answer(body: Body, cast: Cast, label: str) -> Said:
    return Said(_("objection upheld") if body["upheld"] else _("objection answered: the status stands"), [], "conflict")


def _merge(body: Body, cast: Cast, label: str) -> Said:
    other = cast.person(body["other"])
    if body["same"]:
        return Said(_("one person with the file of %(who)s") % {"who": other}, [], "person")
    return Said(_("not the same as %(who)s") % {"who": other}, [], "person")


def _verified_by_another(body: Body, cast: Cast, label: str) -> Said:
    return Said(_("a stay or contact was verified by another person"), [], "ok")


def _move(body: Body, cast: Cast, label: str) -> Said:
    left = body.get("from_door")
    details = [_("moved %(time)s") % {"time": dated(_now(body["moved_at"]))}]
    details += [_("lived at %(door)s before") % {"door": cast.door(left)}] if left else []
    details += [_("the register was wrong: they never lived there")] if body.get("wrong") else []
    return Said(_("moved to %(door)s") % {"door": label}, details, "travel")


def _now(given: object) -> datetime:
    found = when(given)
    assert found is not None
    return found


Tell = Callable[[Body, Cast, str], Said]
TELL: dict[str, Tell] = {
    "visit": _visit,
    "self_report": _visit,
    "case": _case,
    "exposure": _exposure,
    "stay": _stay,
    "clue_person": _clue,
    "trait": _trait,
    "sample": _sample,
    "result": _result,
    "status": _status,
    "fact_verified": _verified_by_another,
    "red_by_hand": _red,
    "red_confirmed": _red_confirmed,
    "objection": _objection,
    "objection_answer": _objection_answer,
    "person_merge": _merge,
    "move": _move,
}
