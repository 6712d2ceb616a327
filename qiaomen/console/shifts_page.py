"""Shifts as pages and files show them: the board of posts and days, the strength, what a roster lacks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.models import Worker
from qiaomen.console.asked import link
from qiaomen.console.parts import Segment
from qiaomen.ledger import told
from qiaomen.shifts import folds, queries, turns
from qiaomen.shifts.models import Post, PostKind, Roster, Skill, Slot
from qiaomen.shifts.problem import Rules
from qiaomen.shifts.queries import Row, Strength

MARKS: Mapping[str, str] = {
    "to_come": "todo", "due": "todo", "missing": "late", "missed": "late", "present": "part", "stood": "done",
    "cancelled": "refused",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A shift in words."""

    row: Row
    time: str
    state: str
    mark: str
    is_urgent: bool
    url: str


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post with its shifts of each day of the board."""

    post: UUID
    name: str
    kind: str
    days: Sequence[Sequence[Line]]


@dataclass(frozen=True, slots=True)
class Lack:
    """What a roster lacks at a post, over all its days."""

    post: str
    slot: str
    what: str
    missing: int
    days: str


@dataclass(frozen=True, slots=True)
class Said:
    """What happened to a shift or roster, in words."""

    at: datetime
    title: str
    by: str


def state_words() -> dict[str, str]:
    """How a shift stands."""
    return {
        "to_come": pgettext("shift", "to come"), "due": pgettext("shift", "begun"),
        "missing": pgettext("shift", "missing"), "missed": pgettext("shift", "did not come"),
        "present": pgettext("shift", "there"), "stood": pgettext("shift", "stood"),
        "cancelled": pgettext("shift", "cancelled"),
    }  # fmt: skip


def count_words() -> dict[str, str]:
    """What each number of the strength is called."""
    return {
        "rostered": pgettext("strength", "rostered"), "came": pgettext("strength", "came"),
        "missing": pgettext("strength", "missing"), "to_come": pgettext("strength", "to come"),
        "women": pgettext("strength", "women"), "nights": pgettext("strength", "nights"),
    }  # fmt: skip


def rule_words() -> dict[str, str]:
    """What each rule is called."""
    return {
        "rest": pgettext("rule", "rest between shifts"), "week_hours": pgettext("rule", "hours in seven days"),
        "nights_in_row": pgettext("rule", "nights in a row"), "nights": pgettext("rule", "no nights"),
        "slot": pgettext("rule", "not at this time of the day"), "kind": pgettext("rule", "not at such posts"),
        "away": pgettext("rule", "away"), "heads": pgettext("rule", "people at the post"),
        "skill": pgettext("rule", "skills at the post"), "local": pgettext("rule", "somebody from there"),
        "mixed": pgettext("rule", "more than one organisation"),
    }  # fmt: skip


def lines(several: Sequence[Row], now: datetime) -> list[Line]:
    """Shifts in words."""
    words = state_words()
    return [
        Line(one, hours(one.begins_at, one.ends_at), words[state], MARKS[state], state in ("missing", "missed"),
             link("shift_one", one.id))
        for one in several for state in (one.stands(now),)
    ]  # fmt: skip


def hours(begins: datetime, ends: datetime) -> str:
    """From when to when, by the district's clock."""
    return f"{time_format(localtime(begins), 'H:i')}–{time_format(localtime(ends), 'H:i')}"


def board(several: Sequence[Row], first: date, days: int, now: datetime) -> list[PostLine]:
    """Posts in walking order with their shifts by day."""
    found = []
    for post, rows in queries.by_post(several).items():
        by_day: dict[date, list[Line]] = defaultdict(list)
        for line in lines(rows, now):
            by_day[line.row.day].append(line)
        span = [by_day[first + timedelta(days=number)] for number in range(days)]
        found.append(PostLine(post, rows[0].post_words, str(PostKind(rows[0].kind).label), span))
    return found


def segments(name: str) -> list[Segment]:
    """The rooms of shifts."""
    listed = [
        ("shifts", pgettext("shifts", "Board")), ("shift_strength", pgettext("shifts", "Strength")),
        ("shift_rosters", pgettext("shifts", "Rosters")), ("shift_posts", pgettext("shifts", "Posts")),
        ("shift_people", pgettext("shifts", "People")),
    ]  # fmt: skip
    return [Segment(label, link(each), each == name) for each, label in listed]


def numbers(line: Strength, *, day: date, place: UUID | None) -> list[tuple[str, int, str]]:
    """(word, number, address of its list) of a strength."""
    return [
        (word, line.numbers[count], _list(count, day, place, line.organisation))
        for count, word in count_words().items()
    ]


def lacks(roster: Roster) -> list[Lack]:
    """What a roster lacks: by post, slot and skill, with the days."""
    around = Post.objects.filter(place__path__startswith=roster.place.path).select_related("place")
    posts = {one.id: one for one in around}
    slots = {one.id: one.name for one in Slot.objects.all()}
    several: dict[tuple[str, str, str], list[tuple[int, int]]] = defaultdict(list)
    for post, slot, day, missing, lack in roster.gaps:
        several[post, slot, lack].append((day, missing))
    return [
        Lack(
            post_name(posts.get(UUID(post))), slots.get(UUID(slot), ""), lack_word(lack),
            sum(many for _day, many in days), _days([day for day, _many in days]),
        )
        for (post, slot, lack), days in several.items()
    ]  # fmt: skip


def post_name(post: Post | None) -> str:
    """Where it is, and what it is called there."""
    return post.words if post else "?"


def lack_word(lack: str) -> str:
    """What lacks: anybody, a skill, somebody by a rule."""
    if lack in ("local", "mixed"):
        return rule_words()[lack]
    return str(Skill(lack).label) if lack in Skill.values else pgettext("lack", "anybody")


def rule_facts(rules: Rules) -> list[tuple[str, str]]:
    """Rules as a list of words and values."""
    yes_no = {True: _("yes"), False: _("no")}
    return [
        (_("Hours of rest between two shifts"), str(rules.rest_hours)),
        (_("Most hours in seven days"), str(rules.week_hours)),
        (_("Most nights in a row"), str(rules.nights_in_row)),
        (_("Women stand at night"), yes_no[rules.women_at_night]),
        (_("Somebody from there at each post"), yes_no[rules.local]),
        (_("More than one organisation where two or more stand"), yes_no[rules.mixed]),
        (_("People keep their post"), yes_no[rules.same_post]),
        (_("Minutes until somebody is missing"), str(rules.late_minutes)),
    ]


def story(shift: UUID) -> list[Said]:
    """What happened to a shift, the newest first."""
    since = folds.since([shift])[shift]
    given = told.of_chains([shift]).get(shift)
    everybody = {one.author for one in since} | {who for one in since for who in _named(one)}
    everybody |= {given.author, given.body.worker} if given else set()
    names = dict(Worker.objects.filter(pk__in=everybody).values_list("id", "name"))
    found = [Said(one.at, _title(one, names), names.get(one.author, "")) for one in since]
    if given is not None:
        title = pgettext("shift", "given to %(name)s") % {"name": names.get(given.body.worker, "?")}
        found.insert(0, Said(given.at, title, names.get(given.author, "")))
    return found[::-1]


def roster_story(roster: Roster) -> list[Said]:
    """What happened to a roster, the newest first; of one dropped halfway, how many of its shifts stand."""
    dropped = pgettext("roster", "dropped")
    if roster.standing:
        dropped = _("dropped halfway: %(n)d of its shifts had gone out and stand") % {"n": roster.standing}
    several = [
        (roster.dropped_at, dropped, roster.dropped_by),
        (roster.published_at, _("publishing begun"), roster.published_by),
        (roster.asked_at, pgettext("roster", "asked for"), roster.asked_by),
    ]  # fmt: skip
    return [Said(at, title, by.name if by else "") for at, title, by in several if at is not None]


def _title(one: told.Told, names: Mapping[UUID, str]) -> str:
    match one.kind:
        case "shift_told":
            who = _(", ").join(names.get(each, "?") for each in one.body.workers)
            return _("nobody had come: told %(who)s") % {"who": who or _("nobody, for nobody answers here")}
        case "shift_swap":
            return pgettext("shift", "swapped")
        case "shift_change" if one.body.change == "replaced":
            broken = _(", ").join(rule_words()[name] for name in one.body.despite)
            said = pgettext("shift", "goes to %(name)s") % {"name": names.get(one.body.worker, "?")}
            return _("%(said)s, despite: %(rules)s") % {"said": said, "rules": broken} if broken else said
        case "shift_change":
            return state_words()["cancelled"] if one.body.change == "cancelled" else pgettext("shift", "in hand")
    return pgettext("shift", "came") if one.body.step == "came" else pgettext("shift", "left")


def _named(one: told.Told) -> list[UUID]:
    if one.kind == "shift_told":
        return list(one.body.workers)
    return [one.body.worker] if one.kind == "shift_change" and one.body.worker else []


def _list(count: str, day: date, place: UUID | None, organisation: UUID | None) -> str:
    return link("shift_strength", day=day.isoformat(), place=place, organisation=organisation, count=count)


def _days(days: Sequence[int]) -> str:
    return _(", ").join(date_format(date.fromordinal(day), "MONTH_DAY_FORMAT") for day in sorted(days))


def even(roster: Roster) -> list[tuple[str, str]]:
    """Between how many hours, and nights, people of a roster stand; and how many of them there are."""
    minutes: dict[UUID, int] = defaultdict(int)
    nights: dict[UUID, int] = defaultdict(int)
    for worker, begins, ends in roster.proposed.values_list("worker", "begins_at", "ends_at"):
        local, length = localtime(begins), int((ends - begins).total_seconds()) // 60
        minutes[worker] += length
        nights[worker] += turns.is_night(local.hour * 60 + local.minute, length)
    if not minutes:
        return []
    hours_of = [many // 60 for many in minutes.values()]
    return [
        (_("People on it"), str(len(minutes))), (_("Shifts"), str(roster.proposed.count())),
        (_("Hours of each"), f"{min(hours_of)}–{max(hours_of)}"),
        (_("Nights of each"), f"{min(nights.values())}–{max(nights.values())}"),
    ]  # fmt: skip


def skills(several: Sequence[str]) -> str:
    """Skills as words."""
    return _(", ").join(str(Skill(one).label) for one in several)
