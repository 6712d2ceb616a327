"""Problems become answers: JSON for the API, a page for people."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from qiaomen.base.problems import Problem


class ProblemMiddleware:
    """Answers a Problem that a view raised with its status and its sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Problem):
            return None
        if request.path.startswith("/api/"):
            return JsonResponse({"problem": exception.as_dict()}, status=exception.status)
        return render(request, "console/problem.html", {"problem": exception}, status=exception.status)


problems = ProblemMiddleware
