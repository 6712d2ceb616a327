"""The overview's parts, made from one summary: every number with the list that it opens."""

from collections.abc import Sequence
from datetime import datetime
from math import ceil
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qiaomen.campaigns import outlook
from qiaomen.campaigns.queries import attention, openness
from qiaomen.campaigns.queries.attention import News
from qiaomen.campaigns.queries.coverage import Coverage
from qiaomen.campaigns.queries.names import locate
from qiaomen.campaigns.queries.stuck import stuck
from qiaomen.campaigns.queries.summary import Piece, Summary, summary
from qiaomen.campaigns.states import GAPS, State
from qiaomen.console import doors, fragments, parts, stuck_page, words
from qiaomen.console.asked import Asked, link, shows_health
from qiaomen.console.charts import Pace
from qiaomen.console.outlook_words import changes
from qiaomen.ledger import queries as kept
from qiaomen.supervision import repeated

# Of the silent ones, on the overview; the page has all.
STUCK = 4
# So many parts stand on the overview, the latest first; the page of the coverage has all.
PARTS = 60
# Looking through so many visits takes a while: what they say is said again for some time, and of when it is.
MANY_VISITS = 3000
# Of a city with thousands of teams nobody reads more of them on a page; a file has them all.
MOST_ROWS = 300
STUCK_KEPT_S = 60
RATES_KEPT_S = 600


def board(asked: Asked, now: datetime) -> dict[str, Any]:
    """What the overview shows of an area at one moment."""
    seen = summary(asked.campaign, asked.area, now)
    news = attention.newest(asked.area, limit=20)
    locate(news)
    return {
        "asked": asked,
        "now": now,
        "summary": seen,
        "outlook": seen.outlook,
        "coverage": seen.coverage,
        "time_left": words.clock(seen.frame.deadline - now),
        "deadline": words.moment(seen.frame.deadline),
        "lateness": words.lateness(seen.outlook),
        "sentence": words.prospect(seen.outlook, seen.frame.deadline, now),
        "changes": _changes(asked, seen, now),
        "pace": pace(seen),
        "rows": [row(asked, piece) for piece in seen.pieces[:PARTS]],
        "parts_count": len(seen.pieces),
        "parts_more": max(0, len(seen.pieces) - PARTS),
        "per_hour": None if seen.outlook.pace is None else round(seen.outlook.pace),
        "needed": None if seen.outlook.needed is None else ceil(seen.outlook.needed),
        "is_late": seen.outlook.is_late or seen.outlook.is_stuck,
        "gaps_url": asked.link("gaps", count=None),
        "people_url": asked.link("gap_people", count=None),
        "coverage_url": asked.link("coverage", count=None),
        "gaps": gaps(asked, seen.coverage),
        "flags": flags(asked, seen.coverage),
        **_stuck(asked, now),
        "feed": [happening(asked, one) for one in news],
    }


def pace(seen: Summary) -> Pace:
    """The chart: doors closed against plan and forecast."""
    frame, now, ahead = seen.frame, seen.now, seen.outlook
    paces = outlook.pace_range(frame, now, seen.hourly)
    slow, fast = paces if paces else (None, None)

    def forecast(speed: float | None) -> Sequence[tuple[datetime, int]]:
        return outlook.forecast_line(frame, now, closed=ahead.closed, total=ahead.total, pace=speed)

    ends = max(frame.deadline, ahead.done_at or frame.deadline)
    return Pace(
        total=ahead.total,
        opening=frame.opens_at,
        deadline=frame.deadline,
        now=now,
        actual=outlook.course(frame, now, seen.hourly),
        plan=outlook.plan_line(frame, ahead.total),
        forecast=forecast(ahead.pace),
        low=forecast(slow),
        high=forecast(fast),
        nights=frame.hours.nights(frame.opens_at, max(ends, now)),
    )


def listed(asked: Asked, shown: Sequence[Piece]) -> dict[str, Any]:
    """The table of parts: the most pressing ones, and how many lie `beyond` them."""
    return {"rows": [row(asked, piece) for piece in shown[:MOST_ROWS]], "beyond": max(0, len(shown) - MOST_ROWS)}


def row(asked: Asked, piece: Piece) -> dict[str, Any]:
    """A line of the table of parts."""
    part, seen = piece.part, piece.outlook
    is_place, is_team = bool(part.path), part.kind == "team" and part.id is not None
    left_url = ""
    if is_place or is_team:
        left_url = asked.link("gaps", count=None, **{"place" if is_place else "team": part.id})
    return {
        "name": part.name,
        "url": link("place", part.id, campaign=asked.campaign.id) if is_place else "",
        "done": part.coverage.closed,
        "total": part.coverage["doors"],
        "planned": seen.planned,
        "left": seen.left,
        "left_url": left_url,
        "unaccounted": part.coverage["unaccounted"],
        "per_hour": None if seen.pace is None else round(seen.pace),
        "done_at": words.moment(seen.done_at) if seen.done_at else "",
        "lateness": words.lateness(seen),
        "is_late": seen.is_late or seen.is_stuck,
        "is_done": not seen.left,
    }


def _changes(asked: Asked, seen: Summary, now: datetime) -> list[str]:
    """What would change the outlook, a sentence each."""
    rates, of = fragments.kept(
        "openness",
        (asked.campaign.id, asked.area.paths),
        lambda: openness.by_hour(asked.area),
        now=now,
        seconds=RATES_KEPT_S,
        is_costly=lambda made: sum(rate.knocks for rate in made) > MANY_VISITS,
    )
    return changes(seen.outlook, seen.frame, now, rates, team_size=asked.campaign.team_size, rates_of=of)


def _stuck(asked: Asked, now: datetime) -> dict[str, Any]:
    """The first questions to the lead, some of each kind, and how many there are."""
    found, of = fragments.kept(
        "stuck",
        (asked.campaign.id, asked.area.paths),
        lambda: stuck(asked.area, now, limit=STUCK),
        now=now,
        seconds=STUCK_KEPT_S,
        is_costly=lambda made: made.visits > MANY_VISITS,
    )
    may_call = stuck_page.may_call(asked)
    first = [*found.of("silent")[:STUCK], *found.of("hasty")[:2], *found.of("far")[:2]]
    return {
        "stuck": [stuck_page.shown(asked, one, may_call=may_call) for one in first],
        "stuck_count": found.total,
        "stuck_of": of,
        "stuck_url": asked.link("stuck", count=None),
    }


def gaps(asked: Asked, counted: Coverage, *, notes: bool = True) -> list[parts.Gap]:
    """Why doors are still open, the commonest reason first; and the people nobody could account for.

    With `notes`, what closes such a gap.
    """
    reasons = [(state, counted[state.name.lower()]) for state in GAPS]
    found = [
        parts.Gap(
            label=state.label,
            count=number,
            mark=doors.OF_TARGET[state],
            url=asked.link("gaps", count=state.name.lower()),
            note=NEXT[state]() if notes else "",
        )
        for state, number in sorted(reasons, key=lambda reason: -reason[1])
        if number
    ]
    if counted["unaccounted"]:
        people = _("behind opened doors, and nobody could say") if notes else ""
        url = asked.link("gap_people", count=None)
        found.append(parts.Gap(_("people missing"), counted["unaccounted"], "person", url, people))
    return found


# What closes a gap of this reason: what somebody reading the number may do about it.
NEXT = {
    State.UNTOUCHED: lambda: _("on the teams' way"),
    State.ABSENT: lambda: _("again at mealtimes or in the evening, then by phone"),
    State.PARTIAL: lambda: _("ask for those who were out"),
    State.REFUSED: lambda: _("with somebody they know"),
    State.INACCESSIBLE: lambda: _("find who has the key, then look at the claim"),
    State.UNVERIFIED: lambda: _("phone and confirm"),
    State.WRONG_ADDRESS_CLAIMED: lambda: _("look at the claim"),
    State.VACANT_CLAIMED: lambda: _("ask a neighbour or the manager, or go again"),
    State.CONFLICT: lambda: _("decide which account is right"),
}


def _found_again(asked: Asked) -> parts.Flag:
    """Repeat offenders of supervision surface by themselves."""
    found = repeated.offenders(asked.area.paths, timezone.now())
    return parts.Flag(
        _("found again and again"), len(found), "wrong", link("findings"), _("by supervision, in 30 days")
    )


def flags(asked: Asked, counted: Coverage) -> list[parts.Flag]:
    """What somebody has to act on, each with its list."""
    found = [
        _flag(asked, counted, "fever", _("fever"), "fever", "red"),
        _flag(asked, counted, "symptom", _("symptoms"), "fever", "red"),
        _flag(asked, counted, "returnee", _("came back from elsewhere"), "travel", "violet"),
        _flag(asked, counted, "need", _("asks for help"), "help", "brand"),
        _flag(asked, counted, "refused", _("refused"), "refused", ""),
        _flag(asked, counted, "conflict", _("two accounts differ"), "conflict", ""),
    ]
    flagged = ("fever", "symptom", "returnee", "need", "refused", "conflict")
    found = [one for one, name in zip(found, flagged, strict=True) if _may(asked, name)]
    claims = len(attention.claims_to_review(asked.area))
    waiting = kept.numbers(asked.worker, asked.campaign.outbreak_id)
    return [
        *found,
        parts.Flag(
            _("claims to review"),
            claims,
            "locked",
            asked.link("claims", count=None),
            _("doors said to be shut or missing"),
        ),
        _found_again(asked),
        parts.Flag(_("refused records"), waiting.refused, "refused", link("refusals"), _("not mended yet")),
        parts.Flag(
            _("waiting for review"), waiting.held, "unknown", link("held"), _("from phones not enrolled at the time")
        ),
    ]


def _may(asked: Asked, name: str) -> bool:
    return shows_health(asked.worker) or name not in words.HEALTH_COUNTS


def _flag(asked: Asked, counted: Coverage, name: str, label: str, mark: str, tone: str) -> parts.Flag:
    return parts.Flag(label, counted[name], mark, asked.link("gaps", count=name), tone=tone)


def happening(asked: Asked, news: News) -> parts.Happening:
    """A line of the feed: what and where, never who lives there."""
    return parts.Happening(
        at=news.at,
        title=happened(news),
        note=f"{news.where} {news.label}".strip(),
        mark=words.OUTCOMES.get(news.outcome or "", "ok"),
        tone="brand" if news.outcome == "answered" else "",
        url=asked.door(news.door) if news.door else "",
    )


def happened(news: News) -> str:
    """What a record says, in a few words."""
    if news.outcome == "answered":
        people = ngettext("%(n)s person registered", "%(n)s people registered", news.people)
        return people % {"n": news.people} if news.people else _("answered")
    if news.outcome:
        return str(doors.WORDS[words.OUTCOMES[news.outcome]])
    return words.kind_word(news.kind)
