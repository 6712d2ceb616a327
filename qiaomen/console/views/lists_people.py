"""People of a category: who, where, who follows up, when last, what next."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qiaomen.access.models import Worker
from qiaomen.access.queries import place_for
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.base.snapshot import of_one_moment
from qiaomen.console import parts, sheets
from qiaomen.console.asked import id_of, link, shows_health, worker_of
from qiaomen.console.views import lists_words as words
from qiaomen.console.views.lists_asked import places_of
from qiaomen.console.views.lists_page import place
from qiaomen.lists.membership import Member, Members, counted, paths_of
from qiaomen.lists.queries import add_followers
from qiaomen.monitoring.models import Episode
from qiaomen.monitoring.queries.rows import rows_of
from qiaomen.people.models import Sex
from qiaomen.policy import editions
from qiaomen.policy.language import Document

_PAGE = 50


@dataclass(frozen=True, slots=True)
class Group:
    """The categories of one kind with their numbers: word, number, address."""

    title: parts.Text
    kind: str
    lines: list[tuple[str, int, str]]


@require_safe
@requires(Verb.SEE)
@of_one_moment
def people(request: HttpRequest) -> HttpResponse:
    """The people of one category, as they live along the way."""
    worker = worker_of(request)
    members, kind, word = asked_members(request)
    page = Paginator(members, _PAGE).get_page(request.GET.get("page"))
    document = policy_now()
    found = complete(list(page.object_list))
    context = {
        "title": name_of(kind, word, document),
        "page": page,
        "rows": [(one, Sex(one.sex).label, measure_of(one, document)) for one in found],
        "now": timezone.now(),
        "places": places_of(worker, place_for(worker, at) if (at := id_of(request, "place")) else None),
        "place": request.GET.get("place", ""),
        "kind": kind,
        "word": word,
        "exports": sheets.offers(request, "list_people"),
        "crumbs": [parts.Crumb(_("Lists"), link("lists")), parts.Crumb(name_of(kind, word, document))],
    }
    return render(request, "console/lists/people.html", context)


def asked_members(request: HttpRequest, verb: Verb = Verb.SEE) -> tuple[Members, str, str]:
    """The people whom a page's address asks for. Categories tell of health: not for the police."""
    worker = worker_of(request)
    if not shows_health(worker):
        raise Problem("access.forbidden")
    kind, word, place = request.GET.get("kind") or "policy", request.GET.get("word", ""), id_of(request, "place")
    paths = [place_for(worker, place, verb).path] if place else paths_of(worker, verb)
    return Members(kind, word, paths), kind, word


def complete(found: list[Member]) -> list[Member]:
    """With where they live and who follows them up."""
    place(found)
    add_followers(found)
    _add_checks(found)
    return found


def _add_checks(found: list[Member]) -> None:
    """Of those under a measure: when they were last checked, seen or called, and what is due next."""
    people = {one.id: one for one in found}
    now = timezone.now()
    episodes = Episode.objects.filter(person__in=people, ended_at=None)
    for row in rows_of(list(episodes), now=now, health=False):
        one = people[row.person]
        told = [at for at in (one.last_at, row.last_check_at, row.last_seen_at, row.last_call_at) if at]
        due = [check.due for check in row.checks] + [at for at in (row.promise_due, row.pick_up_at) if at]
        one.last_at, one.next_at = max(told, default=None), min(due, default=None)


def categories_of(worker: Worker) -> list[Group]:
    """The categories of policy and of traits in which somebody is, with their numbers."""
    if not shows_health(worker):
        return []
    document, paths = policy_now(), paths_of(worker)
    named = [("policy", _("By the policy in force")), ("trait", _("By what kind of person they are"))]
    return [
        Group(
            title,
            kind,
            [
                (name_of(kind, word, document), number, link("list_people", kind=kind, word=word))
                for word, number in counted(kind, paths)
            ],
        )
        for kind, title in named
    ]


def name_of(kind: str, word: str, document: Document | None) -> str:
    """A category's name, as the policy in force or we call it."""
    if kind == "trait":
        return words.trait_word(word)
    category = document.categories.get(word) if document else None
    return _said(category.name.zh, category.name.en) if category else word.replace("_", " ")


def measure_of(one: Member, document: Document | None) -> str:
    """A measure's name, as the policy in force calls it."""
    measure = document.measures.get(one.measure) if document else None
    return _said(measure.name.zh, measure.name.en) if measure else one.measure.replace("_", " ")


def _said(zh: str, en: str) -> str:
    return en if (get_language() or "").startswith("en") else zh


def policy_now() -> Document | None:
    """The policy in force, for the names of its categories and measures."""
    edition = editions.in_force(timezone.now())
    return editions.document_of(edition) if edition else None
