"""What is done about testing at a desk: cohorts and sites are set up, rounds opened, times handed out."""

import logging
import secrets
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

import msgspec
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.base import changes
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows, run
from qiaomen.places.models import Place, steps_to
from qiaomen.sampling import frames, rules, slots
from qiaomen.sampling.models import Cohort, Round, Site, Slot

logger = logging.getLogger(__name__)

# Groups of a round with their sizes, in walking order.
GROUPS = """
SELECT d.id, d.place_id, p.path, count(*)::int8 FROM sampling_member m JOIN places_door d ON d.id = m.door
JOIN places_place p ON p.id = d.place_id WHERE m.round_id = %b AND m.is_drawn
GROUP BY d.id, d.place_id, p.path, p.walk, d.walk ORDER BY p.path, d.walk, d.id
"""
GROUPS_BY_PLACE = """
SELECT NULL::uuid, p.id, p.path, count(*)::int8 FROM sampling_member m JOIN places_place p ON p.id = m.place
WHERE m.round_id = %b AND m.is_drawn GROUP BY p.id, p.path ORDER BY p.path
"""
HOLDS = """
SELECT holds FROM sampling_member WHERE round_id = %b AND is_drawn GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1
"""
# Batch by batch, in the order of names.
GIVE = """
UPDATE sampling_member m SET slot = s.id
FROM (SELECT m.person, m.door, m.place,
             row_number() OVER (PARTITION BY CASE WHEN %b THEN m.door ELSE m.place END
                                ORDER BY h.pinyin, m.person) AS n
      FROM sampling_member m LEFT JOIN people_person h ON h.id = m.person WHERE m.round_id = %b AND m.is_drawn) r
JOIN (SELECT id, door, place, sum(people) OVER (PARTITION BY door, place ORDER BY batch) - people AS before, people
      FROM sampling_slot WHERE round_id = %b) s
  ON (s.door = r.door OR (s.door IS NULL AND s.place = r.place)) AND r.n > s.before AND r.n <= s.before + s.people
WHERE m.round_id = %b AND m.person = r.person
"""
# Rounds that the clock opens: of cohorts that have not ended.
DUE = """
SELECT r.id FROM sampling_round r JOIN sampling_cohort c ON c.id = r.cohort_id
JOIN base_outbreak o ON o.id = c.outbreak_id
WHERE r.frozen_at IS NULL AND r.opens_at <= %b AND c.ended_at IS NULL AND o.closed_at IS NULL ORDER BY r.opens_at
"""


def add_cohort(*, name: str, place: Place, document: rules.Document, since: datetime, by: Worker | None) -> Cohort:
    """A cohort with its first round to come. Raises `sampling.already_there`."""
    outbreak = Outbreak.objects.current()
    try:
        with changes.change("add cohort", worker=by.id if by else None) as change, transaction.atomic():
            cohort = Cohort.objects.create(
                outbreak=outbreak, name=name.strip(), place=place, since=since, change=change.id,
                document=msgspec.to_builtins(document),
            )  # fmt: skip
            _plan_round(cohort, document, 1, since, change.id)
            audit.write(by, "cohort.added", cohort.id, place=place.id)
    except IntegrityError:
        raise Problem("sampling.already_there", field="name") from None
    return cohort


def end_cohort(cohort: Cohort, *, by: Worker) -> None:
    """No further round opens; those that are open stay."""
    with changes.change("end cohort", worker=by.id) as change:
        now = timezone.now()
        # Whoever opens a round locks the cohort, too: no round is planned after this.
        Cohort.objects.select_for_update().get(pk=cohort.pk)
        Cohort.objects.filter(pk=cohort.pk, ended_at=None).update(ended_at=now, change=change.id)
        Round.objects.filter(cohort=cohort, frozen_at=None).delete()
        audit.write(by, "cohort.ended", cohort.id)


def open_due(now: datetime) -> int:
    """Open every round whose time has come; answers how many. One that was missed opens when the server is back.

    One that cannot be opened holds up no other: it is in the log, tried again by the next sweep, and said on its page.
    """
    count, tried = 0, set[UUID]()
    while found := [id for (id,) in rows(DUE, [now]) if id not in tried]:
        for id in found:
            tried.add(id)
            try:
                count += open_round(id, now=now)
            except Exception:
                logger.exception("round not opened", extra={"round": str(id)})
    return count


def open_round(round: UUID, *, now: datetime) -> bool:
    """Freeze whom a round is for, and plan the next one; False where somebody else has, or the cohort has ended."""
    with changes.change("open round") as change:
        # The cohort before the round, as whoever ends it does.
        cohort = Cohort.objects.select_for_update(of=("self",)).select_related("place").filter(rounds=round).first()
        found = Round.objects.select_for_update().filter(pk=round, frozen_at=None).first()
        if cohort is None or cohort.ended_at is not None or found is None:
            return False
        document = rules.of(cohort.document)
        frames.freeze(found, cohort, document)
        Round.objects.filter(pk=round).update(frozen_at=now, change=change.id)
        cadence = document.cadence
        if cadence.every_days and (not cadence.rounds or found.number < cadence.rounds):
            opens = found.opens_at + timedelta(days=cadence.every_days)
            _plan_round(cohort, document, found.number + 1, opens, change.id)
        audit.write(None, "round.opened", found.id, cohort=cohort.id)
    return True


def add_site(*, place: Place, name: str, teams: int, opens: time, closes: time, by: Worker | None) -> Site:
    """A site for samples. Raises `sampling.already_there`."""
    try:
        with changes.change("add site", worker=by.id if by else None) as change, transaction.atomic():
            site = Site.objects.create(
                place=place, name=name.strip(), teams=teams, opens=opens, closes=closes, change=change.id
            )
            audit.write(by, "site.added", site.id, place=place.id)
    except IntegrityError:
        raise Problem("sampling.already_there", field="name") from None
    return site


def give_times(round: Round, *, by: Worker | None, sites: Sequence[Site] | None = None) -> int:
    """Hand out times to the groups of an open round, anew; answers how many.

    Classes and workplaces come by themselves, homes by building; at the sites in the cohort's area or around it, when
    no other round's groups are there. Raises `sampling.not_open`, `sampling.no_sites`,
    `sampling.no_room`.
    """
    if round.frozen_at is None:
        raise Problem("sampling.not_open")
    document = rules.of(round.cohort.document)
    by_door = document.who.base == "work"
    groups = [slots.Group(*row) for row in rows(GROUPS if by_door else GROUPS_BY_PLACE, [round.id])]
    with changes.change("give times", worker=by.id if by else None):
        used = _sites(round, sites)
        times = slots.plan(
            groups, _counters(round, used), holds=(rows(HOLDS, [round.id]) or [("single",)])[0][0],
            batch=document.batch, opens=round.opens_at, closes=round.closes_at, zone=timezone.get_default_timezone(),
        )  # fmt: skip
        if times is None:
            raise Problem("sampling.no_room", people=sum(group.people for group in groups))
        Slot.objects.filter(round=round).delete()
        Slot.objects.bulk_create(
            Slot(
                round=round, site_id=one.site, door=one.group.door, place=one.group.place, batch=one.batch,
                begins_at=one.begins_at, ends_at=one.ends_at, people=one.people,
            )
            for one in times
        )  # fmt: skip
        run(GIVE, [by_door, round.id, round.id, round.id])
        audit.write(by, "round.times", round.id, times=len(times))
    return len(times)


def _sites(round: Round, named: Sequence[Site] | None) -> list[Site]:
    """The sites of a round, locked: two rounds that share one are given times one after the other."""
    area = round.cohort.place.path
    near = Q(place__path__startswith=area) | Q(place__path__in=steps_to(area))
    wanted = Q(pk__in=[one.pk for one in named]) if named is not None else near & Q(is_open=True)
    found = list(Site.objects.select_for_update(of=("self",)).filter(wanted).select_related("place").order_by("pk"))
    if not found:
        raise Problem("sampling.no_sites")
    return found


def _counters(round: Round, sites: Sequence[Site]) -> list[slots.Counter]:
    """The sites with when groups of other rounds are there."""
    others = Slot.objects.filter(site__in=sites, ends_at__gt=round.opens_at, begins_at__lt=round.closes_at)
    busy: dict[UUID, list[tuple[datetime, datetime]]] = {}
    for site, begins, ends in others.exclude(round=round).values_list("site_id", "begins_at", "ends_at"):
        busy.setdefault(site, []).append((begins, ends))
    return [
        slots.Counter(one.id, one.place.path, one.teams, one.opens, one.closes, sorted(busy.get(one.id, ())))
        for one in sites
    ]


def _plan_round(cohort: Cohort, document: rules.Document, number: int, opens: datetime, change: UUID) -> None:
    closes = opens + timedelta(days=document.cadence.days)
    Round.objects.create(
        cohort=cohort, number=number, opens_at=opens, closes_at=closes, seed=secrets.token_hex(16), change=change
    )
