"""Signing in and out, the password, the language."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language as django_set_language

from qiaomen.access import audit, guessing
from qiaomen.access.models import Worker
from qiaomen.access.rights import open_to_all, signed_in
from qiaomen.access.roles import Verb
from qiaomen.console.views.accounts_forms import PasswordForm, SignInForm


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
        login(request, form.get_user())
        audit.write(form.get_user(), "login.in", form.get_user().pk)
        response = redirect(target)
        guessing.know(response, username)
        return response
    if form.is_bound:
        guessing.failed(request, username)
    status = 422 if form.is_bound else 200
    return render(request, "console/accounts/sign_in.html", {"form": form, "next": target}, status=status)


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
        audit.write(worker, "login.password", worker.id)
        messages.success(request, _("Your password is changed."))
        return redirect("console:password")
    status = 422 if form.is_bound else 200
    return render(request, "console/accounts/password.html", {"form": form}, status=status)


@require_POST
@open_to_all
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie, and go back."""
    return django_set_language(request)


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """The overview, for who may see one; others find nothing here but their password."""
    worker = cast(Worker, request.user)
    try:
        seen = "console:city" if settings.CITY else "console:overview"
        return redirect(reverse(seen if worker.may(Verb.SEE) else "console:password"))
    except NoReverseMatch:
        return redirect("console:password")


def _target(request: HttpRequest) -> str:
    """Where to go after signing in: a page of ours, never somebody else's."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else reverse("console:home")
