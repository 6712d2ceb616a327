"""One's own account: how one signs in, and where one is signed in now."""

from typing import Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from qiaomen.access import audit, second_factor, sessions
from qiaomen.access.rights import signed_in
from qiaomen.access.roles import Verb
from qiaomen.console.asked import worker_of

# Of browsers that are called otherwise in another language.
NAMES: Final[dict[str, Promise]] = {
    "WeChat": gettext_lazy("WeChat"),
    "QQ Browser": gettext_lazy("QQ Browser"),
    "UC": gettext_lazy("UC browser"),
    "Huawei Browser": gettext_lazy("Huawei browser"),
    "Mi Browser": gettext_lazy("Xiaomi browser"),
}
OTHERS: Final = "others"


@require_safe
@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """The password, the second factor, and the sessions that are open."""
    worker = worker_of(request)
    found = sessions.open_of(worker, _key(request))
    context = {
        "sees": worker.may(Verb.SEE),
        "sessions": [(one, _browser(one)) for one in found],
        "others": sum(not one.is_this for one in found),
        "is_on": second_factor.is_on(worker),
        "is_required": settings.SECOND_FACTOR == "required",
        "codes_left": second_factor.codes_left(worker),
        "hours": int(sessions.LONGEST.total_seconds() // 3600),
    }
    return render(request, "console/accounts/account.html", context)


@require_POST
@signed_in
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End one session of one's own, or all but this."""
    worker, which = worker_of(request), request.POST.get("which", "")
    ended = sessions.end_others(worker, _key(request)) if which == OTHERS else sessions.end(worker, which)
    if ended:
        audit.write(worker, "session.ended", worker.id, count=ended)
        told = ngettext("%(count)s session is over.", "%(count)s sessions are over.", ended) % {"count": ended}
    else:
        told = _("That session was over already.")
    messages.success(request, told)
    return redirect("console:account")


@require_safe
@signed_in
def still_signed_in(request: HttpRequest) -> HttpResponse:
    """Asked now and then by pages that are open: who is not signed in any more is led away from them."""
    return HttpResponse(status=204)


def _key(request: HttpRequest) -> str:
    return request.session.session_key or ""


def _browser(one: sessions.Open) -> str:
    """In words: Edge · Windows."""
    known = [str(NAMES.get(one.browser, one.browser)), one.system]
    return " · ".join(word for word in known if word) or _("a browser that does not say which")
