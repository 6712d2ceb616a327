"""Correcting a visit at the desk: a record that amends it. What was said before stays on the door's time line."""

from typing import Any
from uuid import UUID

import msgspec
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qiaomen.access.queries import door_for
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.kinds import join
from qiaomen.base.models import Outbreak
from qiaomen.campaigns.queries import door as reading
from qiaomen.console import heads, parts
from qiaomen.console.asked import id_of, link, worker_of
from qiaomen.console.door_forms import CorrectForm
from qiaomen.ledger import desk
from qiaomen.ledger.words import words_of


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.DECIDE)
def correct(request: HttpRequest, door: UUID) -> HttpResponse:
    """Say what really came of a visit; `record` in the query names it."""
    found = door_for(worker_of(request), door, Verb.DECIDE)
    wanted = id_of(request, "record")
    told = [one for one in reading.tellings(found.id) if one.id == wanted and one.kind == "visit" and one.counts]
    if not told:
        messages.error(request, _("This record does not count any more."))
        return redirect(link("door", found.id))
    (one,) = told
    campaign = UUID(str(one.body["campaign"]))
    members = reading.household(found.id, campaign)
    form = CorrectForm(request.POST or None, body=_whole(one), members=members)
    if request.method == "POST" and form.is_valid():
        verdict = desk.tell(
            "visit", form.body(), door=found.id, amends=one.id, by=worker_of(request), now=timezone.now()
        )
        if verdict.verdict == "accepted":
            messages.success(request, _("Corrected."))
            return redirect(link("door", found.id, campaign=campaign))
        form.add_error(None, verdict.message or _("This could not be recorded."))
    context = {
        "door": found,
        "form": form,
        "told": one,
        "back": link("door", found.id, campaign=campaign),
        "crumbs": [*heads.way(found.place, None), parts.Crumb(found.label, link("door", found.id, campaign=campaign))],
    }
    return render(request, "console/doors/correct.html", context, status=422 if form.errors else 200)


def _whole(one: reading.Telling) -> dict[str, Any]:
    """The visit with what is sealed of it, which nobody is shown: the correction carries it on."""
    record = one.record or one.id
    sealed = words_of(Outbreak.objects.current().keys, [record]).get(record, {})
    body: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(one.body))
    return join(body, sealed)
