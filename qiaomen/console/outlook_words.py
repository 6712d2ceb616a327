"""What would change the outlook of a sweep, each in a sentence: more people, a longer day, another hour of the day."""

from datetime import datetime, time

from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qiaomen.campaigns.better_hours import BestHours, HourRate, LongerDay, best_hours, longer_day
from qiaomen.campaigns.outlook import Frame, Outlook
from qiaomen.console import words

__all__ = ["changes"]


def changes(
    seen: Outlook,
    frame: Frame,
    now: datetime,
    rates: list[HourRate],
    *,
    team_size: int,
    rates_of: datetime | None = None,
) -> list[str]:
    """The sentences that apply; nothing where all is done. `rates_of`: of when the rates are, where that is not now."""
    if not seen.left:
        return []
    found = []
    if seen.is_late and seen.more_teams and now < frame.deadline:
        found.append(_people(seen, team_size))
    longer = longer_day(frame, now, seen) if now < frame.deadline else None
    if longer is not None:
        found.append(_longer(longer))
    best = best_hours(rates, frame.hours)
    if best is not None:
        said = _("%(said)s As of %(time)s.") % {"said": _best(best), "time": words.moment(rates_of)} if rates_of else ""
        found.append(said or _best(best))
    return found


def _people(seen: Outlook, team_size: int) -> str:
    more = ngettext("With %(n)s more team", "With %(n)s more teams", seen.more_teams) % {"n": seen.more_teams}
    return _("%(more)s (%(people)s people) it is done at the deadline.") % {
        "more": more,
        "people": seen.more_teams * team_size,
    }


def _longer(longer: LongerDay) -> str:
    said = _("Knocking from %(start)s to %(end)s, an hour more a day, it is done on %(time)s") % {
        "start": time_format(longer.day_from, "G:i"),
        "end": time_format(longer.day_until, "G:i"),
        "time": words.moment(longer.done_at),
    }
    if longer.late.total_seconds() <= 0:
        return _("%(said)s, in time.") % {"said": said}
    return _("%(said)s, %(late)s late.") % {"said": said, "late": words.duration(longer.late)}


def _best(best: BestHours) -> str:
    return _(
        "From %(start)s to %(end)s %(share)s of 100 knocks are answered, at other hours %(other)s: go then where nobody"
        " was home."
    ) % {
        "start": time_format(time(best.start), "G:i"),
        "end": time_format(time(best.end % 24), "G:i"),
        "share": round(best.share * 100),
        "other": round(best.share_else * 100),
    }
