"""What messages are made of and go by: templates, and the channels of places."""

from uuid import UUID

from django.contrib import messages as toasts
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiaomen.access.queries import check
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.console import sheets, telling_page
from qiaomen.console.asked import link, worker_of
from qiaomen.console.parts import Crumb
from qiaomen.console.views.outreach_messages_forms import ChannelForm, ChannelsForm, TemplateForm
from qiaomen.outreach import channels, queries, templates
from qiaomen.outreach.models import Language, Template
from qiaomen.outreach.wording import fields_of
from qiaomen.places.naming import names_of


@require_safe
@requires(Verb.ASSIGN)
def template_list(request: HttpRequest) -> HttpResponse:
    """The templates with their fields."""
    worker = worker_of(request)
    context = {
        "rows": [(one, fields_of(one.zh, one.en)) for one in Template.objects.all()],
        "segments": telling_page.rooms(worker, "outreach_templates"),
        "exports": sheets.offers(request, "message_templates"),
    }
    return render(request, "console/outreach/templates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.ASSIGN)
def new_template(request: HttpRequest) -> HttpResponse:
    """Write a template."""
    return _template(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.ASSIGN)
def template(request: HttpRequest, template: UUID) -> HttpResponse:
    """Change a template; what was sent keeps its words."""
    return _template(request, get_object_or_404(Template, pk=template))


def _template(request: HttpRequest, held: Template | None) -> HttpResponse:
    form = TemplateForm(request.POST or None, held)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            templates.save(
                held, title=said["title"], zh=said["zh"], en=said["en"], is_offered=said.get("is_offered", True),
                by=worker_of(request),
            )  # fmt: skip
        except Problem as problem:
            form.add_error(problem.field, problem.message)
        else:
            toasts.success(request, _("Saved."))
            return redirect("console:outreach_templates")
    here = held.title if held else _("New template")
    crumbs = [Crumb(pgettext("room", "Templates"), link("outreach_templates")), Crumb(here)]
    context = {"form": form, "crumbs": crumbs, "back": link("outreach_templates")}
    return render(request, "console/outreach/form.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.ADMINISTER)
def channel_list(request: HttpRequest) -> HttpResponse:
    """The channels of places; one more, or many at once."""
    worker = worker_of(request)
    one = ChannelForm(worker, request.POST if request.POST.get("do") == "one" else None)
    many = ChannelsForm(worker, request.POST if request.POST.get("do") == "many" else None)
    if request.method == "POST" and (_added(request, one) or _pasted(request, many)):
        return redirect("console:outreach_channels")
    found = list(queries.channels(worker, Verb.ADMINISTER))
    where = names_of([channel.place.path for channel in found])
    context = {
        "rows": [
            (channel, where[channel.place.path] or channel.place.name, channels.masked(channel), language)
            for channel in found
            for language in [Language(channel.language).label]
        ],
        "one": one,
        "many": many,
        "segments": telling_page.rooms(worker, "outreach_channels"),
        "exports": sheets.offers(request, "message_channels"),
    }
    status = 422 if one.errors or many.errors else 200
    return render(request, "console/outreach/channels.html", context, status=status)


@require_POST
@requires(Verb.ADMINISTER)
def channel_ended(request: HttpRequest, channel: UUID) -> HttpResponse:
    """It reaches nobody any more."""
    worker = worker_of(request)
    found = queries.channels(worker).filter(pk=channel).first()
    if found is None:
        raise Problem("access.not_found")
    check(worker, Verb.ADMINISTER, found.place.path)
    channels.end(found, by=worker)
    toasts.success(request, _("Nothing goes there any more. Its address is forgotten."))
    return redirect("console:outreach_channels")


def _added(request: HttpRequest, form: ChannelForm) -> bool:
    if not form.is_bound or not form.is_valid():
        return False
    said = form.cleaned_data
    try:
        channels.add(
            said["place"], name=said["name"], address=said["address"], language=said["language"], by=worker_of(request)
        )
    except Problem as problem:
        form.add_error(problem.field, problem.message)
        return False
    toasts.success(request, _("Saved."))
    return True


def _pasted(request: HttpRequest, form: ChannelsForm) -> bool:
    if not form.is_bound or not form.is_valid():
        return False
    said = form.cleaned_data
    try:
        named = channels.named(channels.lines(said["lines"]), said["below"])
        count = channels.add_many(named, name=said["kind"], by=worker_of(request))
    except Problem as problem:
        form.add_error("lines", problem.message)
        return False
    toasts.success(request, ngettext("%(n)s channel is kept.", "%(n)s channels are kept.", count) % {"n": count})
    return True
