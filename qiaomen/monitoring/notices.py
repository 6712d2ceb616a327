"""What the written notices say (告知书, 解除通知书), Chinese first and English below; `paper.notices` prints them.

A notice is made of the status record that it tells of, which never changes, and of the order and the companions as they
were when it was served: printed again it says the same.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.access.models import Worker
from qiaomen.access.queries import check
from qiaomen.access.roles import Verb
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.ledger import told
from qiaomen.ledger.told import Told
from qiaomen.monitoring import notice_codes, notice_contacts
from qiaomen.monitoring.asked import Read
from qiaomen.monitoring.folds import SAME, zone
from qiaomen.monitoring.models import Episode
from qiaomen.monitoring.notice_contacts import Contact
from qiaomen.monitoring.notice_words import BODIES, ENDINGS, REMEDIES, SEXES, WHERES, day_words, joined, same, say
from qiaomen.people.models import Person
from qiaomen.policy import days, explain
from qiaomen.policy.explain import Because, Why
from qiaomen.policy.language import Words

STATUS_AT = "SELECT at FROM ledger_record WHERE id = %b AND kind = 'status' AND person = ANY(%b)"


class Row(msgspec.Struct):
    """A line of the notice's table."""

    label: Words
    value: Words


class Notice(msgspec.Struct):
    """A notice, ready to print. `stub` is signed and kept by who serves it; `number` is that of the document.

    `code` opens, on the pages for residents, what is kept of whom the notice is about; `reading` says so.
    """

    title: Words
    number: str
    to: str
    rows: list[Row]
    paragraphs: list[Words]
    contacts: list[Contact]
    signed: list[Words]
    stub: list[Words]
    dated: Words
    code: str = ""
    reading: Words | None = None


def measure_notice(person: UUID, *, reader: Worker, now: datetime, status: UUID | None = None) -> Notice:
    """The notice of the measure in force (告知书), or of the one that a `status` record of the person began.

    Raises `notice.no_measure` where no measure is in force, `access.not_found` and `access.forbidden` as the reader's
    rights to see identity at the person's home are; what they read there is logged.
    """
    found = _person(person, reader)
    ids = _ids(person)
    moment = _status_at(status, ids) if status is not None else now
    why = explain.at(person, moment)
    if not why.measure or why.since is None:
        raise Problem("notice.no_measure")
    order = _newest(told.of_people(ids, ["measure_order"]), until=None)
    served = order.body.served_at if order is not None else None
    assert why.record is not None
    return Notice(
        title=say(_("Notice of a measure")),
        number=order.body.document if order is not None else "",
        to=found.name,
        rows=[*_about(found), *_measure(why), *_ordered(order)],
        paragraphs=[say(_(
            "Please keep to this measure. If you feel ill, need medicine, food or help, or somebody depends on you, "
            "call one of those named below at any hour: illness, birth and fire go before every rule."
        )), why.how_to_object, *_remedies(order)],
        contacts=notice_contacts.of(ids, found, reader=reader, at=served or why.since),
        signed=[say(_("Issued by (seal)")), say(pgettext_lazy("notice", "Date"))],
        stub=_stub(say(_("I have received the notice of the measure and understood it."))),
        dated=day_words(days.local_day(served or why.since, zone())),
        code=notice_codes.code_for(person, why.record, keys=Outbreak.objects.current().keys, now=now),
        reading=say(_("Read online what holds for you and why, and object: open this address and type the code.")),
    )  # fmt: skip


def release_notice(episode: UUID, *, reader: Worker) -> Notice:
    """The notice that a measure is over (解除通知书). Raises `release.too_early` while one is in force."""
    ended = Episode.objects.filter(pk=episode).first()
    if ended is None:
        raise Problem("access.not_found")
    found = _person(ended.person, reader)
    if ended.ended_at is None:
        raise Problem("release.too_early")
    ids = _ids(ended.person)
    release = _newest(told.of_people(ids, ["release"]), until=None, since=ended.ended_at)
    return Notice(
        title=say(_("Notice of release")),
        number=release.body.document if release is not None else "",
        to=found.name,
        rows=[*_about(found), *_served(ended)],
        paragraphs=[say(_(
            "From that moment on you are free to come and go like everybody else. Nobody may keep you, turn you away "
            "or treat you worse because of it. Thank you for the time that you gave."
        ))],
        contacts=notice_contacts.of(ids, found, reader=reader, at=ended.ended_at),
        signed=[say(_("Issued by (seal)")), say(pgettext_lazy("notice", "Date"))],
        stub=_stub(say(_("I have received the notice of release."))),
        dated=day_words(days.local_day(ended.ended_at, zone())),
    )  # fmt: skip


def _person(person: UUID, reader: Worker) -> Person:
    """The person, if the reader may see identity where they live."""
    found = Person.objects.select_related("home_door__place").filter(pk=person).first()
    if found is None or found.home_door is None:
        raise Problem("access.not_found")
    check(reader, Verb.SEE_IDENTITY, found.home_door.place.path)
    return found


def _ids(person: UUID) -> list[UUID]:
    return [one for _canonical, one in rows(SAME, [[person]])]


def _status_at(status: UUID, ids: Sequence[UUID]) -> datetime:
    found = rows(STATUS_AT, [status, list(ids)])
    if not found:
        raise Problem("notice.no_measure")
    at: datetime = found[0][0]
    return at


def _newest(said: dict[UUID, list[Told]], *, until: datetime | None, since: datetime | None = None) -> Told | None:
    several = told.in_order(one for ones in said.values() for one in ones)
    timely = [one for one in several if (until is None or one.at <= until) and (since is None or one.at >= since)]
    return timely[-1] if timely else None


def _about(person: Person) -> list[Row]:
    assert person.home_door is not None
    place = "".join(person.home_door.place.ancestors().values_list("name", flat=True))
    about = [say(SEXES[person.sex])] if person.sex in SEXES else []
    about += [say(_("born %(year)s"), year=str(person.birth_year))] if person.birth_year else []
    return [
        _row(pgettext_lazy("notice", "Name"), joined([same(person.name), *about])),
        _row(pgettext_lazy("notice", "Home"), same(f"{place} {person.home_door.label}")),
    ]


def _measure(why: Why) -> list[Row]:
    assert why.since is not None
    assert why.measure_name is not None
    editions = Read({reason.edition for reason in why.because if reason.edition is not None})
    asking = editions.asking(why.edition, why.measure)
    reasons = [reason for reason in why.because if reason.measure is not None]
    tests = sorted({day for reason in reasons for day in _tests(editions, reason)})
    kept = [_row(pgettext_lazy("notice", "Tests on"), joined(day_words(day) for day in tests))] if tests else []
    return [
        _row(pgettext_lazy("notice", "Measure"), joined([why.measure_name, say(WHERES[asking.where])])),
        _row(pgettext_lazy("notice", "From"), _moment_words(why.since)),
        _row(pgettext_lazy("notice", "Until"), _end_words(why.due_end)),
        _row(pgettext_lazy("notice", "Ground"), joined(_ground(reason) for reason in reasons)),
        _row(pgettext_lazy("notice", "Rule"), joined(_rule(reason) for reason in reasons)),
        _row(pgettext_lazy("notice", "Checks a day"), same(str(asking.checks_a_day))),
        *kept,
    ]


def _tests(editions: Read, reason: Because) -> Sequence[date]:
    return editions.test_days(reason.edition, reason.rule, date.fromisoformat(reason.day0)) if reason.day0 else []


def _ground(reason: Because) -> Words:
    if not reason.day0:
        return reason.text
    zero = day_words(date.fromisoformat(reason.day0))
    return say(_("%(reason)s (days are counted from %(day)s, which is day 0)"), reason=reason.text, day=zero)


def _rule(reason: Because) -> Words:
    name = reason.edition_name or same("—")
    return say(_("“%(edition)s”, rule %(rule)s"), edition=name, rule=reason.rule)


def _ordered(order: Told | None) -> list[Row]:
    if order is None:
        return []
    said = order.body
    how = _("of your own accord, recorded by %(body)s") if said.voluntary else _("ordered by %(body)s")
    return [_row(pgettext_lazy("notice", "How it came about"), say(how, body=say(BODIES[said.body])))]


def _remedies(order: Told | None) -> list[Words]:
    """An order can be taken to court, or to the authority above, whatever else the order names."""
    named = order.body.remedy if order is not None else ""
    wanted = ["reconsideration", "court"] if order is not None and not order.body.voluntary else []
    return [say(REMEDIES[one]) for one in dict.fromkeys([*([named] if named else []), *wanted]) if one != "objection"]


def _served(ended: Episode) -> list[Row]:
    editions = Read({UUID(phase["edition"]) for phase in ended.phases if phase["edition"]})
    measures = [editions.measure_name(_edition(phase), phase["measure"]) for phase in ended.phases]
    kept = {words.en: words for words in measures}.values()
    negatives = [day_words(date.fromisoformat(test["on"])) for test in ended.tests if test["result"] == "negative"]
    assert ended.ended_at is not None
    found = [
        _row(pgettext_lazy("notice", "Measure"), joined(kept)),
        _row(pgettext_lazy("notice", "From"), _moment_words(ended.started)),
        _row(pgettext_lazy("notice", "Released from"), _moment_words(ended.ended_at)),
        _row(pgettext_lazy("notice", "Because"), say(ENDINGS[ended.ended_by])),
    ]
    if negatives:
        found.append(_row(pgettext_lazy("notice", "Negative tests, due on"), joined(negatives)))
    if ended.checked_at is not None:
        found.append(_row(pgettext_lazy("notice", "Checked by the community"), _moment_words(ended.checked_at)))
    return found


def _edition(phase: dict[str, str]) -> UUID | None:
    return UUID(phase["edition"]) if phase["edition"] else None


def _moment_words(at: datetime) -> Words:
    """A moment in the district's time."""
    local = at.astimezone(zone())
    day = day_words(local.date())
    return Words(zh=f"{day.zh}{local:%H:%M}", en=f"{day.en}, {local:%H:%M}")


def _end_words(end: datetime | None) -> Words:
    """An end lies at midnight: it is told as the end of the last day, so that nobody takes it for the one before."""
    if end is None:
        return say(_("not settled yet: you will be told in writing as soon as days begin to count"))
    last = days.local_day(end - timedelta(seconds=1), zone())
    return say(_("%(day)s, 24:00"), day=day_words(last))


def _stub(received: Words) -> list[Words]:
    return [received, say(pgettext_lazy("notice", "Signature")), say(_("Date and time")), say(_("Served by"))]


def _row(label: Promise, value: Words) -> Row:
    return Row(say(label), value)
