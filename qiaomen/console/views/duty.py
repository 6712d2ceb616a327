"""People on duty: zones, organisations, teams with their people and phones; codes to enrol, and revoking."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from qiaomen.access import audit
from qiaomen.access.enrolling import LIFE, invite_many, revoke
from qiaomen.access.models import Enrolment, Worker
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.snapshot import of_one_moment
from qiaomen.console.asked import worker_of
from qiaomen.console.parts import Crumb, Segment
from qiaomen.duty.roster import (
    MemberLine,
    TeamLine,
    organisation_lines,
    team_for,
    team_lines,
    worker_for,
    zone_for,
    zone_lines,
    zones_of,
)
from qiaomen.exchange.workbooks import MIME, Cell, Heading, write


@require_GET
@requires(Verb.SEE)
@of_one_moment
def zones(request: HttpRequest) -> HttpResponse:
    """All zones of one's area, and how ready each is."""
    reader = worker_of(request)
    lines = zone_lines(zones_of(reader))
    shown = {
        "lines": lines,
        "segments": segments("duty", reader),
        "teams": sum(line.teams for line in lines),
        "people": sum(line.people for line in lines),
        "enrolled": sum(line.enrolled for line in lines),
        "without_local": sum(line.teams_without_local for line in lines),
        "may_export": reader.may(Verb.EXPORT),
    }
    return render(request, "console/duty/zones.html", shown)


@require_GET
@requires(Verb.SEE)
@of_one_moment
def organisations(request: HttpRequest) -> HttpResponse:
    """The organisations that answer for these zones; for headquarters also those that answer for none."""
    reader = worker_of(request)
    lines = organisation_lines(reader, zones_of(reader))
    shown = {"lines": lines, "segments": segments("duty_organisations", reader), "may_export": reader.may(Verb.EXPORT)}
    return render(request, "console/duty/organisations.html", shown)


@require_GET
@requires(Verb.SEE)
@of_one_moment
def zone(request: HttpRequest, zone: UUID) -> HttpResponse:
    """One zone: its teams and their people."""
    reader = worker_of(request)
    found = zone_for(reader, zone)
    (line,) = zone_lines([found.id])
    shown = {
        "zone": found,
        "line": line,
        "teams": team_lines([found.id]),
        "crumbs": [Crumb(_("People on duty"), reverse("console:duty")), Crumb(found.name)],
        "may_assign": found.id in zones_of(reader, Verb.ASSIGN),
    }
    return render(request, "console/duty/zone.html", shown)


@never_cache
@require_POST
@requires(Verb.ASSIGN)
def team_codes(request: HttpRequest, team: UUID) -> HttpResponse:
    """Fresh codes for the people of a team whose phone is not enrolled, or for all of them, to print and hand over."""
    found = team_for(worker_of(request), team, Verb.ASSIGN)
    teams = [line for line in team_lines([found.zone_id]) if line.id == found.id]
    return _codes(request, found.zone.name, found.zone_id, teams)


@never_cache
@require_POST
@requires(Verb.ASSIGN)
def zone_codes(request: HttpRequest, zone: UUID) -> HttpResponse:
    """The same for all teams of a zone, a card for each person."""
    found = zone_for(worker_of(request), zone, Verb.ASSIGN)
    return _codes(request, found.name, found.id, team_lines([found.id]))


@require_POST
@requires(Verb.ASSIGN)
def sign_out_phones(request: HttpRequest, worker: UUID) -> HttpResponse:
    """Revoke all phones of one worker: lost, sold, or no longer on duty."""
    reader = worker_of(request)
    found = worker_for(reader, worker, Verb.ASSIGN)
    for enrolment in Enrolment.objects.filter(worker=found, revoked_at=None):
        revoke(enrolment, by=reader)
    messages.success(request, _("This phone is signed out. What it still sends waits for review."))
    team = found.memberships.filter(until_change=None, team__is_active=True).select_related("team").first()
    return redirect("console:duty_zone", team.team.zone_id) if team else redirect("console:duty")


@require_GET
@requires(Verb.EXPORT)
def export(request: HttpRequest) -> HttpResponse:
    """The roster as XLSX: one row a person, without phone numbers."""
    reader = worker_of(request)
    teams = team_lines(zones_of(reader, Verb.EXPORT))
    title = _("People on duty")
    made = BytesIO()
    count = write("xlsx", made, title=title, headings=_headings(), rows=_rows(teams))
    audit.write(reader, "duty.exported", None, rows=count)
    answer = HttpResponse(made.getvalue(), content_type=MIME["xlsx"])
    answer["Content-Disposition"] = 'attachment; filename="duty.xlsx"'
    return answer


def _codes(request: HttpRequest, name: str, zone: UUID, teams: Sequence[TeamLine]) -> HttpResponse:
    again = bool(request.POST.get("again"))
    wanted = [(team, member) for team in teams for member in team.members if again or not member.is_enrolled]
    codes = _fresh_codes([member for _team, member in wanted], worker_of(request))
    shown = {
        "name": name,
        "cards": [(team, member, codes[member.id]) for team, member in wanted],
        "hours": int(LIFE.total_seconds() // 3600),
        "crumbs": [
            Crumb(_("People on duty"), reverse("console:duty")),
            Crumb(name, reverse("console:duty_zone", args=[zone])),
            Crumb(_("Codes")),
        ],
    }
    return render(request, "console/duty/codes.html", shown)


def _fresh_codes(members: Sequence[MemberLine], giver: Worker) -> dict[UUID, str]:
    workers = list(Worker.objects.filter(id__in=[member.id for member in members]))
    return {worker.id: code for worker, code in invite_many(workers, given_by=giver)}


def segments(current: str, reader: Worker) -> list[Segment]:
    """The views of people on duty that this reader may open."""
    named = [("duty", _("Zones")), ("duty_organisations", _("Organisations"))]
    if reader.may(Verb.ASSIGN):
        named += [("joining", _("Joining")), ("bulletins", _("Messages"))]
    return [Segment(label, reverse(f"console:{name}"), is_current=name == current) for name, label in named]


def _headings() -> list[Heading]:
    return [
        Heading(_("Zone"), 16),
        Heading(_("Team"), 6),
        Heading(_("Organisation"), 20),
        Heading(pgettext("person", "Name"), 10),
        Heading(_("Sex"), 6),
        Heading(_("Title"), 10),
        Heading(_("Local"), 6),
        # Not "phone …": the sheet comes in again, and a column of phones is one of numbers.
        Heading(_("Enrolled"), 8),
        Heading(_("Last seen"), 16),
        Heading(_("Lent from"), 16),
    ]


def _rows(teams: Sequence[TeamLine]) -> Iterator[Sequence[Cell]]:
    yes = _("yes")
    for team in teams:
        for member in team.members:
            yield (
                team.zone_name,
                team.number,
                member.organisation,
                member.name,
                member.sex_word,
                member.title,
                yes if member.is_local else "",
                yes if member.is_enrolled else "",
                member.seen_at,
                team.lent_from,
            )
