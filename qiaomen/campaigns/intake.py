"""What sweeps add to submit: references, checks of answers, and the register rows that records create."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.campaigns import questionnaires
from qiaomen.campaigns.questionnaires import Asked, Sheet
from qiaomen.campaigns.records import ClaimReview, DoorAdded, DoorChanged, PlaceAdded, Seen, SelfReport, Visit
from qiaomen.ledger.entries import Entry, Need
from qiaomen.ledger.stages import Provided

CAMPAIGNS = """
SELECT c.id, c.opens_at, c.door_kinds::text, p.path, q.id,
       (SELECT array_agg(other.id) FROM campaigns_edition other WHERE other.questionnaire_id = q.id)
FROM campaigns_campaign c
JOIN places_place p ON p.id = c.place_id
JOIN campaigns_edition e ON e.id = c.edition_id JOIN campaigns_questionnaire q ON q.id = e.questionnaire_id
WHERE c.id = ANY(%b)
"""
DOOR_KINDS = "SELECT id, kind FROM places_door WHERE id = ANY(%b)"
OPENED = {"answered", "phone", "online"}


def campaign_references(entry: Entry) -> Iterable[Need]:
    """A visit needs its campaign, and the people that it speaks of unless it brings them."""
    body = cast(Visit | SelfReport | ClaimReview, entry.body)
    yield Need("campaign", body.campaign)
    if isinstance(body, ClaimReview):
        yield Need("record", body.claim)
        return
    for seen in body.people:
        if seen.new is None:
            yield Need("person", seen.person)


def visit_provides(entry: Entry) -> Iterable[Provided]:
    """The people whom the register lacked."""
    for seen in cast(Visit, entry.body).people:
        if seen.new is not None:
            yield Provided("person", seen.person)


def place_provides(entry: Entry) -> Iterable[Provided]:
    """The new place, standing in its parent."""
    assert entry.envelope.place is not None
    yield Provided("place", entry.envelope.place, cast(PlaceAdded, entry.body).parent)


def door_provides(entry: Entry) -> Iterable[Provided]:
    """The new door, standing at its place."""
    assert entry.envelope.door is not None
    yield Provided("door", entry.envelope.door, cast(DoorAdded, entry.body).place)


def place_references(entry: Entry) -> Iterable[Need]:
    """A new place needs its parent."""
    yield Need("place", cast(PlaceAdded, entry.body).parent)


def door_references(entry: Entry) -> Iterable[Need]:
    """A new door needs its place."""
    yield Need("place", cast(DoorAdded, entry.body).place)


def check_visits(entries: Sequence[Entry]) -> None:
    """A visit fits its sweep and its questionnaire edition, always."""
    wanted = {entry.body.campaign.int: entry.body.campaign for entry in entries}  # UUIDs are hashed in Python
    campaigns = {row[0].int: row[1:] for row in rows(CAMPAIGNS, [list(wanted.values())])}
    kinds: dict[UUID | None, str] = {}
    for entry in entries:
        try:
            _check_campaign(entry, *campaigns[entry.body.campaign.int])
            sheet = questionnaires.sheet(entry.body.edition)
            if sheet.knows_kinds and not kinds:
                kinds = dict(rows(DOOR_KINDS, [[each.envelope.door for each in entries]]))
            # A door that this very batch brings has no kind yet: nothing that only some kinds are asked is missing.
            _check_questions(entry, sheet, kinds.get(entry.envelope.door, "") if kinds else "")
        except Problem as problem:
            entry.decide("rejected", problem)


def _check_campaign(
    entry: Entry, opens_at: datetime, kinds: str, path: str, questionnaire: UUID, editions: Sequence[UUID]
) -> None:
    if entry.body.edition not in editions:
        raise Problem("visit.unknown_edition", field="body.edition")
    if entry.place_path is None or not entry.place_path.startswith(path):
        raise Problem("visit.not_in_campaign", field="door")
    if entry.at < opens_at:
        raise Problem("visit.before_opening", field="device_at")


def _check_questions(entry: Entry, sheet: Sheet, kind: str) -> None:
    body: Visit | SelfReport = entry.body
    outcome = getattr(body, "outcome", "answered")
    asked = _asked(entry, sheet, None, kind)
    questionnaires.check_answers(sheet.door, body.answers, where="body.answers", asked=asked)
    if body.people and outcome not in OPENED:
        raise Problem("visit.people_without_answer", field="body.people")
    if outcome in OPENED:
        questionnaires.check_required(sheet.door, body.answers, where="body.answers", texts=body.texts, asked=asked)
    for index, seen in enumerate(body.people):
        where = f"body.people.{index}.answers"
        asked = _asked(entry, sheet, seen, kind)
        questionnaires.check_answers(sheet.person, seen.answers, where=where, asked=asked)
        if seen.presence == "seen":
            questionnaires.check_required(sheet.person, seen.answers, where=where, texts=seen.texts, asked=asked)


def _asked(entry: Entry, sheet: Sheet, seen: Seen | None, kind: str) -> Asked | None:
    """What was to be asked there, if that depends on anything."""
    if not sheet.has_conditions:
        return None
    times = (entry.at, entry.envelope.device_at)
    return Asked(sheet, entry.body.answers, seen.answers if seen else None, times, _zone(), kind)


@cache
def _zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def check_door_changes(entries: Sequence[Entry]) -> None:
    """Saying that a door is in use no longer is for those who decide; a worker claims it by a visit."""
    for entry in entries:
        body = cast(DoorChanged, entry.body)
        if body.is_open is not None and not entry.may_decide:
            entry.decide("rejected", Problem("record.forbidden_kind", field="body.is_open"))
