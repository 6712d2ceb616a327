"""Taking letters in: who wrote from which door is looked up here, by a job, and what follows is submitted as records.

Every record's author is `RESIDENT`: held to the kinds that are of residents, wherever in the district.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qiaomen.base.ids import RESIDENT
from qiaomen.base.keys import Keys
from qiaomen.base.models import Outbreak
from qiaomen.base.sql import rows
from qiaomen.campaigns.records import Seen, SelfReport
from qiaomen.care import actions_orders, letters
from qiaomen.care.letters import Written
from qiaomen.care.models import Letter, Offer
from qiaomen.care.records import NeedMade
from qiaomen.clues.places import LARGE
from qiaomen.clues.records import ClueTold
from qiaomen.gates.queries.expected import AHEAD, gate_of_door
from qiaomen.gates.records import Visitor
from qiaomen.ledger import desk
from qiaomen.ledger.entries import Author
from qiaomen.ledger.submit import submit
from qiaomen.ledger.wire import Verdict
from qiaomen.passes import asks
from qiaomen.places.models import Door, Place
from qiaomen.resident import codes, matching
from qiaomen.resident.letters import Spot

log = logging.getLogger(__name__)
AT_ONCE = 100
SWEEPS = """
SELECT c.id, c.edition_id FROM campaigns_target t JOIN campaigns_campaign c ON c.id = t.campaign_id
WHERE t.door_id = %b AND c.launched_at IS NOT NULL AND c.closed_at IS NULL AND c.opens_at <= %b
AND t.campaign_id = ANY(ARRAY(SELECT id FROM campaigns_campaign WHERE closed_at IS NULL))
"""


class Case(msgspec.Struct):
    """A letter with what is known of it: the door and place that it means, and who wrote it, if they fit."""

    letter: Letter
    written: Written
    keys: Keys
    door: Door | None
    place: Place | None
    person: UUID | None
    now: datetime


def take_in(now: datetime) -> int:
    """Take in what waits, the oldest first; answers how many. One that fails holds no other up: it is read."""
    outbreak = Outbreak.objects.filter(closed_at=None).first()
    if outbreak is None:
        return 0
    waiting = Letter.objects.filter(state=Letter.State.WAITING, outbreak=outbreak).order_by("at", "id")
    taken = 0
    for id in list(waiting.values_list("id", flat=True)[:AT_ONCE]):
        try:
            with transaction.atomic():
                found = waiting.select_for_update(skip_locked=True).filter(id=id).first()
                if found is not None:
                    _take(found, outbreak, now)
                    taken += 1
        except OperationalError:
            raise  # the database is not well; everything waits
        except Exception:
            log.exception("a letter could not be taken in")
            root = Place.objects.filter(parent=None).values("id")[:1]
            waiting.filter(id=id).update(state=Letter.State.UNMATCHED, place=root)
    return taken


def say(kind: str, body: object, *, outbreak: UUID, at: datetime, now: datetime, **about: UUID | None) -> Verdict:
    """Submit one record as a resident's."""
    raw = msgspec.json.encode(desk.record(kind, body, at=at, **about))
    return submit([raw], author=Author(RESIDENT, outbreak), received_at=now)[0]


def _take(letter: Letter, outbreak: Outbreak, now: datetime) -> None:
    keys = outbreak.keys
    written = letters.opened(letter, keys)
    door, place = matching.door_at(Spot(letter.of_place, letter.at_id, ""), written.room)
    person = matching.person_at(door.id, written.name, written.tail, keys) if door else None
    case = Case(letter, written, keys, door, place, person, now)
    if place is None or TAKEN[Letter.About(letter.about)](case):
        letter.delete()
        return
    letter.state, letter.place, letter.door = Letter.State.UNMATCHED, place.id, door.id if door else None
    letter.save(update_fields=["state", "place", "door"])


def _report(case: Case) -> bool:
    """A household's self-report, in every sweep under way that its door is part of; illness is a call for help, too."""
    if case.door is None or case.person is None:
        return False
    said = case.written.about
    if said.get("ill"):
        _need(case, "doctor", "today")
    stands = [_reported(case, campaign, edition) for campaign, edition in rows(SWEEPS, [case.door.id, case.letter.at])]
    return "accepted" in stands


def _reported(case: Case, campaign: UUID, edition: UUID) -> str:
    assert case.door is not None
    assert case.person is not None
    said = case.written.about
    asked = str(edition) == said.get("edition")
    body = SelfReport(
        campaign=campaign,
        edition=edition,
        people=[Seen(person=case.person, presence="stated")],
        answers=said.get("answers", {}) if asked else {},
        texts=said.get("texts", {}) if asked else {},
        note=_note(case),
    )
    return _say(case, "self_report", body, door=case.door.id).verdict


def _note(case: Case) -> str:
    """What was typed in words, in the district's language, for whoever phones back."""
    said = case.written.about
    lines = [
        (_("People at home"), str(said.get("people") or "")),
        (_("Ill"), _("yes") if said.get("ill") else ""),
        (_("Came back from elsewhere"), said.get("away", "")),
        (_("Call back at"), case.written.phone),
        (_("In their words"), said.get("words", "")),
    ]
    return "\n".join(_("%(what)s: %(value)s") % {"what": what, "value": value} for what, value in lines if value)


def _help(case: Case) -> bool:
    """A need, whoever writes: being known is no condition of being helped."""
    said = case.written.about
    return _need(case, said.get("what", "other"), said.get("urgency", "days")).verdict == "accepted"


def _need(case: Case, what: Any, urgency: Any) -> Verdict:
    said = case.written.about
    body = NeedMade(
        what=what, urgency=urgency, people=said.get("people") or None, known=case.person is not None,
        words=said.get("words", ""), name=case.written.name, phone=case.written.phone, room=case.written.room,
    )  # fmt: skip
    assert case.place is not None
    door = case.door.id if case.door else None
    return _say(case, "need", body, place=case.place.id, door=door, person=case.person)


def _order(case: Case) -> bool:
    """An order of a household, under who of it was named; whom door, name or digits do not fit is called back."""
    said = case.written.about
    offer = Offer.objects.filter(pk=str(said.get("offer"))).first()
    if offer is None or case.door is None or case.person is None:
        return False
    counts = {UUID(item): count for item, count in said.get("counts", {}).items()}
    body = {
        "offer": offer.id, "lines": actions_orders.lines(offer, counts), "words": said.get("words", ""),
        "for_others": bool(said.get("for_others")), "at_door": bool(said.get("at_door")), "name": case.written.name,
        "phone": case.written.phone,
    }  # fmt: skip
    place = case.door.place_id
    return _say(case, "order", body, place=place, door=case.door.id, person=case.person).verdict == "accepted"


def _clue(case: Case) -> bool:
    """A clue, at the compound: neither door nor person of who told it stand anywhere."""
    said = case.written.about
    body = ClueTold(
        what=said.get("what", "other"), words=said.get("words", ""), where=said.get("where", ""),
        reporter=case.written.name, phone=case.written.phone,
    )  # fmt: skip
    assert case.place is not None
    return _say(case, "clue", body, place=_large(case.place)).verdict == "accepted"


def _large(place: Place) -> UUID:
    chain: Sequence[Place] = list(place.ancestors())
    large = [one for one in chain if one.kind in LARGE]
    return large[-1].id if large else chain[0].id


def _pass(case: Case) -> bool:
    """Somebody asks for a pass: the community decides, whether or not the register knows them."""
    if case.door is None:
        return False
    verdict = asks.ask(
        case.door.id, name=case.written.name, number=case.written.tail, phone=case.written.phone,
        form=case.written.about.get("form", "phone"), author=Author(RESIDENT, case.letter.outbreak_id), now=case.now,
    )  # fmt: skip
    return verdict.verdict == "accepted"


def _visitor(case: Case) -> bool:
    """Somebody whom a household expects, for the guards of its gate. Who fits nobody of the door announces nobody."""
    gate = gate_of_door(case.door) if case.door and case.person else None
    if case.door is None or gate is None:
        return False
    said = case.written.about
    day = timezone.localdate(case.letter.at) + timedelta(days=min(int(said.get("day", 0)), AHEAD.days))
    body = Visitor(
        id=case.letter.id, verdict="expected", registered_by="household", day=day, purpose=said.get("purpose", "visit"),
        occupants=said.get("people") or 0, name=said.get("visitor", ""), phone=said.get("visitor_phone", ""),
    )  # fmt: skip
    return _say(case, "visitor", body, place=gate.id, door=case.door.id).verdict == "accepted"


def _code(case: Case) -> bool:
    """A one-time code to the phone on file, where there is one. Nothing is kept of who fitted nobody."""
    if case.person is not None:
        codes.send(case.person, ticket=case.written.about.get("ticket", ""), keys=case.keys, now=case.now)
    return True


def _say(case: Case, kind: str, body: object, **about: UUID | None) -> Verdict:
    return say(kind, body, outbreak=case.letter.outbreak_id, at=case.letter.at, now=case.now, **about)


TAKEN: dict[Letter.About, Callable[[Case], bool]] = {
    Letter.About.REPORT: _report,
    Letter.About.HELP: _help,
    Letter.About.PASS: _pass,
    Letter.About.CLUE: _clue,
    Letter.About.CODE: _code,
    Letter.About.ORDER: _order,
    Letter.About.VISITOR: _visitor,
}
