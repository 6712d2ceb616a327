"""What a page of lists is asked for: which rows, of which place, in which order. Ids and codes only."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from qiaomen.access.models import Worker
from qiaomen.access.queries import place_for, visible_places
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.console import parts
from qiaomen.console.asked import id_of, link, worker_of
from qiaomen.lists.models import OPEN, Category, List, State
from qiaomen.lists.queries import SORTS, Wanted, numbers, wanted_by
from qiaomen.places.models import Place, PlaceKind
from qiaomen.places.walking import Walked

# Views of the rows that are more than one state.
GROUPS: dict[str, tuple[str, ...]] = {"all": (), "open": tuple(OPEN)}
MOST_PLACES = 300


@dataclass(frozen=True, slots=True)
class AskedRows:
    """What a page of rows shows."""

    worker: Worker
    chosen: List | None
    category: str
    state: str
    place: Place | None
    sort: str
    overdue: bool
    verb: Verb

    @property
    def wanted(self) -> Wanted:
        """The rows."""
        return self._wanted(self.state, overdue=self.overdue)

    @property
    def query(self) -> dict[str, object]:
        """What keeps these filters on the next page."""
        return {
            "list": self.chosen.id if self.chosen else None,
            "category": self.category or None,
            "place": self.place.id if self.place else None,
            "sort": None if self.sort == "due" else self.sort,
            "overdue": "1" if self.overdue else None,
            "state": self.state,
        }

    def segments(self) -> list[parts.Segment]:
        """Every state with its number, for the same list, category and place."""
        counted = numbers(self._wanted("all", overdue=self.overdue))
        states: list[tuple[str, parts.Text]] = [(state.value, state.label) for state in State]
        found = []
        for state, word in [("open", _("to be done")), *states, ("all", _("all"))]:
            count = sum(counted.get(each, 0) for each in GROUPS.get(state, (state,)) or counted)
            if count or state in ("open", "all", self.state):
                url = link("list_rows", **{**self.query, "state": state})
                found.append(parts.Segment(word, url, state == self.state, count))
        return found

    def _wanted(self, state: str, *, overdue: bool) -> Wanted:
        return wanted_by(
            self.worker,
            self.verb,
            path=self.place.path if self.place else "",
            list_id=self.chosen.id if self.chosen else None,
            category=self.category,
            states=GROUPS.get(state, (state,)),
            overdue_at=timezone.now() if overdue else None,
        )


def asked_rows(request: HttpRequest, verb: Verb = Verb.SEE, *, state: str = "open") -> AskedRows:
    """Read a page's address. Raises `access.not_found` for what does not exist or lies outside the worker's area."""
    worker = worker_of(request)
    list_id, place = id_of(request, "list"), id_of(request, "place")
    found = AskedRows(
        worker=worker,
        chosen=_list(list_id) if list_id else None,
        category=request.GET.get("category", ""),
        state=request.GET.get("state") or state,
        place=place_for(worker, place, verb) if place else None,
        sort=request.GET.get("sort") or "due",
        overdue=request.GET.get("overdue") == "1",
        verb=verb,
    )
    if found.state not in {*GROUPS, *State.values} or found.sort not in SORTS:
        raise Problem("access.not_found")
    if found.category not in ("", *Category.values):
        raise Problem("access.not_found")
    return found


def places_of(worker: Worker, chosen: Place | None = None) -> list[Place]:
    """Where rows may be narrowed to: streets and communities of the worker's, else what they have a grant for.

    Where these are too many for a list, only the streets, and the communities of the one that is chosen. What is chosen
    by another way stands there, too.
    """
    mine = visible_places(worker)
    large = mine.filter(kind__in=[PlaceKind.STREET, PlaceKind.COMMUNITY]).order_by(Walked())
    found = list(large[: MOST_PLACES + 1])
    if len(found) > MOST_PLACES:
        around = chosen.parent if chosen is not None and chosen.kind == PlaceKind.COMMUNITY else chosen
        below = Q(path__startswith=around.path) if around is not None else Q(pk=None)
        found = list(large.filter(Q(kind=PlaceKind.STREET) | below)[:MOST_PLACES])
    found = found or list(mine.filter(id__in=worker.grants.in_force().values("place")))
    return found if chosen is None or chosen in found else [chosen, *found]


def _list(id: UUID) -> List:
    found = List.objects.filter(pk=id).first()
    if found is None:
        raise Problem("access.not_found")
    return found
