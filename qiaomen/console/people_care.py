"""Following somebody up, as sentences: checks, calls, orders, transfers, care, release. See `people_telling`."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from qiaomen.console.people_telling import Body, Cast, Said, Tell
from qiaomen.console.people_words import APART, RULINGS, SYMPTOMS, Words, dated, when, word

HOW_CHECKED: Words = {
    "seen": gettext_lazy("checked: seen"),
    "stated": gettext_lazy("checked: stated at the door"),
    "phone": gettext_lazy("checked by phone"),
}
OUTCOMES: Words = {
    "talked": pgettext_lazy("call", "talked"),
    "not_answered": pgettext_lazy("call", "not answered"),
    "wavering": pgettext_lazy("call", "wavers"),
    "agreed": pgettext_lazy("call", "agrees"),
    "refused": pgettext_lazy("call", "refuses"),
    "promised": pgettext_lazy("call", "something was promised"),
    "wrong_number": pgettext_lazy("call", "wrong number"),
}
WAYS: Words = {
    "phone": pgettext_lazy("way", "Call"),
    "message": pgettext_lazy("way", "Message"),
    "voice": pgettext_lazy("way", "Voice message"),
    "visit": pgettext_lazy("way", "Visit"),
}
BODIES: Words = {
    "community": gettext_lazy("the community"),
    "street": gettext_lazy("the street office"),
    "cdc": gettext_lazy("disease control"),
    "hotel": gettext_lazy("the hotel"),
    "hospital": gettext_lazy("the hospital"),
    "property": gettext_lazy("the property manager"),
    "police": gettext_lazy("the police"),
    "school": gettext_lazy("the school"),
    "headquarters": gettext_lazy("headquarters"),
    "other": gettext_lazy("somebody else"),
}
TOPICS: Words = {
    "rules": gettext_lazy("the rules"),
    "rubbish": gettext_lazy("rubbish"),
    "food": gettext_lazy("food"),
    "medicine": gettext_lazy("medicine"),
    "disinfection": gettext_lazy("disinfection"),
    "cost": gettext_lazy("the cost"),
    "room": gettext_lazy("the room"),
    "transport": gettext_lazy("transport"),
    "work": gettext_lazy("work"),
    "school": gettext_lazy("school"),
    "other": gettext_lazy("something else"),
}
ANSWERS: Words = {
    "yes": pgettext_lazy("answer", "yes"),
    "no": pgettext_lazy("answer", "no"),
    "partly": pgettext_lazy("answer", "partly"),
    "text": pgettext_lazy("answer", "in words"),
}
STEPS: Words = {
    "left": gettext_lazy("left for %(where)s"),
    "arrived": gettext_lazy("arrived at %(where)s"),
    "not_met": gettext_lazy("was not met for the transfer to %(where)s"),
    "cancelled": gettext_lazy("the transfer to %(where)s is off"),
}
CARE: Words = {
    "fever_clinic": gettext_lazy("the fever clinic"),
    "hospital": gettext_lazy("the hospital"),
    "community_doctor": gettext_lazy("the community doctor"),
    "cdc": gettext_lazy("disease control"),
    "emergency": gettext_lazy("the emergency service"),
}
REFERRAL_STEPS: Words = {
    "acknowledged": gettext_lazy("somebody takes the referral on"),
    "on_the_way": gettext_lazy("on the way to care"),
    "arrived": gettext_lazy("arrived in care"),
    "ended": gettext_lazy("the referral is over"),
}
CARE_OUTCOMES: Words = {
    "sent_home": gettext_lazy("sent home"),
    "admitted": gettext_lazy("admitted"),
    "discharged": gettext_lazy("discharged"),
    "died": gettext_lazy("died"),
    "unfounded": gettext_lazy("unfounded"),
}
NEEDS: Words = {
    "groceries": gettext_lazy("groceries"),
    "rubbish": gettext_lazy("rubbish"),
    "medicine": gettext_lazy("medicine"),
    "doctor": gettext_lazy("a doctor"),
    "care": gettext_lazy("care"),
    "pets": gettext_lazy("pets"),
    "work": gettext_lazy("work"),
    "school": gettext_lazy("school"),
    "clothes": gettext_lazy("clothes"),
    "other": gettext_lazy("something else"),
}
OVERDUE: Words = {
    "check_missed": gettext_lazy("a check was missed; the leads were told"),
    "not_seen": gettext_lazy("not seen for days; the leads were told"),
    "referral_waiting": gettext_lazy("nobody took the referral on; the leads were told"),
    "question_overdue": gettext_lazy("a question waits too long; the leads were told"),
    "promise_overdue": gettext_lazy("a promise is overdue; the leads were told"),
}


def _listed(known: Words, given: Sequence[str]) -> str:
    return _(", ").join(word(known, one) for one in given)


def _some(*parts: str) -> list[str]:
    return [part for part in parts if part]


def _due(given: object, sentence: str | Promise) -> str:
    due = when(given)
    return str(sentence) % {"time": dated(due)} if due else ""


def _heat(body: Body) -> str:
    return f"{body['temperature']:.1f} ℃" if body.get("temperature") else ""


def _check(body: Body, cast: Cast, label: str) -> Said:
    ill = body.get("symptoms", ())
    details = _some(_heat(body), _listed(SYMPTOMS, ill) if ill else "")
    return Said(word(HOW_CHECKED, body["how"]), details, "fever" if ill else "done")


def _call(body: Body, cast: Cast, label: str) -> Said:
    way = word(WAYS, body.get("way", "phone"))
    title = f"{way}: {word(OUTCOMES, body['outcome'])}"
    if body.get("incoming"):
        title = _("%(call)s (from them)") % {"call": title}
    asked = body.get("questions", ())
    details = [
        _("asks %(whom)s about %(what)s")
        % {"whom": _listed(BODIES, one["to"]), "what": word(TOPICS, one.get("topic", "other"))}
        for one in asked
    ]
    details += _some(_due(body.get("promise_due"), _("promised by %(time)s")))
    if body.get("settles"):
        settled = len(body["settles"])
        details.append(ngettext("%(n)s question settled", "%(n)s questions settled", settled) % {"n": settled})
    return Said(title, details, "absent" if body["outcome"] == "not_answered" else "ok")


def _answer(body: Body, cast: Cast, label: str) -> Said:
    asked = {"who": word(BODIES, body["body"]), "what": word(ANSWERS, body["says"])}
    return Said(_("%(who)s answers: %(what)s") % asked, [_("settled")] if body.get("final") else [], "ok")


def _decision(body: Body, cast: Cast, label: str) -> Said:
    details = _some(_due(body.get("until"), _("until %(time)s")), body.get("document", ""))
    return Said(_("decided: %(what)s") % {"what": word(RULINGS, body["overrides"])}, details, "ok")


def _order(body: Body, cast: Cast, label: str) -> Said:
    by = word(BODIES, body.get("body", "community"))
    title = _("of their own accord") if body["voluntary"] else _("ordered by %(who)s") % {"who": by}
    details = _some(
        body.get("document", ""),
        _due(body.get("served_at"), _("served %(time)s")),
        _("receipt signed") if body.get("receipt") else "",
    )
    return Said(title, details, "ok")


def _transfer(body: Body, cast: Cast, label: str) -> Said:
    title = _("to be taken to: %(where)s") % {"where": word(APART, body["to"])}
    with_whom = _("together with %(who)s") % {"who": cast.person(body["carer"])} if body.get("carer") else ""
    return Said(title, _some(_due(body["pick_up_at"], _("pick-up %(time)s")), with_whom), "travel")


def _transfer_step(body: Body, cast: Cast, label: str) -> Said:
    where = word(APART, body.get("to", "central"))
    details = _some(_due(body.get("back_at"), _("back home %(time)s")))
    return Said(word(STEPS, body["step"]) % {"where": where}, details, "travel")


def _referral(body: Body, cast: Cast, label: str) -> Said:
    details = _some(_heat(body), _listed(SYMPTOMS, body["symptoms"]) if body.get("symptoms") else "")
    return Said(_("referred to %(where)s") % {"where": word(CARE, body["to"])}, details, "fever")


def _referral_step(body: Body, cast: Cast, label: str) -> Said:
    outcome = word(CARE_OUTCOMES, body["outcome"]) if body.get("outcome") else ""
    return Said(word(REFERRAL_STEPS, body["step"]), _some(outcome), "ok")


def _release(body: Body, cast: Cast, label: str) -> Said:
    checked = body["step"] == "checked"
    title = _("the community has checked: all is fulfilled") if checked else _("the written release was given")
    return Said(title, _some(body.get("document", "")), "done")


def _need(body: Body, cast: Cast, label: str) -> Said:
    what = {"what": word(NEEDS, body["what"])}
    if body.get("need"):
        return Said((_("got help: %(what)s") if body.get("met") else _("cannot be met: %(what)s")) % what, [], "help")
    return Said(_("needs help: %(what)s") % what, _some(_due(body.get("due"), _("by %(time)s"))), "help")


def _companions(body: Body, cast: Cast, label: str) -> Said:
    number = len(body["people"])
    title = ngettext("%(n)s person looks after them", "%(n)s people look after them", number)
    return Said(title % {"n": number}, [], "person")


def _escalation(body: Body, cast: Cast, label: str) -> Said:
    return Said(word(OVERDUE, body["what"]), [], "late")


def _escalation_seen(body: Body, cast: Cast, label: str) -> Said:
    return Said(_("a lead took notice of what was overdue"), [], "ok")


TELL: dict[str, Tell] = {
    "check": _check,
    "call": _call,
    "answer": _answer,
    "decision": _decision,
    "measure_order": _order,
    "transfer": _transfer,
    "transfer_step": _transfer_step,
    "referral": _referral,
    "referral_step": _referral_step,
    "release": _release,
    "episode_need": _need,
    "companions": _companions,
    "escalation": _escalation,
    "escalation_seen": _escalation_seen,
}
