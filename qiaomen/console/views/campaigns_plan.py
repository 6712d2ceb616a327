"""The plan of a sweep: whether the deadline holds, lending, handing doors out; and planning again."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.campaigns.models import Campaign
from qiaomen.campaigns.planning import (
    Proposal,
    Replanning,
    apply,
    apply_replan,
    propose,
    sentences,
    summarise,
    summarise_replan,
)
from qiaomen.campaigns.planning import (
    replan as plan_again,
)
from qiaomen.campaigns.planning.handout import handout
from qiaomen.console.asked import worker_of
from qiaomen.console.parts import Crumb
from qiaomen.console.views.campaigns import campaign_for, sweeps_crumb, wizard
from qiaomen.duty.roster import MemberLine, TeamLine, team_lines, zones_of
from qiaomen.exchange.workbooks import MIME, Heading, write

MOST_FOUND = 30


@require_http_methods(["GET", "POST"])
@requires(Verb.ASSIGN)
def plan(request: HttpRequest, sweep: UUID) -> HttpResponse:
    """GET shows the plan with the ticked steps and options; POST carries out exactly what was shown."""
    worker = worker_of(request)
    campaign = campaign_for(worker, sweep)
    given = request.POST if request.method == "POST" else request.GET
    try:
        proposal = _proposed(campaign, given)
    except Problem as problem:
        return render(request, "console/campaigns/no_plan.html", _frame(worker, campaign) | {"problem": problem})
    if request.method == "POST" and given.get("digest") == proposal.digest:
        summary = apply(campaign, proposal, worker=worker.id)
        done = _("%(doors)s doors are handed to %(teams)s teams.")
        count = sentences.number
        messages.success(request, done % {"doors": count(summary.assigned), "teams": count(summary.teams)})
        return redirect("console:campaign_plan", campaign.id)
    is_stale = request.method == "POST"
    shown = _frame(worker, campaign) | _plan_context(proposal, given) | {"is_stale": is_stale}
    return render(request, "console/campaigns/plan.html", shown, status=409 if is_stale else 200)


@require_http_methods(["GET", "POST"])
@requires(Verb.ASSIGN)
def replan(request: HttpRequest, sweep: UUID) -> HttpResponse:
    """Tick who dropped out, look at what moves, carry it out. Names are asked for by POST: addresses hold none."""
    worker = worker_of(request)
    campaign = campaign_for(worker, sweep)
    asked = _Asked.read(request.POST, worker)
    try:
        again = plan_again(campaign, gone_workers=asked.gone_ids, smallest=asked.smallest, relieve=asked.relieve)
    except Problem as problem:
        return render(request, "console/campaigns/no_plan.html", _frame(worker, campaign) | {"problem": problem})
    wanted = request.POST.get("action")
    is_stale = wanted == "apply" and request.POST.get("digest") != again.digest
    if wanted == "apply" and not is_stale:
        moved = apply_replan(campaign, again, worker=worker.id)
        messages.success(request, sentences.moved(moved))
        return redirect("console:campaign_plan", campaign.id)
    shown = _frame(worker, campaign) | asked.context() | {"is_stale": is_stale}
    if wanted in ("look", "apply"):
        shown |= _replan_context(again)
    return render(request, "console/campaigns/replan.html", shown, status=409 if is_stale else 200)


@require_GET
@requires(Verb.EXPORT)
def doors(request: HttpRequest, sweep: UUID) -> HttpResponse:
    """Which door is whose, in walking order, as XLSX: the list for those who start without a phone."""
    worker = worker_of(request)
    campaign = campaign_for(worker, sweep, Verb.EXPORT)
    titles = [(_("Zone"), 16), (_("Team"), 6), (_("Organisation"), 20), (_("Place"), 24), (_("Door"), 14)]
    made = BytesIO()
    count = write(
        "xlsx",
        made,
        title=campaign.name,
        headings=[Heading(title, width) for title, width in titles],
        rows=((one.zone, one.team, one.organisation, one.place, one.label) for one in handout(campaign)),
    )
    audit.write(worker, "campaign.exported", campaign.id, rows=count)
    answer = HttpResponse(made.getvalue(), content_type=MIME["xlsx"])
    answer["Content-Disposition"] = 'attachment; filename="doors.xlsx"'
    return answer


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the page about people who dropped out was asked for."""

    teams: Sequence[TeamLine]
    gone: frozenset[str]
    text: str
    smallest: int | None
    relieve: bool

    @classmethod
    def read(cls, given: QueryDict, worker: Worker) -> "_Asked":
        smallest = given.get("smallest", "")
        return cls(
            teams=team_lines(zones_of(worker, Verb.ASSIGN)),
            gone=frozenset(given.getlist("gone")),
            text=given.get("text", "").strip() if given.get("action") == "find" else "",
            smallest=int(smallest) if smallest in ("1", "2", "3") else None,
            relieve=bool(given.get("relieve")),
        )

    @property
    def gone_ids(self) -> list[UUID]:
        """Only people who are in a team here."""
        return [member.id for _team, member in self.members() if str(member.id) in self.gone]

    def members(self) -> list[tuple[TeamLine, MemberLine]]:
        """Everybody, with their team."""
        return [(team, member) for team in self.teams for member in team.members]

    def context(self) -> dict[str, object]:
        """Who is ticked, and who is found by the text: part of a name, an organisation or a zone."""
        ticked = [pair for pair in self.members() if str(pair[1].id) in self.gone]
        found = [pair for pair in self.members() if self._matches(*pair) and str(pair[1].id) not in self.gone]
        return {
            "ticked": ticked,
            "found": found[:MOST_FOUND],
            "more": max(0, len(found) - MOST_FOUND),
            "text": self.text,
            "smallest": self.smallest,
            "relieve": self.relieve,
        }

    def _matches(self, team: TeamLine, member: MemberLine) -> bool:
        words = (member.name, member.organisation, team.organisation, team.zone_name)
        return bool(self.text) and any(self.text in word for word in words)


def _proposed(campaign: Campaign, given: QueryDict) -> Proposal:
    proposal = propose(campaign, by_kind=bool(given.get("by_kind")), reform=bool(given.get("reform")))
    return proposal.with_steps(frozenset(given.getlist("lend")))


def _frame(worker: Worker, campaign: Campaign) -> dict[str, object]:
    launched = campaign.launched_at is not None
    return {
        "campaign": campaign,
        "may_export": worker.may(Verb.EXPORT, campaign.place),
        "crumbs": [sweeps_crumb(), Crumb(campaign.name, reverse("console:campaign_plan", args=[campaign.id]))],
        "steps": [] if launched else wizard(),
    }


def _plan_context(proposal: Proposal, given: QueryDict) -> dict[str, object]:
    summary = summarise(proposal)
    return {
        "summary": summary,
        "verdict": sentences.verdict(summary),
        "pooled": sentences.pooled(summary.pooled),
        "expected": sentences.expected(summary),
        "zones": sorted(summary.zones, key=lambda zone: (zone.holds, -zone.short_teams)),
        "changes": proposal.changes,
        "digest": proposal.digest,
        "by_kind": proposal.by_kind,
        "reform": proposal.reform,
        "lend": given.getlist("lend"),
    }


def _replan_context(again: Replanning) -> dict[str, object]:
    summary = summarise_replan(again)
    touched = [zone for zone in summary.zones if zone.moved or zone.teams != zone.teams_before or not zone.holds]
    return {"again": summary, "sentence": sentences.moved(summary), "touched": touched, "digest": again.digest}
