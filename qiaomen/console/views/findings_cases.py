"""The notice of typical cases: which closed findings, in which words, anonymous or not; then the page to print."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from qiaomen.access import audit
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.console import findings_page, parts
from qiaomen.console.asked import link, shows_health, worker_of
from qiaomen.paper import cases
from qiaomen.supervision import queries

MOST = 60
MOST_WORDS = 500


class CasesForm(forms.Form):
    """The notice's words; what it says of each case is a field of its own."""

    title = forms.CharField(label=pgettext_lazy("notice", "Title"), max_length=80)
    words = forms.CharField(
        label=gettext_lazy("Words before the cases"), max_length=2000, required=False,
        widget=forms.Textarea({"rows": 4}),
    )  # fmt: skip
    anonymous = forms.BooleanField(
        label=gettext_lazy("Without names of places and organisations"), required=False, initial=True
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.EXPORT)
def index(request: HttpRequest) -> HttpResponse:
    """Choose among the closed findings; the notice comes as PDF, and that it was made is written to the audit."""
    worker, now = worker_of(request), timezone.now()
    given = request.POST if request.method == "POST" else None
    form = CasesForm(given, initial={"title": _("Notice of typical cases")})
    every = queries.findings(worker, now=now, shows_health=shows_health(worker), verb=Verb.EXPORT)
    latest = sorted(queries.of(every, "closed", now), key=lambda one: (one.closed_at or now, one.id), reverse=True)
    closed = latest[:MOST]
    lines = findings_page.lines(closed, now)
    wanted = set(request.POST.getlist("finding"))
    words = {one.id: request.POST.get(f"words-{one.id}", "")[:MOST_WORDS] for one in closed}
    chosen = [one for one in closed if str(one.id) in wanted]
    if request.method == "POST" and not chosen:
        form.add_error(None, _("Choose at least one case."))
    if request.method == "POST" and form.is_valid():
        told = [cases.Case(one, words[one.id]) for one in chosen]
        made = cases.notice(told, now=now, **form.cleaned_data)
        audit.write(worker, "export", None, list="typical_cases", form="pdf", rows=len(told))
        headers = {"Content-Disposition": 'attachment; filename="cases.pdf"'}
        return HttpResponse(made, content_type="application/pdf", headers=headers)
    crumbs = [parts.Crumb(_("Findings"), link("findings")), parts.Crumb(_("Typical cases"))]
    context: dict[str, Any] = {
        "form": form,
        "lines": [(one, one.row in chosen, words[one.row.id]) for one in lines],
        "crumbs": crumbs,
        "more": len(latest) - len(closed),
    }
    return render(request, "console/findings/cases.html", context, status=422 if form.is_bound else 200)
