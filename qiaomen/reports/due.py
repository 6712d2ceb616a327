"""Which reports are due: one for each cut-off, also for those at which nothing ran."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.places.models import Place
from qiaomen.reports import editions
from qiaomen.reports.freezing import freeze
from qiaomen.reports.models import Report

# After a long outage the reports of these days are made up for; older ones can be frozen by hand.
BACK = timedelta(days=7)


def freeze_due(now: datetime) -> list[Report]:
    """Freeze the district's report of every cut-off since the last one, the oldest first."""
    outbreak = Outbreak.objects.filter(closed_at=None).first()
    district = Place.objects.filter(parent=None).first()
    if outbreak is None or district is None:
        return []
    frozen = []
    for cut in missed(district, now, since=outbreak.opened_at):
        try:
            frozen.append(freeze(place=district, cut=cut, now=now))
        except Problem as problem:
            if problem.code != "report.frozen":  # somebody did so by hand this very minute
                raise
    return frozen


def missed(place: Place, now: datetime, *, since: datetime) -> list[datetime]:
    """The cut-offs that have come since the last report of a place and have none, the oldest first."""
    hour = editions.definition_now().report.cut
    if not hour:
        return []
    last = Report.objects.filter(place=place).first()
    after = max(since, now - BACK, last.cut_at if last else since)
    local = timezone.localtime(now)
    days = (local.date() - timedelta(days=back) for back in range(BACK.days, -1, -1))
    cuts = [timezone.make_aware(datetime.combine(day, time.fromisoformat(hour))) for day in days]
    return [cut for cut in cuts if after < cut <= now]
