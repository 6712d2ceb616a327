"""One page, one moment: everything that a page reads it reads of one snapshot of the database.

A page runs several statements, and phones send meanwhile: each statement alone would see another moment.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TypeVar, cast

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from qiaomen.base.changes import now_seq

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
AS_OF = "Qiaomen-As-Of"
"""The header that says of which change a page is: the number of the last one that it knows."""


@contextmanager
def snapshot(*, writes: bool = False) -> Iterator[None]:
    """Until the block ends every statement sees what was committed at its first one, and none of it changes anything.

    `writes` allows lines to be added (an audit); updating what others update meanwhile would fail. Inside another
    transaction the block sees what that one sees.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ {'WRITE' if writes else 'ONLY'}")
        yield


def of_one_moment(view: View) -> View:
    """A view all of whose numbers belong together; its answer says of which change they are."""

    @wraps(view)
    def seen(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        # Before the snapshot, so that the page never claims to know what came after it.
        request.as_of = timezone.now()  # type: ignore[attr-defined]
        with snapshot(writes=request.method == "POST"):
            seq = now_seq()
            response = view(request, *args, **kwargs)
        response[AS_OF] = str(seq)
        return response

    return cast(View, seen)
