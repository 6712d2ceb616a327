"""The drill of a district's testing, played: rounds open, samples are taken in tubes, laboratories answer.

Every sample and answer goes through the ledger's submit, in batches, as phones and laboratories send them.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

import msgspec

from qiaomen.base.models import Outbreak
from qiaomen.cli.stage_sampling import BATCH, FIRST, Town
from qiaomen.drill.schools import Figures
from qiaomen.ledger import desk
from qiaomen.sampling import actions, answers, draws, frames, queries, queries_samples, rules
from qiaomen.sampling.answers import Answer, Said
from qiaomen.sampling.models import Cohort, Round
from qiaomen.sampling.queries import Numbers, PersonRow
from qiaomen.sampling.queries_samples import Retest

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SIZES = {"single": 1, "household": 1, "pool_5": 5, "pool_10": 10}


class Played(msgspec.Struct):
    """What came out."""

    schools: int
    classes: int
    due: int
    tested: int
    tested_by_day: list[int]
    missing: int
    drawn: list[int]
    redrawn_alike: bool
    key_samples: int
    staff: int
    slots: int
    pool: int
    ill: int


def play(town: Town, figures: Figures, *, start: datetime, seed: str) -> Played:
    """Five weeks of key groups from `start` on, the schools on days 22 to 24, draws after that, offices on day 30."""
    drill = _Drill(town, Random(f"{seed}/play"), seed)  # noqa: S311 (a drill, no secret)
    keys = drill.key_groups(figures, start)
    first = drill.schools(figures, start + 21 * DAY)
    pool = drill.positive_pool(start + 21 * DAY)
    drawn = drill.weekly_draws(start + 28 * DAY, weeks=2)
    staff = drill.staff(start + 29 * DAY)
    numbers = drill.numbers(first, start + 25 * DAY)
    groups = queries.groups(first.id, [town.root.path], now=start + 25 * DAY)
    return Played(
        schools=len(town.schools), classes=len(groups), due=numbers["due"], tested=numbers["tested"],
        tested_by_day=drill.by_day, missing=numbers["missing"], drawn=[len(one) for one, _again in drawn],
        redrawn_alike=all(one == again for one, again in drawn), key_samples=keys, staff=staff[0], slots=staff[1],
        pool=pool[0], ill=pool[1],
    )  # fmt: skip


class _Drill:
    """What is played, step by step; `by_day` counts who was tested at the schools on which day."""

    def __init__(self, town: Town, dice: Random, seed: str) -> None:
        self.town, self._dice, self._seed = town, dice, seed
        self._tubes = 0
        self.by_day: list[int] = []
        self.first_day: dict[str, list[UUID]] = {}

    def key_groups(self, figures: Figures, start: datetime) -> int:
        """Each week everybody once, but for some in the last one; answers how many samples there are in all."""
        cohort = self._cohort("key-groups-weekly", FIRST, start)
        left, taken = figures.key_samples, 0
        for week in range(figures.weeks):
            found = self.opened(cohort, start + 7 * week * DAY)
            due = self.due(found, found.opens_at + HOUR)[:left]
            self.negative(self.sample(due, found, found.opens_at + 2 * HOUR), found.opens_at + 12 * HOUR)
            left, taken = left - len(due), taken + len(due)
        self.end(cohort)
        return taken

    def schools(self, figures: Figures, start: datetime) -> Round:
        """Class by class as the times say, for three days; some never come. The first day's tubes wait."""
        places = [one.id for one in self.town.schools]
        found = self.opened(self._cohort("schools-everybody", "全区中小学幼儿园师生", start, places), start)
        actions.give_times(found, by=None, sites=self.town.school_sites)
        people = self.due(found, start + HOUR)
        missing = {one.person for one in self._dice.sample(people, figures.missing)}
        coming = [one for one in people if one.person not in missing]
        for day in range(3):
            today = coming[len(coming) * day // 3 : len(coming) * (day + 1) // 3]
            tubes = self.sample(today, found, start + day * DAY + 2 * HOUR)
            if day:
                self.negative(tubes, start + day * DAY + 12 * HOUR)
            else:
                self.first_day = tubes
            self.by_day.append(len(today))
        return found

    def positive_pool(self, start: datetime) -> tuple[int, int]:
        """One of the first day's full tubes is positive. Its members are tested alone, and one of them is ill."""
        at = start + 12 * HOUR
        hot = next(tube for tube, people in self.first_day.items() if len(people) == SIZES["pool_10"])
        self.answer([(tube, "positive" if tube == hot else "negative") for tube in self.first_day], at)
        members = [one.person for one in self.retests(hot) if one.state == "open"]
        alone = self._take([(self.town.root.id, "single", [one]) for one in members], None, at + 2 * HOUR)
        ill = list(alone)[3]
        self.answer([(tube, "positive" if tube == ill else "negative") for tube in alone], at + 10 * HOUR)
        return len(members), sum(one.state == "positive" for one in self.retests(hot))

    def weekly_draws(self, start: datetime, *, weeks: int) -> list[tuple[set[UUID], set[UUID]]]:
        """A draw each week; answers who was drawn, and who the kept frame and seed draw once more."""
        places = [one.id for one in self.town.schools]
        cohort, found = self._cohort("schools-weekly-draw", "师生每周抽检", start, places), []
        draw = rules.of(cohort.document).draw
        assert draw is not None
        for week in range(weeks):
            opened = self.opened(cohort, start + 7 * week * DAY)
            people = self.due(opened, opened.opens_at + HOUR)
            self.negative(self.sample(people, opened, opened.opens_at + 2 * HOUR), opened.opens_at + 12 * HOUR)
            again = draws.drawn(opened.seed, frames.frame(opened.id), draw)
            found.append(({one.person for one in people}, again))
        self.end(cohort)
        return found

    def staff(self, start: datetime) -> tuple[int, int]:
        """Whoever comes back to an office, in batches by the clock; answers how many, in how many times."""
        assert self.town.office_site is not None
        offices = [self.town.office_site.place_id]
        found = self.opened(self._cohort("staff-coming-back", "返岗人员", start, offices), start)
        slots = actions.give_times(found, by=None, sites=[self.town.office_site])
        people = [one for one in self.due(found, start + HOUR) if one.begins_at is not None]
        self.negative(self.sample(people, found, start + 2 * HOUR), start + 12 * HOUR)
        return len(people), slots

    def opened(self, cohort: Cohort, at: datetime) -> Round:
        """The cohort's round of a time, open."""
        found = Round.objects.select_related("cohort__place").get(cohort=cohort, opens_at=at)
        actions.open_round(found.id, now=at)
        found.refresh_from_db()
        return found

    def end(self, cohort: Cohort) -> None:
        """No further round opens."""
        actions.end_cohort(cohort, by=self.town.laboratory)

    def due(self, found: Round, now: datetime) -> list[PersonRow]:
        """Everybody who is due in it, by group and name."""
        return queries.people(found.id, [self.town.root.path], now=now)

    def retests(self, tube: str) -> list[Retest]:
        """The members of a positive tube."""
        return [one for one in queries_samples.retests(self.town.laboratory) if one.tube == tube]

    def numbers(self, found: Round, now: datetime) -> Numbers:
        """What its page shows."""
        outbreak = Outbreak.objects.current().id
        return queries.round_for(self.town.laboratory, found.id, outbreak=outbreak, now=now).numbers

    def sample(self, people: Sequence[PersonRow], found: Round, at: datetime) -> dict[str, list[UUID]]:
        """Take everybody's sample, group by group, in tubes as the round says; answers who is in which."""
        tubes: list[tuple[UUID, str, list[UUID]]] = []
        for one in people:
            last = tubes[-1] if tubes else None
            if last is None or last[:2] != (one.place, one.holds) or len(last[2]) == SIZES[one.holds]:
                tubes.append((one.place, one.holds, []))
            tubes[-1][2].append(one.person)
        return self._take(tubes, found.id, at)

    def negative(self, tubes: Iterable[str], at: datetime) -> None:
        """The laboratory finds nothing."""
        self.answer([(tube, "negative") for tube in tubes], at)

    def answer(self, said: Sequence[tuple[str, Said]], at: datetime) -> None:
        """The laboratory's file."""
        lines = [Answer(number, tube, "", result, at) for number, (tube, result) in enumerate(said, start=2)]
        taken = answers.take(lines, place=self.town.root.id, by=self.town.laboratory, now=at)
        if taken.refused or taken.taken != len(lines):
            raise RuntimeError(f"{len(taken.refused)} answers were refused")

    def _cohort(self, example: str, name: str, since: datetime, places: Sequence[UUID] = ()) -> Cohort:
        document = rules.read(rules.example(example))
        document.who.places = list(places)
        return actions.add_cohort(name=name, place=self.town.root, document=document, since=since, by=None)

    def _take(
        self, tubes: Sequence[tuple[UUID, str, list[UUID]]], round: UUID | None, at: datetime
    ) -> dict[str, list[UUID]]:
        """(Where, which tube, who) → who is in the tube of which code."""
        taken, said = {}, []
        for place, holds, people in tubes:
            self._tubes += 1
            code = f"{self._seed}-{self._tubes:06d}".upper()
            taken[code] = people
            body = {"taken": at, "tube": code, "holds": holds, **({"round": round} if round else {})}
            said += [desk.record("sample", body, at=at, person=one, place=place) for one in people]
        for start in range(0, len(said), BATCH):
            verdicts = desk.send(said[start : start + BATCH], by=self.town.sampler, now=at)
            if wrong := [one for one in verdicts if one.verdict != "accepted"]:
                raise RuntimeError(str(wrong[0].code))
        return taken


def wrong(played: Played, figures: Figures) -> list[str]:
    """The figures that did not come out."""
    wanted = {
        "schools": figures.schools, "due": figures.pupils, "tested": figures.tested, "missing": figures.missing,
        "key_samples": figures.key_samples, "staff": figures.staff, "redrawn_alike": True, "pool": 10, "ill": 1,
    }  # fmt: skip
    return [name for name, value in wanted.items() if getattr(played, name) != value]
