"""The sample that is knocked on again: drawing it, who knocks, and where two accounts differ."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.base.snapshot import of_one_moment
from qiaomen.campaigns import reknock
from qiaomen.campaigns.queries.names import locate
from qiaomen.campaigns.queries.sample import SampleRow, agreement_of, by_team, sampled
from qiaomen.console import heads, parts, sheets
from qiaomen.console.asked import Asked, asked, link, worker_of
from qiaomen.console.views.campaigns import campaign_for
from qiaomen.console.views.sweep import no_sweep
from qiaomen.console.words import outcome_word

SHOWN: dict[str, Callable[[SampleRow], bool]] = {
    "differ": lambda row: row.differs,
    "open": lambda row: row.is_open,
    "agree": lambda row: row.pair.agrees is True,
}
MOST_ROWS = 300
MOST_TEAMS = 15


class DrawForm(forms.Form):
    """Which share of the closed doors to knock on again, in per cent."""

    share = forms.FloatField(label=gettext_lazy("Share of the closed doors, %"), min_value=0.1, max_value=100)


@require_safe
@requires(Verb.SEE)
@of_one_moment
def sample(request: HttpRequest) -> HttpResponse:
    """How far the second knocks are, how often both accounts agree, and the doors where they do not."""
    seen = asked(request)
    if seen is None:
        return no_sweep(request)
    rows = sampled(seen.campaign, seen.area)
    wanted = request.GET.get("show", "differ")
    if wanted not in SHOWN:
        raise Problem("access.not_found")
    listed = [row for row in rows if SHOWN[wanted](row)]
    locate(listed[:MOST_ROWS])
    campaign = seen.campaign
    context = {
        "asked": seen,
        "head": heads.sweep(seen, "reknock"),
        "agreement": (counted := agreement_of(rows)),
        "differ": counted.knocked - counted.agreed,
        "left": counted.drawn - counted.knocked,
        "segments": _segments(seen, rows, wanted),
        "rows": [
            (row, seen.door(row.id), account(row, again=False), account(row, again=True)) for row in listed[:MOST_ROWS]
        ],
        "more": max(0, len(listed) - MOST_ROWS),
        "wanted": wanted,
        "teams": (teams := by_team(rows))[:MOST_TEAMS],
        "more_teams": max(0, len(teams) - MOST_TEAMS),
        "may_draw": seen.worker.may(Verb.ASSIGN, campaign.place) and not campaign.closed_at,
        "form": DrawForm(initial={"share": f"{100 * campaign.sample_share:g}"}),
        "exports": sheets.offers(request, "reknock"),
    }
    return render(request, "console/sweep/reknock.html", context)


@require_POST
@requires(Verb.ASSIGN)
def draw(request: HttpRequest, sweep: UUID) -> HttpResponse:
    """Draw among the doors that are closed by now; those that were drawn stay drawn."""
    worker = worker_of(request)
    campaign = campaign_for(worker, sweep)
    form = DrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The share is a number from 0.1 to 100 per cent."))
    else:
        added = reknock.draw(campaign, share=form.cleaned_data["share"] / 100, worker=worker.id)
        told = ngettext("%(n)s door was drawn; another team has it on its phones now.",
                        "%(n)s doors were drawn; other teams have them on their phones now.", added)  # fmt: skip
        messages.success(request, told % {"n": added} if added else _("No further door was drawn."))
    return redirect(link("reknock", campaign=campaign.id))


def account(row: SampleRow, *, again: bool) -> str:
    """What one of the two teams said: its outcome, and of how many people."""
    outcome = row.pair.again if again else row.pair.first
    people = row.pair.again_people if again else row.pair.first_people
    if outcome is None:
        return ""
    if not people:
        return outcome_word(outcome)
    told = ngettext("%(outcome)s, %(n)s person", "%(outcome)s, %(n)s people", people)
    return told % {"outcome": outcome_word(outcome), "n": people}


def _segments(seen: Asked, rows: list[SampleRow], wanted: str) -> list[parts.Segment]:
    words = {"differ": _("Accounts differ"), "open": _("Not knocked yet"), "agree": _("Agree")}
    return [
        parts.Segment(word, seen.link("reknock", count=None, show=name), wanted == name, sum(map(SHOWN[name], rows)))
        for name, word in words.items()
    ]
