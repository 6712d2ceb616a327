"""Signing in and out, the password, the language."""

from typing import cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language as django_set_language

from qiaomen.access import audit, first_password, guessing, halfway, second_factor
from qiaomen.access.models import Worker
from qiaomen.access.rights import open_to_all, signed_in
from qiaomen.access.roles import Verb
from qiaomen.console.parts import Crumb
from qiaomen.console.views.accounts_forms import WRONG_CODE, CodeForm, PasswordForm, SignInForm


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
@open_to_all
def sign_in(request: HttpRequest) -> HttpResponse:
    """User name and password; six wrong ones for one user from one address lock for 15 minutes. See access.guessing."""
    target = _target(request)
    if request.user.is_authenticated:
        return redirect(target)
    form, username = SignInForm(request, data=request.POST or None), request.POST.get("username", "")
    if form.is_bound:
        guessing.check(request, username)
    if form.is_valid():
        return _password_right(request, form.get_user(), target)
    if form.is_bound:
        guessing.failed(request, username)
    status = 422 if form.is_bound else 200
    return render(request, "console/accounts/sign_in.html", {"form": form, "next": target}, status=status)


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
@open_to_all
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The second page, of who has a second factor: a code of the app, or a recovery code. See access.guessing."""
    target, worker = _target(request), halfway.worker_of(request)
    if worker is None:
        if request.method == "POST" and not request.user.is_authenticated:
            messages.info(request, _("That took longer than five minutes. Sign in again."))
        return redirect(_with_next("console:sign_in", target))
    username, is_recovery = worker.username or "", "recovery" in request.GET
    form = CodeForm(request.POST or None, is_recovery=is_recovery)
    if form.is_bound:
        guessing.check_lock(request, username)
    if form.is_valid():
        by = second_factor.shown(worker, form.cleaned_data["code"], now=timezone.now())
        if by:
            halfway.end(request)
            return _signed_in(request, worker, target, by=by)
        guessing.code_failed(request, username)
        form.add_error("code", WRONG_CODE)
    context = {"form": form, "next": target, "is_recovery": is_recovery}
    return render(request, "console/accounts/sign_in_code.html", context, status=422 if form.is_bound else 200)


@require_POST
@open_to_all
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    if request.user.is_authenticated:
        audit.write(request.user, "login.out", request.user.pk)
    logout(request)
    return redirect("console:sign_in")


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; other sessions of this login end."""
    worker = cast(Worker, request.user)
    form = PasswordForm(worker, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, worker)
        request.session.pop(first_password.OWED, None)
        audit.write(worker, first_password.CHANGED, worker.id)
        messages.success(request, _("Your password is changed."))
        return redirect("console:account")
    status = 422 if form.is_bound else 200
    context = {
        "form": form,
        "is_first": first_password.is_owed(request.session),
        "crumbs": [Crumb(_("Your account"), reverse("console:account")), Crumb(_("Password"))],
    }
    return render(request, "console/accounts/password.html", context, status=status)


@require_POST
@open_to_all
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie, and go back."""
    return django_set_language(request)


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """The overview, for who may see one; others find nothing here but their own account."""
    worker = cast(Worker, request.user)
    try:
        seen = "console:city" if settings.CITY else "console:overview"
        return redirect(reverse(seen if worker.may(Verb.SEE) else "console:account"))
    except NoReverseMatch:
        return redirect("console:account")


def _password_right(request: HttpRequest, worker: Worker, target: str) -> HttpResponse:
    """Signed in; or, with a second factor, on to its page."""
    if not second_factor.is_on(worker):
        return _signed_in(request, worker, target, by="password")
    halfway.begin(request, worker)
    return redirect(_with_next("console:sign_in_code", target))


def _signed_in(request: HttpRequest, worker: Worker, target: str, *, by: str) -> HttpResponse:
    """Begin the session; `by` says what was shown last: "password", "code" or "recovery"."""
    login(request, worker)
    if by != "password":
        request.session[second_factor.SHOWN] = True
    if first_password.made_up_at(worker):
        request.session[first_password.OWED] = True
    if by == "recovery":
        left = second_factor.codes_left(worker)
        told = ngettext("%(left)s recovery code is left.", "%(left)s recovery codes are left.", left)
        messages.info(request, told % {"left": left})
    audit.write(worker, "login.in", worker.pk, by=by)
    response = redirect(target)
    guessing.know(response, worker.username or "")
    return response


def _with_next(name: str, target: str) -> str:
    return f"{reverse(name)}?{urlencode({'next': target})}"


def _target(request: HttpRequest) -> str:
    """Where to go after signing in: a page of ours, never somebody else's."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else reverse("console:home")
