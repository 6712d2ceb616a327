"""What a row's page and the review of doubtful rows show, made from the row and the people beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from qiaomen.access.models import Worker
from qiaomen.access.roles import Verb
from qiaomen.base.models import Outbreak
from qiaomen.campaigns.queries.names import OBVIOUS, locate
from qiaomen.console import parts
from qiaomen.console.asked import link
from qiaomen.console.views import lists_words as words
from qiaomen.console.views.lists_forms import HandOnForm, OutcomeForm, TakeForm, TriedForm
from qiaomen.lists.history import Happened, history
from qiaomen.lists.lines import RowLine
from qiaomen.lists.people import Beside, beside
from qiaomen.lists.queries import add_followers, of_person, open_rows
from qiaomen.people.models import Sex
from qiaomen.places.models import Place, PlaceKind


@dataclass(frozen=True, slots=True)
class BesideShown:
    """Somebody beside a row, with the signs as words; `key` is what chooses them from the keyboard."""

    person: Beside
    sex: parts.Text
    signs: list[words.SignShown]
    key: str


@dataclass(frozen=True, slots=True)
class StepShown:
    """One line of what was done."""

    happened: Happened
    word: parts.Text
    note: str
    may_take_back: bool


def way() -> list[parts.Crumb]:
    """The way to a page of the lists."""
    return [parts.Crumb(_("Lists"), link("lists"))]


def complete(found: Sequence[RowLine]) -> None:
    """Rows as pages show them: opened, with where they belong and who follows them up."""
    if found:
        open_rows(Outbreak.objects.current().keys, found)
        place(found)
        add_followers(found)


class Placed(Protocol):
    """Something with a path, and a door's label, which says building and stairwell already."""

    where: str

    @property
    def path(self) -> str: ...

    @property
    def label(self) -> str: ...


def place(found: Sequence[Placed]) -> None:
    """Fill `where`; what a door's label says is not said twice."""
    locate([one for one in found if one.path and not one.label])
    labelled = [one for one in found if one.path and one.label]
    locate(labelled, leave_out={*OBVIOUS, PlaceKind.BUILDING, PlaceKind.STAIRWELL})
    for one in labelled:
        *before, last = one.where.split(" ")
        if before and one.label.startswith(last):
            one.where = " ".join(before)


def people(found: Sequence[Beside]) -> list[BesideShown]:
    """People beside a row: the first nine have a key."""
    place(found)
    return [
        BesideShown(one, Sex(one.sex).label, words.signs(one.signs), str(number) if number < 10 else "")
        for number, one in enumerate(found, 1)
    ]


def review(row: RowLine, found: Sequence[Beside] | None = None) -> dict[str, Any]:
    """A row and whom it may mean, side by side."""
    complete([row])
    return {
        "row": row,
        "sex": Sex(row.said.sex).label,
        "transport": words.transport_word(row.transport),
        "people": people(beside(row) if found is None else found),
        "is_search": found is not None,
    }


def page(row: RowLine, worker: Worker, *, is_open: bool = False) -> dict[str, Any]:
    """All of a row's page."""
    complete([row])
    may = {verb: _may(worker, row, verb) for verb in (Verb.DECIDE, Verb.RECORD, Verb.SEE_IDENTITY)}
    steps = history(row.id)
    others = [one for one in of_person(worker, row.person) if one.id != row.id] if row.person else []
    return {
        "row": row,
        "mark": words.MARKS[row.state],  # type: ignore[index]  # its words are those of State
        "transport": words.transport_word(row.transport),
        "sex": Sex(row.said.sex).label,
        "is_open": is_open,
        "people": people(beside(row)),
        "steps": [
            StepShown(one, words.step_word(one), words.step_note(one), one.counts and may[Verb.DECIDE]) for one in steps
        ],
        "others": others,
        "may_decide": may[Verb.DECIDE],
        "may_record": may[Verb.RECORD],
        "may_open": may[Verb.SEE_IDENTITY] and not is_open and bool(row.said.id_number or row.said.phones),
        "outcome_form": OutcomeForm(),
        "tried_form": TriedForm(),
        "take_form": TakeForm(by=worker, path=row.path),
        "hand_on_form": HandOnForm(initial={"to": str(row.place)}),
        "crumbs": [
            parts.Crumb(_("Lists"), link("lists")),
            parts.Crumb(row.title, link("list_rows", list=row.list_id, state="all")),
            parts.Crumb(_("line %(line)s") % {"line": row.line}),
        ],
    }


def _may(worker: Worker, row: RowLine, verb: Verb) -> bool:
    paths = [path for path in (row.task_path, row.spot_path, row.home_path) if path]
    return any(worker.may(verb, place) for place in Place.objects.filter(path__in=paths))
