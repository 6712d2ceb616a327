"""A roster looked through shift by shift, from nothing but dates and times: no line of it is the solver's."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from qiaomen.shifts.problem import Problem, Solution


def faults(problem: Problem, made: Solution) -> Iterator[str]:  # noqa: C901 (one rule after the other, on purpose)
    """Every rule that is broken, and everybody who is missing."""
    posts, people = {one.id: one for one in problem.posts}, {one.id: one for one in problem.people}
    slots = {one.id: one for one in problem.slots}
    here, times = defaultdict(list), defaultdict(list)
    for one in made.given:
        slot, person, stint = slots[one.stint.slot], people[one.person], one.stint
        day = date.fromordinal(stint.day)
        begins = datetime(day.year, day.month, day.day, slot.begins // 60, slot.begins % 60, tzinfo=problem.zone)
        ends = begins + timedelta(minutes=slot.minutes)
        if not problem.first <= day < problem.first + timedelta(days=problem.days):
            yield f"{day} is no day of the roster"
        if (begins.astimezone(UTC).timestamp() // 60, ends.timestamp() // 60) != (stint.begin, stint.end):
            yield f"{begins} is not when the slot begins"
        here[day, slot.id, stint.post].append(person)
        night = any(begins <= datetime(d.year, d.month, d.day, 3, tzinfo=problem.zone) < ends
                    for d in (day, day + timedelta(days=1)))  # fmt: skip
        times[person.id].append((begins, ends, day, night))
        if night and (person.no_nights or (person.is_woman and not problem.rules.women_at_night)):
            yield "at night"
        if slot.id in person.not_slots or posts[stint.post].kind in person.not_kinds:
            yield "where or when they do not stand"
        if any(since * 60 < ends.timestamp() and begins.timestamp() < until * 60 for since, until in person.away):
            yield "away"
    for number in range(problem.days):
        day = problem.first + timedelta(days=number)
        for post in problem.posts:
            for slot_id, heads in post.heads.items():
                several = here.pop((day, slot_id, post.id), [])
                if len(several) != heads:
                    yield f"{len(several)} people instead of {heads}"
                for skill, many in post.skills.items():
                    if sum(skill in one.skills for one in several) < min(many, heads):
                        yield f"no {skill}"
                if problem.rules.local and not any(post.path.startswith(one.path) for one in several):
                    yield "nobody local"
                if problem.rules.mixed and len(several) > 1 and len({one.organisation for one in several}) < 2:
                    yield "one organisation only"
    if here:
        yield "people where nobody is needed"
    for mine in times.values():
        yield from _of_one(problem, sorted(mine))


def _of_one(problem: Problem, mine: list[tuple[datetime, datetime, date, bool]]) -> Iterator[str]:
    for (_begins, ended, *_rest), (begins, *_more) in pairwise(mine):
        if begins - ended < timedelta(hours=problem.rules.rest_hours):
            yield f"{begins - ended} of rest"
    for start in range(problem.days):
        days = {problem.first + timedelta(days=start + more) for more in range(7)}
        worked = sum((ends - begins for begins, ends, day, _night in mine if day in days), timedelta())
        if worked > timedelta(hours=problem.rules.week_hours):
            yield f"{worked} in seven days"
    nights = {day for _begins, _ends, day, night in mine if night}
    for day in nights:
        if all(day + timedelta(days=more) in nights for more in range(problem.rules.nights_in_row + 1)):
            yield "too many nights in a row"


def spread(made: Solution, who: set[object]) -> tuple[float, int]:
    """Between who of these has most and least: hours, and nights."""
    minutes: Counter[object] = Counter(dict.fromkeys(who, 0))
    nights: Counter[object] = Counter(dict.fromkeys(who, 0))
    for one in made.given:
        if one.person in who:
            minutes[one.person] += one.stint.end - one.stint.begin
            nights[one.person] += one.stint.is_night
    return (max(minutes.values()) - min(minutes.values())) / 60, max(nights.values()) - min(nights.values())
