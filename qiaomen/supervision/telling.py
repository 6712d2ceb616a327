"""Who answers for what was found is named in the change that brings it, and told; what is overdue goes up the chain.

Each naming and telling is a record of the system's, whose id follows from finding, date and level: telling twice tells
once. So who answered at that moment is kept, however the chain changes afterwards.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from qiaomen.access import messages
from qiaomen.base import changes
from qiaomen.base.models import Outbreak
from qiaomen.base.sql import run
from qiaomen.duty.answering import answering
from qiaomen.duty.ladder import next_rung, rungs
from qiaomen.ledger import append, system
from qiaomen.ledger.stages import Touched
from qiaomen.ledger.system import Draft
from qiaomen.places.models import Place
from qiaomen.supervision import limits
from qiaomen.supervision.folds import FINDINGS
from qiaomen.supervision.models import Finding, State, What
from qiaomen.supervision.records import FindingStep

_TELLINGS = UUID("6f7e1c1a-4d51-4c6b-9a3f-0d6c7c0f5a31")


def fold(touched: Touched, change: UUID, now: datetime) -> None:
    """Submit's stage, after findings are folded: name who answers for those that are new, and tell them."""
    if "finding" not in touched.kinds:
        return
    new = list(Finding.objects.filter(id__in=touched.records, worker=None, state=State.OPEN).order_by("id"))
    if not new:
        return
    places = Place.objects.in_bulk({one.place for one in new})
    drafts = [draft for one in new for draft in _naming(one, places[one.place], now)]
    made = _submit(drafts, [one.id for one in new], change, now)
    _send([(draft, places[draft.place]) for draft in made if draft.place is not None], new)


def escalate(now: datetime) -> int:
    """Remind of every finding that is due soon and tell of every one that is overdue, as far as its ladder goes.

    Answers how many tellings; asked again it adds none. One query while nothing is owed.
    """
    found = [one.id for one in _due(now)]
    if not found:
        return 0
    with changes.change("findings") as change:
        run(append.FOLDING)
        FINDINGS.lock(found)
        # What somebody put right meanwhile is told to nobody.
        due = [one for one in _due(now) if one.id in found]
        places = Place.objects.in_bulk({one.place for one in due})
        drafts = [draft for one in due for draft in _tellings(one, places[one.place], now)]
        made = _submit(drafts, [one.id for one in due], change.id, now)
        _send([(draft, places[draft.place]) for draft in made if draft.place is not None], due)
    return len(made)


def _due(now: datetime) -> list[Finding]:
    waiting = Finding.objects.filter(
        state=State.OPEN, due_at__lte=now + limits.REMINDED, told_level__lt=len(limits.LADDER)
    )
    return [one for one in waiting if one.due_at and limits.level(one.due_at, one.due_set_at, now) > one.told_level]


def _naming(one: Finding, place: Place, now: datetime) -> Iterable[Draft]:
    named = answering(place, one.found_at, duty=one.duty)
    if named is not None:
        body = FindingStep(one.id, "named", worker=named.worker, stand_in=named.stand_in)
        yield Draft(uuid5(_TELLINGS, f"{one.id} named"), "finding_step", now, body, place=one.place, door=one.door)


def _tellings(one: Finding, place: Place, now: datetime) -> Iterable[Draft]:
    """A record for each level that is owed; at the last ones, one rung of the chain after the other."""
    assert one.due_at is not None
    ladder, told = rungs(place, now), list(one.told)
    own = [worker for worker in (one.worker, one.stand_in) if worker is not None]
    for level in range(one.told_level + 1, limits.level(one.due_at, one.due_set_at, now) + 1):
        whom = own[:1] if level == limits.REMINDER else own if level == limits.OVERDUE else []
        if not whom and (found := next_rung(ladder, {*told, *own})) is not None:
            whom = [worker for worker in found[0].workers if worker not in (*told, *own)]
        told += whom
        body = FindingStep(one.id, "told", due=one.due_at, level=level, workers=whom)
        id = uuid5(_TELLINGS, f"{one.id} {one.due_at.timestamp()} {level}")
        yield Draft(id, "finding_step", now, body, place=one.place, door=one.door)


def _submit(drafts: Sequence[Draft], findings: Collection[UUID], change: UUID, now: datetime) -> list[Draft]:
    outbreak = Outbreak.objects.current()
    made = system.submit(drafts, outbreak=outbreak.id, keys=outbreak.keys, change=change, now=now)
    FINDINGS.refold(list(findings), change)
    return made


def _send(made: Iterable[tuple[Draft, Place]], findings: Iterable[Finding]) -> None:
    """A message for each who was told: what and where, nobody's name. Of levels that come at once the highest is said,
    and once: what is overdue is not due soon."""
    what = {one.id: one.what for one in findings}
    told = [(step, place) for draft, place in made if isinstance(step := draft.body, FindingStep)]
    highest = {step.finding: step for step, _place in sorted(told, key=lambda one: one[0].level or 0)}
    texts: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    with translation.override(settings.LANGUAGE_CODE):
        for step, place in told:
            for worker in step.workers or filter(None, [step.worker]):
                texts[worker][step.finding] = _text(highest[step.finding], What(what[step.finding]), place)
    messages.put_for_workers({who: list(of.values()) for who, of in texts.items()}, purpose="finding.told")


def _text(step: FindingStep, what: What, place: Place) -> str:
    given = {"place": place.name, "what": what.label}
    if step.step == "named":
        return _("Found at %(place)s: %(what)s. Please put it right and show it, in the app.") % given
    if (step.level or 0) == limits.REMINDER:
        return _("Due soon at %(place)s: %(what)s.") % given
    return _("Overdue at %(place)s: %(what)s. Please see to it.") % given
