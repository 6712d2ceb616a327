"""The rules of a roster, held against what is asked for: a swap, a replacement. Pure; phones hold the same ones.

A rule has a name, by which whoever is refused learns why: `contracts/shifts.json` tells them to server and phone.
"""

from collections.abc import Collection, Iterable, Sequence

from qiaomen.shifts.problem import Person, Post, Rules, Stint

PERSONAL = ("rest", "week_hours", "nights_in_row", "nights", "slot", "kind", "away")
"""What holds for one person, whoever else stands there."""
OF_POST = ("heads", "skill", "local", "mixed")
"""What holds for a post at a time."""


def of_person(person: Person, kind: str, stint: Stint, others: Iterable[Stint], rules: Rules) -> list[str]:
    """The rules that somebody would break by standing there, at a post of a `kind`, beside their `others`."""
    held = [stint, *others]
    broken = {
        "rest": not _rests(stint, held[1:], rules),
        "week_hours": _week_hours(stint, held) > rules.week_hours * 60,
        "nights_in_row": _nights_in_row(stint, held) > rules.nights_in_row,
        "nights": stint.is_night and (person.no_nights or (person.is_woman and not rules.women_at_night)),
        "slot": stint.slot in person.not_slots,
        "kind": kind in person.not_kinds,
        "away": any(begin < stint.end and stint.begin < end for begin, end in person.away),
    }
    return [name for name in PERSONAL if broken[name]]


def of_post(post: Post, slot_heads: int, people: Sequence[Person], rules: Rules) -> list[str]:
    """The rules that a post would break with these people at one time."""
    organisations = {person.organisation for person in people}
    broken = {
        "heads": len(people) < slot_heads,
        "skill": any(_skilled(people, skill) < many for skill, many in post.skills.items()),
        "local": rules.local and not any(post.path.startswith(person.path) for person in people),
        "mixed": rules.mixed and len(people) > 1 and len(organisations) == 1,
    }
    return [name for name in OF_POST if broken[name]]


def _skilled(people: Collection[Person], skill: str) -> int:
    return sum(skill in person.skills for person in people)


def _rests(stint: Stint, others: Iterable[Stint], rules: Rules) -> bool:
    rest = rules.rest_hours * 60
    return all(stint.end + rest <= one.begin or one.end + rest <= stint.begin for one in others)


def _week_hours(stint: Stint, held: Sequence[Stint]) -> int:
    """Minutes in the fullest seven days around a stint; a shift counts whole for the day on which it begins."""
    return max(
        sum(one.minutes for one in held if first <= one.day < first + 7)
        for first in range(stint.day - 6, stint.day + 1)
    )


def _nights_in_row(stint: Stint, held: Sequence[Stint]) -> int:
    """How many nights, one after the other, a stint is part of."""
    if not stint.is_night:
        return 0
    nights = {one.day for one in held if one.is_night}
    row = 1
    for step in (-1, 1):
        day = stint.day + step
        while day in nights:
            row, day = row + 1, day + step
    return row
