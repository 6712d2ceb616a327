"""What a plan says, in sentences that can be read aloud in a meeting."""

from collections.abc import Sequence
from typing import Protocol

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qiaomen.campaigns.planning.replanning import ReplanSummary
from qiaomen.campaigns.planning.summary import PooledLine, Summary

NAMED = 6


class Short(Protocol):
    """A zone that misses the deadline."""

    @property
    def name(self) -> str: ...
    @property
    def short_teams(self) -> int: ...
    @property
    def teams(self) -> int: ...


def verdict(summary: Summary) -> str:
    """Whether the deadline holds, and which zones miss it by how much."""
    hours = number(summary.deadline_hours)
    if summary.late:
        return _("The deadline is over or too near for a single door. What is left is planned as a day's work.")
    if summary.holds:
        return _("%(hours)s hours hold: %(teams)s teams, the last one through after %(finish)s hours.") % {
            "hours": hours,
            "teams": number(summary.teams),
            "finish": number(summary.finish_hours or 0),
        }
    if not summary.misses:
        return _("The zones hold %(hours)s hours, but %(doors)s doors lie in no zone.") % {
            "hours": hours,
            "doors": number(summary.outside_doors),
        }
    told = _("%(hours)s hours do not hold: %(zones)s.") % {"hours": hours, "zones": shortages(summary.misses)}
    if summary.outside_doors:
        outside = _("Another %(doors)s doors lie in no zone.") % {"doors": number(summary.outside_doors)}
        return _then(told, outside)
    return told


def shortages(zones: Sequence[Short]) -> str:
    """Zones by what they miss: “zones 1, 2 miss by 1 team; zone 5 has no team”."""
    groups: dict[str, list[str]] = {}
    for zone in sorted(zones, key=lambda zone: -zone.short_teams):
        groups.setdefault(_lack(zone), []).append(zone.name)
    return _("; ").join(_of_zones(names, lack) for lack, names in groups.items())


def pooled(pool: PooledLine) -> str:
    """The sum as if anybody could knock anywhere."""
    asked = _("Counted together, %(doors)s doors ask for %(needed)s teams (%(needed_people)s people)") % {
        "doors": number(pool.doors),
        "needed": number(pool.teams_needed),
        "needed_people": number(pool.people_needed),
    }
    there = _("there are %(people)s people, enough for %(teams)s teams") % {
        "people": number(pool.people),
        "teams": number(pool.teams),
    }
    if pool.holds:
        return _("%(asked)s; %(there)s.") % {"asked": asked, "there": there}
    lack = _("%(people)s people short") % {"people": number(pool.short_people)}
    return _("%(asked)s; %(there)s: %(lack)s.") % {"asked": asked, "there": there, "lack": lack}


def expected(summary: Summary) -> str:
    """The expected course: when 99 % and when all doors are done."""
    if summary.hours_99 is None:
        return _("By the deadline %(closed)s of %(doors)s doors are expected to be done.") % {
            "closed": number(int(summary.closed_at_deadline)),
            "doors": number(summary.doors),
        }
    if summary.night_between:
        return _(
            "With second tries and calls, 99 %% are expected after %(early)s hours if all goes well; otherwise a night "
            "lies between, and it is %(late)s hours."
        ) % {"early": number(summary.hours_99_early or 0), "late": number(summary.hours_99_late or 0)}
    if summary.hours_all is None:
        return _("With second tries and calls, 99 %% are expected after %(most)s hours.") % {
            "most": number(summary.hours_99)
        }
    return _("With second tries and calls, 99 %% are expected after %(most)s hours, the very last after %(all)s.") % {
        "most": number(summary.hours_99),
        "all": number(summary.hours_all),
    }


def moved(summary: ReplanSummary) -> str:
    """What planning again moves, and what stays."""
    share = number_format(100 * summary.share_moved, decimal_pos=1)
    told = _("%(moved)s of %(doors)s open doors change hands (%(share)s %%).") % {
        "moved": number(summary.moved),
        "doors": number(summary.doors),
        "share": share,
    }
    if summary.dissolved:
        dissolved = ngettext("%(count)s team is dissolved.", "%(count)s teams are dissolved.", summary.dissolved)
        told = _then(told, dissolved % {"count": number(summary.dissolved)})
    if not summary.misses:
        return _then(told, _("The deadline holds."))
    return _then(told, _("These miss the deadline: %(zones)s.") % {"zones": shortages(summary.misses)})


def number(value: float) -> str:
    """A number as the reader's language writes it, one decimal where it has any."""
    whole = round(value, 1) == round(value)
    return number_format(round(value) if whole else round(value, 1), decimal_pos=0 if whole else 1, force_grouping=True)


def _then(first: str, second: str) -> str:
    """Two sentences; Chinese puts no space between them."""
    return _("%(first)s %(second)s") % {"first": first, "second": second}


def _of_zones(names: Sequence[str], lack: str) -> str:
    said = _("%(zones)s %(lack)s each") if len(names) > 1 else _("%(zones)s %(lack)s")
    return said % {"zones": _listed(names), "lack": lack}


def _lack(zone: Short) -> str:
    if not zone.teams:
        return _("has no team")
    if not zone.short_teams:
        return _("has a team with too much to do")
    return ngettext("short of %(count)s team", "short of %(count)s teams", zone.short_teams) % {
        "count": number(zone.short_teams)
    }


def _listed(names: Sequence[str]) -> str:
    shown = _(", ").join(names[:NAMED])
    more = len(names) - NAMED
    if more <= 0:
        return shown
    return ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", more) % {
        "names": shown,
        "count": number(more),
    }
