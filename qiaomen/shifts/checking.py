"""Swaps and replacements held against every rule of the roster, with all that the people concerned stand."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows
from qiaomen.shifts import loading, rules
from qiaomen.shifts.models import Post, Roster, Shift
from qiaomen.shifts.problem import Person, Rules, Stint
from qiaomen.shifts.problem import Post as PurePost

LOCK = "SELECT worker_id FROM shifts_rostered WHERE worker_id = ANY(%b) ORDER BY worker_id FOR UPDATE"


class Context:
    """Shifts with the people around them: who stands what, and by which rules. `lock` keeps others from changing it."""

    def __init__(self, shifts: Collection[UUID], workers: Collection[UUID], *, lock: bool = False) -> None:
        self.shifts = {one.id: one for one in Shift.objects.filter(pk__in=shifts)}
        everybody = {*workers, *(one.worker for one in self.shifts.values())}
        if lock and everybody:
            rows(LOCK, [sorted(everybody, key=lambda one: one.bytes)])
            self.shifts = {one.id: one for one in Shift.objects.filter(pk__in=shifts)}
        days = [one.day for one in self.shifts.values()]
        self.beside = self._beside()
        everybody |= {one.worker for one in self.beside.values()}
        self.people: dict[UUID, Person] = {}
        self.stands: dict[UUID, dict[UUID, Stint]] = {}
        self.posts: dict[UUID, PurePost] = {}
        self.rules: dict[UUID, Rules] = {}
        if days:
            self._load(everybody, min(days), max(days))

    def broken(self, takes: Mapping[UUID, UUID]) -> list[str]:
        """The rules that would be broken if each of these shifts went to a worker, in order of their names' list.

        Only what the change breaks: what lacked before lacks on.
        """
        found: set[str] = set()
        for shift, worker in takes.items():
            found.update(self._of_person(shift, worker, takes))
        for shift in takes:
            found.update(self._of_post(shift, takes))
        return [name for name in (*rules.PERSONAL, *rules.OF_POST) if name in found]

    def apply(self, takes: Mapping[UUID, UUID]) -> None:
        """These shifts have gone to these workers, for what is asked after them."""
        for shift, worker in takes.items():
            one = self.shifts[shift]
            stint = self.stands.get(one.worker, {}).pop(shift, loading.stint_of(one))
            self.stands.setdefault(worker, {})[shift] = stint
            one.worker = worker
            if shift in self.beside:
                self.beside[shift].worker = worker

    def _load(self, workers: set[UUID], first: date, last: date) -> None:
        self.people = {one.id: one for one in loading.people_of(workers, first, last)}
        self.stands = {who: dict(some) for who, some in loading.stints_of(workers, first, last).items()}
        posts = Post.objects.filter(pk__in={one.post for one in self.shifts.values()})
        self.posts = {one.id: loading.pure_post(one) for one in posts.select_related("place").prefetch_related("heads")}
        rosters = Roster.objects.filter(pk__in={one.roster for one in self.shifts.values()})
        self.rules = {id: msgspec.convert(document, Rules) for id, document in rosters.values_list("id", "rules")}

    def _beside(self) -> dict[UUID, Shift]:
        """All shifts at the posts and times of these."""
        wanted = {(one.post, one.begins_at) for one in self.shifts.values()}
        found = Shift.objects.filter(
            post__in={post for post, _at in wanted}, begins_at__in={at for _post, at in wanted}, cancelled_at=None
        )
        return {one.id: one for one in found if (one.post, one.begins_at) in wanted}

    def _of_person(self, shift: UUID, worker: UUID, takes: Mapping[UUID, UUID]) -> list[str]:
        one = self.shifts[shift]
        person, post = self.people.get(worker), self.posts.get(one.post)
        if person is None or post is None:
            return ["kind"]
        others = [stint for id, stint in self.stands.get(worker, {}).items() if id not in takes]
        others += [loading.stint_of(self.shifts[id]) for id, who in takes.items() if who == worker and id != shift]
        return rules.of_person(person, post.kind, loading.stint_of(one), others, self.rules.get(one.roster, Rules()))

    def _of_post(self, shift: UUID, takes: Mapping[UUID, UUID]) -> set[str]:
        one = self.shifts[shift]
        post = self.posts.get(one.post)
        if post is None:
            return set()
        here = [(other.id, other.worker) for other in self.beside.values() if _is_beside(other, one)]
        before = [self.people[who] for _id, who in here if who in self.people]
        after = [self.people[who] for id, was in here if (who := takes.get(id, was)) in self.people]
        by = self.rules.get(one.roster, Rules())
        return set(rules.of_post(post, 0, after, by)) - set(rules.of_post(post, 0, before, by))


def _is_beside(other: Shift, one: Shift) -> bool:
    return (other.post, other.begins_at) == (one.post, one.begins_at)
