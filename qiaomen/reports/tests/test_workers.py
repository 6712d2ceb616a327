"""Who knocks, and the women among them: by place, with the list, and as the roster said at the cut-off for ever."""

from datetime import datetime

from django.utils import timezone

from qiaomen.access.sexes import state
from qiaomen.base import changes
from qiaomen.reports import corrections, listing, queries
from qiaomen.reports.freezing import differing, freeze
from qiaomen.reports.models import Report
from qiaomen.testing.world import World


def said(world: World, **sexes: int) -> None:
    with changes.change("import workers") as change:
        state({world.workers[name.replace("_", " ")].id: sex for name, sex in sexes.items()}, change=change.id)


def frozen(world: World, cut: datetime | None = None) -> Report:
    return freeze(place=world.places["district"], cut=cut or timezone.now())


def figures(report: Report) -> tuple[int, int]:
    totals = queries.totals(report)
    return totals["field_workers"], totals["field_women"]


def test_women_who_knock_are_counted_by_place_and_open_their_list(world: World) -> None:
    said(world, field=1, field_2=2, taxes_1=2, outsider=9, outsider_2=2, lead=2)
    report = frozen(world)
    assert figures(report) == (7, 3)
    paths = [world.places["district"].path]
    listed = listing.members(report, "field_women", paths)
    women = {world.workers[key].id for key in ("field 2", "taxes 1", "outsider 2")}
    assert ({one.subject for one in listed}, listed.amount) == (women, 3)
    named = {(row.name, row.person) for row in listing.told(list(listed))}
    assert named == {(world.workers[key].name, None) for key in ("field 2", "taxes 1", "outsider 2")}
    assert women < {one.subject for one in listing.members(report, "field_workers", paths)}
    for kind in ("street", "community"):
        assert sum(row.numbers["field_women"] for row in queries.rows(report) if row.kind == kind) == 3


def test_where_no_list_says_it_nobody_is_counted(world: World) -> None:
    assert figures(frozen(world)) == (7, 0)


def test_a_frozen_figure_stays_when_the_roster_is_put_right_and_the_past_is_counted_as_it_was(world: World) -> None:
    said(world, field=2, field_2=2)
    between, first = timezone.now(), frozen(world)
    said(world, field=1, field_2=9, taxes_1=2)
    assert (figures(first), differing(first)) == ((7, 2), [])
    again = frozen(world, between)
    assert (figures(again), figures(frozen(world))) == ((7, 2), (7, 1))
    assert [one for one in corrections.of(again) if one.figure == "field_women"] == []
