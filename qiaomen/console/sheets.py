"""Lists that leave the house: the same rows as the page, names masked, each export written down."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from qiaomen.access.roles import Verb
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.campaigns.queries import attention, lists, people
from qiaomen.campaigns.queries.lists import DoorRow
from qiaomen.campaigns.queries.names import locate
from qiaomen.campaigns.queries.people import PersonRow
from qiaomen.campaigns.queries.sample import SampleRow, sampled
from qiaomen.campaigns.queries.summary import BY, frame_of, pieces
from qiaomen.console import words
from qiaomen.console.asked import Asked, asked, shows_health, worker_of
from qiaomen.exchange.workbooks import Cell, Form, Heading
from qiaomen.ledger import queries as kept
from qiaomen.people.models import Sex
from qiaomen.places.models import DoorKind

FORMS: list[tuple[Form, str]] = [("xlsx", "Excel"), ("csv", "CSV")]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list to write: `about` is what the audit says of it, ids and codes only."""

    title: str
    headings: Sequence[Heading]
    rows: Iterable[Sequence[Cell]]
    about: dict[str, object]


def offers(request: HttpRequest, name: str, **more: object) -> list[tuple[str, str]]:
    """(word, address) of each form in which this page's list may be taken away; none without the right to.

    The list is asked for as the page was, with `more` that stands in the page's path.
    """
    if not worker_of(request).may(Verb.EXPORT):
        return []
    asked_for = request.GET.copy()
    asked_for.update({key: str(value) for key, value in more.items()})
    query = asked_for.urlencode()
    return [(word, f"{reverse('console:export', args=[name, form])}?{query}") for form, word in FORMS]


def mask(name: str) -> str:
    """A name by which a neighbour could not be found: 韩**."""
    return name[:1] + "*" * max(len(name) - 1, 1) if name else ""


def sheet(name: str, request: HttpRequest) -> Sheet:
    """The list of this name, as its address asks for it. Raises `access.not_found`, `access.forbidden`."""
    make = SHEETS.get(name)
    if make is None:
        raise Problem("access.not_found")
    return make(request)


def _swept(request: HttpRequest) -> Asked:
    seen = asked(request, Verb.EXPORT)
    if seen is None:
        raise Problem("access.not_found")
    return seen


def _about(seen: Asked) -> dict[str, object]:
    return {key: value for key, value in seen.query.items() if value is not None}


def gap_doors(request: HttpRequest) -> Sheet:
    """Doors of a count, in walking order."""
    seen = _swept(request)
    headings = [
        Heading(_("Where"), 32), Heading(_("Door"), 14), Heading(_("Kind"), 10), Heading(_("State"), 18),
        Heading(_("Tries"), 6), Heading(_("Last knock"), 17), Heading(_("Next from"), 17), Heading(_("Next until"), 17),
        Heading(_("By phone"), 9), Heading(_("People"), 8), Heading(_("Missing"), 8), Heading(_("Flags"), 24),
        Heading(_("Team"), 18), Heading(_("Organisation"), 24),
    ]  # fmt: skip
    return Sheet(
        _("Doors: %(what)s") % {"what": words.count_word(seen.count)}, headings, _door_rows(seen), _about(seen)
    )


def _door_rows(seen: Asked) -> Iterator[Sequence[Cell]]:
    for chunk in lists.all_doors(seen.wanted):
        locate(chunk)
        for row in chunk:
            yield _door_cells(row, health=shows_health(seen.worker))


def _door_cells(row: DoorRow, *, health: bool) -> Sequence[Cell]:
    return [
        row.where, row.label, str(DoorKind(row.kind).label), str(row.state.label), row.attempts, row.last_at,
        row.next_from, row.next_until, _("yes") if row.by_phone else "", row.people, row.unaccounted,
        _(", ").join(words.flag_words(row.flags, shows_health=health)), row.team, row.organisation,
    ]  # fmt: skip


def gap_people(request: HttpRequest) -> Sheet:
    """People behind opened doors whom nobody could account for; names masked."""
    seen = _swept(request)
    headings = [
        Heading(_("Where"), 32), Heading(_("Door"), 14), Heading(_("Name")), Heading(_("Sex"), 6),
        Heading(_("Year of birth"), 8), Heading(_("Relation"), 10), Heading(_("Missing since"), 17),
        Heading(_("Next from"), 17), Heading(_("Team"), 18), Heading(_("Organisation"), 24),
    ]  # fmt: skip
    return Sheet(_("People missing"), headings, _person_rows(seen), _about(seen))


def _person_rows(seen: Asked) -> Iterator[Sequence[Cell]]:
    for chunk in people.all_unaccounted(seen.wanted):
        locate(chunk)
        for row in chunk:
            yield _person_cells(row)


def _person_cells(row: PersonRow) -> Sequence[Cell]:
    return [
        row.where, row.label, mask(row.name), str(Sex(row.sex).label), row.birth_year, row.relation, row.at,
        row.next_from, row.team, row.organisation,
    ]  # fmt: skip


def claims(request: HttpRequest) -> Sheet:
    """Claims that wait for review."""
    seen = _swept(request)
    found = attention.claims_to_review(seen.area)
    locate(found)
    headings = [
        Heading(_("Where"), 32), Heading(_("Door"), 14), Heading(_("Claim"), 18), Heading(_("Since"), 17),
        Heading(_("By"), 12), Heading(_("Team"), 18),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [one.where, one.label, str(one.state.label), one.at, one.author, one.team] for one in found
    ]
    return Sheet(_("Claims to review"), headings, rows, _about(seen))


def coverage(request: HttpRequest) -> Sheet:
    """Coverage of the parts of an area, the latest first."""
    seen = _swept(request)
    by = request.GET.get("by", "place")
    if by not in BY:
        raise Problem("access.not_found")
    listed = pieces(frame_of(seen.campaign), seen.area, BY[by](seen.area), timezone.now())
    headings = [
        Heading(_("Area"), 24), Heading(_("Doors"), 8), Heading(_("Closed"), 8), Heading(_("Left"), 8),
        Heading(_("People accounted for"), 12), Heading(_("Missing"), 8), Heading(_("Doors/h"), 8),
        Heading(_("Done"), 17), Heading(_("Against the deadline"), 20),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            one.part.name, one.part.coverage["doors"], one.part.coverage.closed, one.outlook.left,
            one.part.coverage.accounted, one.part.coverage["unaccounted"],
            None if one.outlook.pace is None else round(one.outlook.pace), one.outlook.done_at,
            words.lateness(one.outlook),
        ]
        for one in listed
    ]  # fmt: skip
    return Sheet(_("Coverage"), headings, rows, {**_about(seen), "by": by})


def reknocked(request: HttpRequest) -> Sheet:
    """The sample that is knocked on again, whole."""
    seen = _swept(request)
    found = sampled(seen.campaign, seen.area)
    locate(found)
    headings = [
        Heading(_("Where"), 32), Heading(_("Door"), 14), Heading(_("Own team"), 18), Heading(_("Said first"), 18),
        Heading(_("People"), 8), Heading(_("The other team"), 18), Heading(_("Said again"), 18),
        Heading(_("People"), 8), Heading(_("Agree"), 8),
    ]  # fmt: skip
    return Sheet(_("Doors knocked again"), headings, map(_sample_cells, found), _about(seen))


def _sample_cells(row: SampleRow) -> Sequence[Cell]:
    pair = row.pair
    agrees = "" if pair.agrees is None else _("yes") if pair.agrees else _("no")
    first, again = (words.outcome_word(one) if one else "" for one in (pair.first, pair.again))
    return [row.where, row.label, row.own, first, pair.first_people, row.other, again, pair.again_people, agrees]


def refusals(request: HttpRequest) -> Sheet:
    """Refused records that nobody has mended."""
    return _not_taken(request, kept.refused, _("Refused records"))


def held(request: HttpRequest) -> Sheet:
    """Records that wait for review, or for what they refer to."""
    return _not_taken(request, kept.held, _("Records that wait"))


def _not_taken(request: HttpRequest, read: Callable[..., list[kept.Kept]], title: str) -> Sheet:
    found = read(worker_of(request), Outbreak.objects.current().id, limit=None, verb=Verb.EXPORT)
    placed = [one for one in found if one.is_placed]
    locate(placed)
    headings = [
        Heading(_("Received"), 17), Heading(_("Kind"), 14), Heading(_("Where"), 32), Heading(_("Door"), 14),
        Heading(_("By"), 12), Heading(_("Organisation"), 24), Heading(_("Why"), 60), Heading(_("Code"), 22),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            one.at, words.kind_word(one.kind), one.where, one.label, one.author, one.organisation, words.why(one),
            one.code,
        ]
        for one in found
    ]  # fmt: skip
    return Sheet(title, headings, rows, {})


SHEETS: dict[str, Callable[[HttpRequest], Sheet]] = {
    "gaps": gap_doors,
    "people": gap_people,
    "claims": claims,
    "coverage": coverage,
    "reknock": reknocked,
    "refusals": refusals,
    "held": held,
}
