"""What a view needs: every view declares one of `open_to_all`, `by_token` or `requires(verb)`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from qiaomen.access.roles import Verb

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Right:
    """`needs_worker`: somebody signed in; `verb`: with a grant for it somewhere. Where, is the view's own query.

    `of_health`: the page tells of people's health, which no police member sees, whatever their grants.
    """

    name: str
    needs_worker: bool
    verb: Verb | None
    of_health: bool = False


OPEN = Right("open", False, None)
TOKEN = Right("token", False, None)
SOURCE = Right("source's token", False, None)
SIGNED_IN = Right("signed in", True, None)
CLOSED = Right("closed", True, Verb.ADMINISTER)


def right_of(view: Callable[..., Any]) -> Right:
    """The right that a view declares; one that declares none is closed to all but administrators, and a test fails."""
    right: Right = getattr(view, "right", CLOSED)
    return right


def open_to_all(view: View) -> View:
    """Anybody may call it."""
    view.right = OPEN  # type: ignore[attr-defined]
    return view


def by_token(view: View) -> View:
    """It authenticates an author's token by itself."""
    view.right = TOKEN  # type: ignore[attr-defined]
    return view


def by_source(view: View) -> View:
    """It authenticates by itself the token of a machine that reports to us; no worker's token opens it."""
    view.right = SOURCE  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Any worker who is signed in to the console."""
    view.right = SIGNED_IN  # type: ignore[attr-defined]
    return view


def requires(verb: Verb, *, of_health: bool = False) -> Callable[[View], View]:
    """A worker with a grant for this verb; which places, the view's own query says."""

    def declare(view: View) -> View:
        view.right = Right(str(verb), True, verb, of_health)  # type: ignore[attr-defined]
        return view

    return declare
