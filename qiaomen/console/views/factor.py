"""The second factor of one's own sign-in: set up, confirmed by a code, fresh recovery codes, turned off."""

from collections.abc import Callable
from typing import TypeVar

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from qiaomen.access import guessing, second_factor, sessions
from qiaomen.access.rights import signed_in
from qiaomen.console.asked import link, worker_of
from qiaomen.console.parts import Crumb
from qiaomen.console.views.accounts_forms import WRONG_CODE, FactorForm
from qiaomen.places.models import Place

# The codes that a first code opens, or by what somebody showed the factor; empty where the code is wrong.
Proof = TypeVar("Proof", list[str], str)


@never_cache
@require_safe
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """What it is, how it is set up or, once it is on, changed."""
    return _page(request, FactorForm())


@require_POST
@signed_in
def begin(request: HttpRequest) -> HttpResponse:
    """A fresh secret, shown on the page until a code confirms it."""
    second_factor.begin(worker_of(request))
    return redirect("console:second_factor")


@sensitive_post_parameters()
@never_cache
@require_POST
@signed_in
def confirm(request: HttpRequest) -> HttpResponse:
    """The first code turns it on: the recovery codes, this once; other sessions end."""
    worker, form = worker_of(request), FactorForm(request.POST)
    codes = _proven(request, form, second_factor.confirm)
    if not codes:
        return _page(request, form)
    request.session[second_factor.SHOWN] = True
    sessions.end_others(worker, request.session.session_key or "")
    return _codes(request, codes)


@sensitive_post_parameters()
@never_cache
@require_POST
@signed_in
def change(request: HttpRequest) -> HttpResponse:
    """Fresh recovery codes, or the end of it; other sessions end with it."""
    worker, form = worker_of(request), FactorForm(request.POST)
    if not _proven(request, form, second_factor.shown):
        return _page(request, form)
    if request.POST.get("do") != "off":
        return _codes(request, second_factor.renew_codes(worker))
    second_factor.take_off(worker, by=worker)
    request.session.pop(second_factor.SHOWN, None)
    sessions.end_others(worker, request.session.session_key or "")
    messages.success(request, _("The second factor is off."))
    return redirect("console:account")


def _proven(request: HttpRequest, form: FactorForm, shown: Callable[..., Proof]) -> Proof | None:
    """What `shown` makes of the code once the password is right; nothing where either is wrong, which the form says."""
    if not _has_password(request, form):
        return None
    worker = worker_of(request)
    proof = shown(worker, form.cleaned_data["code"], now=timezone.now())
    if not proof:
        guessing.code_failed(request, worker.username or "")
        form.add_error("code", WRONG_CODE)
    return proof


def _has_password(request: HttpRequest, form: FactorForm) -> bool:
    """Whether the form is whole and the password right; a wrong one counts as at the sign-in page."""
    worker = worker_of(request)
    guessing.check_lock(request, worker.username or "")
    if not form.is_valid():
        return False
    if not worker.check_password(form.cleaned_data["password"]):
        guessing.code_failed(request, worker.username or "")
        form.add_error("password", _("This is not your password."))
        return False
    return True


def _page(request: HttpRequest, form: FactorForm) -> HttpResponse:
    worker = worker_of(request)
    is_on = second_factor.is_on(worker)
    secret = "" if is_on else second_factor.unconfirmed(worker)
    address = second_factor.address(worker, secret, issuer=_issuer()) if secret else ""
    context = {
        "form": form,
        "is_on": is_on,
        "is_required": settings.SECOND_FACTOR == "required",
        "codes_left": second_factor.codes_left(worker),
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "address": address,
        "qr": mark_safe(_qr(address)) if address else "",  # noqa: S308 (drawn of our own address)
        "crumbs": _crumbs(),
    }
    return render(request, "console/accounts/second_factor.html", context, status=422 if form.is_bound else 200)


def _codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    shown = [f"{code[:5]}-{code[5:]}" for code in codes]
    return render(request, "console/accounts/recovery_codes.html", {"codes": shown, "crumbs": _crumbs()})


def _qr(address: str) -> str:
    return segno.make(address, error="m", micro=False).svg_inline(
        omitsize=True, border=2, light="#ffffff", svgclass="qr"
    )


def _issuer() -> str:
    """By which the app tells this login from others: the product and the district."""
    root = Place.objects.filter(parent=None).only("name").first()
    return " ".join(word for word in (_("Qiaomen"), settings.DISTRICT_NAME or (root.name if root else "")) if word)


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Your account"), link("account")), Crumb(_("Second factor"))]
