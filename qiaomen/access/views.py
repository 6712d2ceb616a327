"""Answers that access itself gives."""

from django.http import HttpRequest, HttpResponse

from qiaomen.base.middleware import answer
from qiaomen.base.problems import Problem


def locked_out(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    """Six wrong passwords for one user from one address: wait."""
    return answer(request, Problem("access.too_many_tries"))
