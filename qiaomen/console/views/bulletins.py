"""Messages to those who knock: written, listed, withdrawn."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.console.asked import worker_of
from qiaomen.console.views.bulletins_forms import BulletinForm
from qiaomen.console.views.duty import segments
from qiaomen.duty import bulletins as duty

SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.ASSIGN)
def bulletins(request: HttpRequest) -> HttpResponse:
    """Write one, and see the latest."""
    reader = worker_of(request)
    form = BulletinForm(reader, request.POST or None)
    if request.method == "POST" and form.is_valid():
        reach, said = form.reached(), form.cleaned_data
        duty.write_bulletin(text=said["text"], places=reach.places, where=reach.name, hours=said["hours"], by=reader)
        messages.success(request, _("Sent. Phones show it at their next call."))
        return redirect("console:bulletins")
    keys, now = Outbreak.objects.current().keys, timezone.now()
    found = duty.bulletins_of(reader, Verb.ASSIGN)[:SHOWN]
    context = {
        "form": form,
        "rows": [(one, duty.text_of(one, keys), one.until > now and one.withdrawn_at is None) for one in found],
        "segments": segments("bulletins", reader),
    }
    return render(request, "console/bulletins/index.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires(Verb.ASSIGN)
def withdrawn(request: HttpRequest, bulletin: UUID) -> HttpResponse:
    """Take one back."""
    reader = worker_of(request)
    found = duty.bulletins_of(reader, Verb.ASSIGN).filter(pk=bulletin).first()
    if found is None:
        raise Problem("access.not_found")
    duty.withdraw(found, by=reader)
    messages.success(request, _("Withdrawn. It goes from the phones at their next call."))
    return redirect("console:bulletins")
