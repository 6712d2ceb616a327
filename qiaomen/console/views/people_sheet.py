"""People whom a search or a colour finds, and suspected doubles, as files: names masked, no number and no phone."""

from collections.abc import Iterator, Mapping, Sequence

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.models import Worker
from qiaomen.access.queries import visible_people
from qiaomen.access.roles import Verb
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.campaigns.queries.names import names_of
from qiaomen.console import people_words as words
from qiaomen.console.asked import worker_of
from qiaomen.console.people_search import Looked, found
from qiaomen.console.sheets import Sheet, mask
from qiaomen.console.views.people import signs as sign_words
from qiaomen.console.views.people_forms import SearchForm
from qiaomen.exchange.workbooks import Cell, Heading
from qiaomen.households.doubles import twins
from qiaomen.people.models import Person, Sex
from qiaomen.policy.models import Standing

CHUNK = 500


def found_people(request: HttpRequest) -> Sheet:
    """What was looked for comes in the body, never in the address, and is not written to the audit."""
    form = SearchForm(request.POST)
    if not form.is_valid():
        raise Problem("access.not_found")
    looked = Looked(form.cleaned_data["q"], form.cleaned_data["colour"])
    headings = [
        Heading(_("Where"), 32), Heading(_("Door"), 14), Heading(pgettext("person", "Name")), Heading(_("Sex"), 6),
        Heading(_("Year of birth"), 8), Heading(_("Relation"), 10), Heading(_("Status"), 10),
    ]  # fmt: skip
    about: dict[str, object] = {"colour": looked.colour, "searched": bool(looked.text)}
    return Sheet(pgettext("room", "People"), headings, _rows(worker_of(request), looked), about)


def doubles(request: HttpRequest) -> Sheet:
    """Pairs of files that may be one person's, as their page lists them."""
    worker = worker_of(request)
    seen = visible_people(worker, Verb.EXPORT)
    pairs = twins(worker)
    ids = {one for pair in pairs for one in (pair.one, pair.other)}
    people = {one.id: one for one in seen.filter(id__in=ids).select_related("home_door__place")}
    where = names_of([one.home_door.place.path for one in people.values() if one.home_door])
    side = [
        Heading(_("Where"), 32), Heading(_("Door"), 14), Heading(pgettext("person", "Name")),
        Heading(_("Year of birth"), 8),
    ]  # fmt: skip
    headings = [*side, *side, Heading(_("Why"), 40)]
    lines: list[list[Cell]] = [
        [*_side(people[pair.one], where), *_side(people[pair.other], where), "; ".join(sign_words(pair.signs))]
        for pair in pairs
        if pair.one in people and pair.other in people
    ]
    return Sheet(_("Suspected doubles"), headings, lines, {})


def _side(one: Person, where: Mapping[str, str]) -> list[Cell]:
    door = one.home_door
    return [where[door.place.path] if door else "", door.label if door else "", mask(one.name), one.birth_year]


def _rows(worker: Worker, looked: Looked) -> Iterator[Sequence[Cell]]:
    matched = found(worker, Outbreak.objects.current().keys, looked, verb=Verb.EXPORT)
    chunk: list[Person] = []
    for one in matched.iterator(chunk_size=CHUNK):
        chunk.append(one)
        if len(chunk) == CHUNK:
            yield from _cells(chunk)
            chunk = []
    yield from _cells(chunk)


def _cells(people: Sequence[Person]) -> Iterator[Sequence[Cell]]:
    where = names_of([one.home_door.place.path for one in people if one.home_door])
    colours = dict(Standing.objects.filter(person__in=[one.id for one in people]).values_list("person", "colour"))
    for one in people:
        door = one.home_door
        yield [
            where[door.place.path] if door else "", door.label if door else "", mask(one.name),
            str(Sex(one.sex).label), one.birth_year, one.relation,
            words.word(words.COLOURS, colours.get(one.id, "green")),
        ]  # fmt: skip
