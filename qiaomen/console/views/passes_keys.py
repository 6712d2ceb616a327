"""The keys that sign passes, and those of neighbouring districts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qiaomen.access import audit
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.console import parts
from qiaomen.console.asked import link, worker_of
from qiaomen.console.views.passes_forms import PinForm
from qiaomen.passes import keys
from qiaomen.passes.models import IssuerKey


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.ADMINISTER)
def index(request: HttpRequest) -> HttpResponse:
    """All keys; a neighbour's is pinned by its file."""
    form = PinForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            key = keys.pin(form.cleaned_data["file"])
        except Problem as problem:
            form.add_error("file", problem.message)
        else:
            audit.write(worker_of(request), "key.pinned", kid=key.kid, district=key.district)
            messages.success(request, _("Passes of %(district)s are verified from now on.") % {"district": key.name})
            return redirect("console:pass_keys")
    now = timezone.now()
    context = {
        "own": keys.every().filter(own=True),
        "pinned": [(key, key.until is None or key.until > now) for key in keys.every().filter(own=False)],
        "form": form,
        "now": now,
        "crumbs": [parts.Crumb(_("Passes"), link("passes")), parts.Crumb(_("Keys"))],
    }
    return render(request, "console/passes/keys.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Verb.ADMINISTER)
def rotate(request: HttpRequest) -> HttpResponse:
    """A new key signs from now on; `lost`: what the old one signed counts no more."""
    lost = request.POST.get("lost") == "yes"
    key = keys.rotate(timezone.now(), at_once=lost)
    audit.write(worker_of(request), "key.rotated", kid=key.kid, lost=lost)
    messages.success(request, _("A new key signs from now on."))
    return redirect("console:pass_keys")


@require_POST
@requires(Verb.ADMINISTER)
def unpin(request: HttpRequest, kid: str) -> HttpResponse:
    """A neighbour's key counts no more."""
    key = IssuerKey.objects.filter(kid=kid, own=False).first()
    if key is None:
        raise Problem("access.not_found")
    keys.unpin(key)
    audit.write(worker_of(request), "key.unpinned", kid=key.kid, district=key.district)
    messages.success(request, _("Passes of %(district)s are not verified any more.") % {"district": key.name})
    return redirect("console:pass_keys")


@require_GET
@requires(Verb.ADMINISTER)
def export(request: HttpRequest) -> HttpResponse:
    """Our public key as a file for a neighbouring district."""
    try:
        key = keys.exported()
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect("console:pass_keys")
    answer = HttpResponse(keys.as_file(key), content_type="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="qiaomen-{key.district}-{key.kid}.json"'
    return answer
