"""What is decided and stated in the person file: each a record like any other, submitted as the person at the desk."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from qiaomen.access.models import Worker
from qiaomen.access.queries import visible_people
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.kinds import KINDS
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.console import people_words as words
from qiaomen.console import unverified_page
from qiaomen.console.asked import id_of, link, shows_health, worker_of
from qiaomen.console.people_doors import find_doors
from qiaomen.console.people_story import VISITS
from qiaomen.console.taking_back import TakeBackForm
from qiaomen.console.views import people as pages
from qiaomen.console.views.people_forms import (
    FACT_FORMS,
    AnswerForm,
    FactForm,
    JudgeForm,
    MoveForm,
    ObjectionForm,
)
from qiaomen.households import file as reading
from qiaomen.households.file import File, Telling
from qiaomen.ledger import desk
from qiaomen.ledger.wire import Verdict
from qiaomen.ledger.words import words_of
from qiaomen.people.models import Person
from qiaomen.policy import objections, verifying
from qiaomen.policy.models import Objection


@require_POST
@requires(Verb.DECIDE)
def judge(request: HttpRequest, person: UUID) -> HttpResponse:
    """Two files are one person's, or are not; where one person has two homes, they live at the one that is chosen."""
    file = reading.file_for(worker_of(request), person, Verb.DECIDE)
    form = JudgeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the files."))
        return redirect(link("person", file.ids.canonical))
    other = reading.file_for(worker_of(request), form.cleaned_data["other"], Verb.DECIDE)
    same, home = form.cleaned_data["same"] == "yes", form.cleaned_data["home"]
    body = {"other": form.cleaned_data["other"], "same": same, "reason": form.cleaned_data["reason"]}
    verdict = _submit(request, "person_merge", body, person=file.ids.canonical)
    homes = {one.home_door_id for one in (file.person, other.person)}
    if verdict.verdict == "accepted" and same and home in homes and len(homes) > 1:
        moved = file if file.person.home_door_id != home else other
        seen = {"moved_at": timezone.now(), "from_door": moved.person.home_door_id, "wrong": True}
        verdict = _submit(request, "move", seen, person=moved.ids.canonical, door=home)
    _say(request, verdict, _("The two are one file now.") if same else _("Noted: they are not the same."))
    return redirect(link("person", file.ids.canonical))


@require_POST
@requires(Verb.RECORD)
def take_back(request: HttpRequest, person: UUID) -> HttpResponse:
    """Take a record back: it stays on the time line, and does not count any more."""
    file = reading.file_for(worker_of(request), person, Verb.RECORD)
    told = reading.story(file.ids.all)
    of = [one.id for one in told if one.counts and one.kind not in VISITS and KINDS[one.kind].amendable]
    form = TakeBackForm(request.POST, of=of)
    if not form.is_valid():
        messages.error(request, _("Say why, so that others understand it later."))
        return redirect(link("person", file.ids.canonical))
    body = {"reason": form.cleaned_data["reason"]}
    verdict = _submit(request, "void", body, amends=form.cleaned_data["record"])
    _say(request, verdict, _("Taken back. It does not count any more."))
    return redirect(link("person", file.ids.canonical))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.RECORD)
def move(request: HttpRequest, person: UUID) -> HttpResponse:
    """Move house: first the doors that fit what was typed, then one of them and when."""
    worker = worker_of(request)
    file = reading.file_for(worker, person, Verb.RECORD)
    given = request.POST if request.method == "POST" else request.GET
    where = given.get("where", "")[:80]
    doors = find_doors(worker, where) if where else []
    form = MoveForm(request.POST or None, among=[door.id for door in doors])
    if request.method == "POST" and form.is_valid():
        body = {"moved_at": form.cleaned_data["moved_at"], "from_door": file.person.home_door_id}
        body |= {"wrong": True} if form.cleaned_data["wrong"] else {}
        verdict = _submit(request, "move", body, person=file.ids.canonical, door=form.cleaned_data["door"])
        _say(request, verdict, _("Moved. Both doors know."))
        return redirect(link("person", file.ids.canonical))
    context = {"file": file, "where": where, "doors": doors, "form": form, "now": timezone.localtime()}
    context |= {"may_decide": pages.rights(worker, file)[Verb.DECIDE], "crumbs": pages.way_to(file)}
    return render(request, "console/people/move.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.RECORD)
def add(request: HttpRequest, person: UUID, kind: str) -> HttpResponse:
    """Add what is known of a person: a stay, a contact, a sample, a result, a trait, a case."""
    worker = worker_of(request)
    if kind not in FACT_FORMS:
        raise Problem("access.not_found")
    file = reading.file_for(worker, person, Verb(KINDS[kind].verb))
    proofs = unverified_page.proofs(worker, file, timezone.now())
    form = FACT_FORMS[kind](request.POST or None, contacts=_contacts(worker, file), proofs=proofs)
    if request.method == "POST" and form.is_valid():
        verdict = _submit(request, kind, form.body(), person=file.ids.canonical)
        if _is_written(verdict):
            waits = kind in verifying.KINDS and not form.body().get("verified")
            _say(request, verdict, _("Recorded. Somebody else verifies it.") if waits else _("Recorded."))
            return redirect(link("person", file.ids.canonical))
        form.add_error(None, _why(verdict))
    return _add_page(request, file, kind, form)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.RECORD)
def correct(request: HttpRequest, person: UUID) -> HttpResponse:
    """Correct what was stated of a person: the same form with what it says now; the record before stays in the story.

    `record` in the query names it. A note that is left empty stays what it was.
    """
    worker = worker_of(request)
    file = reading.file_for(worker, person, Verb.RECORD)
    one = _correctable(request, worker, file)
    if one is None:
        messages.error(request, _("This record does not count any more, or is not yours to correct."))
        return redirect(link("person", file.ids.canonical))
    initial = FactForm.initial_of(one.body)
    proofs = unverified_page.proofs(worker, file, timezone.now())
    form = FACT_FORMS[one.kind](request.POST or None, contacts=_contacts(worker, file), proofs=proofs, initial=initial)
    if request.method == "POST" and form.is_valid():
        verdict = _submit(request, one.kind, _whole(form, one), amends=one.id, person=one.person or file.ids.canonical)
        if _is_written(verdict):
            _say(request, verdict, _("Corrected."))
            return redirect(link("person", file.ids.canonical))
        form.add_error(None, _why(verdict))
    return _add_page(request, file, one.kind, form)


def _correctable(request: HttpRequest, worker: Worker, file: File) -> Telling | None:
    """The record that the address names, where it counts and the reader may correct it; health is not for everybody."""
    wanted = id_of(request, "record")
    one = next((one for one in reading.story(file.ids.all) if one.id == wanted), None)
    if one is None or not one.counts or one.kind not in FACT_FORMS or not shows_health(worker):
        return None
    may = pages.rights(worker, file)
    return one if may[Verb.DECIDE] or one.author_id == worker.id else None


def _whole(form: FactForm, one: Telling) -> dict[str, Any]:
    """The form's body, with what the form does not ask for; a sealed note goes on unless another was written.

    What was verified is not, once it says something else: another person does that again.
    """
    body = form.body()
    asked = {*form.fields, "region", "verified", "evidence"}
    body |= {name: value for name, value in one.body.items() if name not in asked}
    if "note" not in form.fields or body.get("note") or not one.has_words:
        return body
    record = one.record or one.id
    sealed = words_of(Outbreak.objects.current().keys, [record]).get(record, {})
    return {**body, **({"note": sealed["note"]} if "note" in sealed else {})}


@require_POST
@requires(Verb.RECORD)
def objection(request: HttpRequest, person: UUID) -> HttpResponse:
    """Take down that the person objects, in their words."""
    worker = worker_of(request)
    file = reading.file_for(worker, person, Verb.RECORD)
    form = ObjectionForm(request.POST)
    if not form.is_valid():
        return pages.page(request, file, objection=form)
    given = form.cleaned_data["words"]
    verdict = objections.object_to(file.ids.canonical, words=given, by=worker, now=timezone.now())
    if not _is_written(verdict):
        form.add_error("words", _why(verdict))
        return pages.page(request, file, objection=form)
    _say(request, verdict, _("Taken down. Somebody else answers within 24 hours."))
    return redirect(link("person", file.ids.canonical))


@require_POST
@requires(Verb.DECIDE)
def answer(request: HttpRequest, person: UUID) -> HttpResponse:
    """Answer an objection."""
    worker = worker_of(request)
    file = reading.file_for(worker, person, Verb.DECIDE)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why, so that the person understands it."))
        return redirect(link("person", file.ids.canonical))
    asked = Objection.objects.filter(id=form.cleaned_data["objection"], person__in=file.ids.all).first()
    if asked is None:
        raise Problem("access.not_found")
    upheld, said = form.cleaned_data["upheld"] == "yes", form.cleaned_data["words"]
    verdict = objections.answer(asked, upheld=upheld, words=said, by=worker, now=timezone.now())
    if not _is_written(verdict):
        return pages.page(request, file, fault=_why(verdict))
    _say(request, verdict, _("Answered."))
    return redirect(link("person", file.ids.canonical))


def _contacts(worker: Worker, file: File) -> list[Person]:
    """Whom an exposure may name: the household, and the cases that the reader may see; police see no cases."""
    seen = visible_people(worker).exclude(id__in=file.ids.all)
    home = seen.filter(home_door_id__in=file.homes)
    cases = seen.filter(id__in=reading.cases()) if shows_health(worker) else seen.none()
    return list(home.order_by("ordinal", "id")) + list(cases.exclude(id__in=home.values("id")).order_by("name")[:200])


def _add_page(request: HttpRequest, file: File, kind: str, form: FactForm) -> HttpResponse:
    context = {"file": file, "kind": kind, "word": words.word(words.FACTS, kind), "form": form}
    context["crumbs"] = pages.way_to(file)
    return render(request, "console/people/add.html", context, status=422 if form.errors else 200)


def _submit(request: HttpRequest, kind: str, body: Mapping[str, Any], **envelope: UUID) -> Verdict:
    return desk.tell(kind, body, by=worker_of(request), now=timezone.now(), **envelope)


def _is_written(verdict: Verdict) -> bool:
    return verdict.verdict in ("accepted", "duplicate")


def _why(verdict: Verdict) -> str:
    return str(verdict.message or _("This could not be recorded."))


def _say(request: HttpRequest, verdict: Verdict, said: str) -> None:
    if _is_written(verdict):
        messages.success(request, said)
    else:
        messages.error(request, _why(verdict))
