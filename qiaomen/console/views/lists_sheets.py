"""Lists, their rows and people as files: the same rows as the page, names masked, no number and no phone."""

from collections.abc import Iterator, Sequence

from django.http import HttpRequest
from django.utils.translation import gettext as _

from qiaomen.access.roles import Verb
from qiaomen.console.asked import worker_of
from qiaomen.console.sheets import Sheet, mask
from qiaomen.console.views import lists_page, lists_people
from qiaomen.console.views import lists_words as words
from qiaomen.console.views.lists_asked import AskedRows, asked_rows
from qiaomen.exchange.workbooks import Cell, Heading
from qiaomen.lists import queries
from qiaomen.lists.lines import ListLine, RowLine
from qiaomen.lists.models import Category, Source
from qiaomen.lists.queries import Rows
from qiaomen.people.models import Sex


def lists(request: HttpRequest) -> Sheet:
    """The lists that came from outside, with what is left of each."""
    headings = [
        Heading(_("List"), 28), Heading(_("Sent by"), 14), Heading(_("Category"), 16), Heading(_("Date"), 11),
        Heading(_("Rows"), 8), Heading(_("To be done"), 8), Heading(_("Doubtful"), 8),
        Heading(_("Not in the register"), 8), Heading(_("Overdue"), 8),
    ]  # fmt: skip
    found = queries.lists(queries.wanted_by(worker_of(request), Verb.EXPORT))
    return Sheet(_("Lists from outside"), headings, map(_line, found), {})


def _line(one: ListLine) -> Sequence[Cell]:
    return [
        one.title, str(Source(one.source).label), str(Category(one.category).label), one.dated, one.rows, one.open,
        one.doubtful, one.unknown, one.overdue,
    ]  # fmt: skip


def rows(request: HttpRequest) -> Sheet:
    """Rows of a list, a category, or all of them."""
    seen = asked_rows(request, Verb.EXPORT)
    headings = [
        Heading(_("List"), 28), Heading(_("Line"), 6), Heading(_("Category"), 16), Heading(_("Name")),
        Heading(_("Where"), 32), Heading(_("Door"), 14), Heading(_("Came from"), 20), Heading(_("Arrived"), 11),
        Heading(_("Transport"), 10), Heading(_("State"), 24), Heading(_("Certainty"), 22),
        Heading(_("Who follows up"), 14), Heading(_("Tries"), 6), Heading(_("Last contact"), 17),
        Heading(_("Next due"), 17),
    ]  # fmt: skip
    about = {key: value for key, value in seen.query.items() if value is not None}
    return Sheet(seen.chosen.title if seen.chosen else _("Lists from outside"), headings, _rows(seen), about)


def _rows(seen: AskedRows) -> Iterator[Sequence[Cell]]:
    for chunk in Rows(seen.wanted, sort=seen.sort).chunks():
        lists_page.complete(chunk)
        for row in chunk:
            yield _cells(row)


def _cells(row: RowLine) -> Sequence[Cell]:
    return [
        row.title, row.line, str(Category(row.category).label), mask(row.said.name), row.where, row.label, row.origin,
        row.arrived, words.transport_word(row.transport), row.state_word,
        row.certainty_word, row.follower, row.tries, row.last_at, row.next_at,
    ]  # fmt: skip


def people(request: HttpRequest) -> Sheet:
    """People of a category."""
    members, kind, word = lists_people.asked_members(request, Verb.EXPORT)
    headings = [
        Heading(_("Name")), Heading(_("Sex"), 6), Heading(_("Year of birth"), 8), Heading(_("Where"), 32),
        Heading(_("Door"), 14), Heading(_("Measure"), 18), Heading(_("Since"), 17), Heading(_("Who follows up"), 14),
        Heading(_("Last contact"), 17), Heading(_("Next due"), 17), Heading(_("Until"), 17),
    ]  # fmt: skip
    title = lists_people.name_of(kind, word, lists_people.policy_now())

    def lines() -> Iterator[Sequence[Cell]]:
        document = lists_people.policy_now()
        for chunk in members.chunks():
            for one in lists_people.complete(chunk):
                measure = lists_people.measure_of(one, document)
                yield [
                    mask(one.name), str(Sex(one.sex).label), one.birth_year, one.where, one.label, measure, one.since,
                    one.follower, one.last_at, one.next_at, one.ends,
                ]  # fmt: skip

    return Sheet(title, headings, lines(), {"kind": kind, "word": word})
