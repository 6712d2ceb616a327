"""Time lines as files: the records of a door, and a person's story, names masked; sealed words stay sealed."""

from collections.abc import Iterable, Sequence

from django.http import HttpRequest
from django.utils.translation import gettext as _

from qiaomen.access.models import Worker
from qiaomen.access.queries import door_for
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.campaigns.queries import door as at_door
from qiaomen.console import door_page, people_story
from qiaomen.console.asked import id_of, shows_health, worker_of
from qiaomen.console.people_telling import Cast
from qiaomen.console.sheets import Sheet, mask
from qiaomen.exchange.workbooks import Cell, Heading
from qiaomen.households import file as people
from qiaomen.households.file import Telling


def door_records(request: HttpRequest) -> Sheet:
    """What was recorded of a door, the newest first."""
    worker, wanted = worker_of(request), id_of(request, "door")
    if wanted is None:
        raise Problem("access.not_found")
    door = door_for(worker, wanted, Verb.EXPORT)
    told = at_door.tellings(door.id)
    said = door_page.lines(told, {}, may_decide=False, health=shows_health(worker), door=door.id)
    rows = [_cells(one.telling, one.title, one.details) for one in said]
    return Sheet(_("Records of a door"), _headings(), rows, {"door": door.id})


def person_records(request: HttpRequest) -> Sheet:
    """A person's story, from the beginning; whom else it names is masked."""
    worker, wanted = worker_of(request), id_of(request, "person")
    if wanted is None:
        raise Problem("access.not_found")
    file = people.file_for(worker, wanted, Verb.EXPORT)
    told = people.story(file.ids.all)
    said = people_story.lines(
        told, _masked(worker, file, told), canonical=file.ids.canonical, reader=worker, may_decide=False,
        health=shows_health(worker),
    )  # fmt: skip
    rows = [_cells(one.telling, one.said.title, one.said.details) for one in said]
    return Sheet(_("Records of a person"), _headings(), rows, {"person": file.ids.canonical})


def _masked(worker: Worker, file: people.File, told: Sequence[Telling]) -> Cast:
    cast = people_story.cast_of(worker, file.ids.all, told, [])
    hidden = {id: mask(name) for id, name in cast.people.items()}
    return Cast(cast.own, hidden, cast.places, cast.doors, cast.measures, cast.regions, cast.unverified)


def _headings() -> list[Heading]:
    return [
        Heading(_("When"), 17), Heading(_("What"), 24), Heading(_("Details"), 60), Heading(_("By"), 12),
        Heading(_("Organisation"), 24), Heading(_("Clock of the phone"), 17), Heading(_("Received"), 17),
        Heading(_("Counts"), 8), Heading(_("Corrected"), 17), Heading(_("Corrected by"), 12), Heading(_("Record"), 38),
    ]  # fmt: skip


def _cells(one: at_door.Telling | Telling, title: str, details: Iterable[str]) -> Sequence[Cell]:
    return [
        one.at, title, _("; ").join(details), one.author, one.organisation, one.device_at, one.received_at,
        _("yes") if one.counts else _("no"), one.corrected_at, one.corrected_by, str(one.id),
    ]  # fmt: skip
