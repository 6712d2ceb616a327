"""Files in forms are scanned before a view sees them, of whoever may come in (see base.scanning)."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse

from qiaomen.access import audit
from qiaomen.base import scanning
from qiaomen.base.middleware import answer
from qiaomen.base.problems import Problem


class Scanned:
    """Refuses a form with a file that the scanner finds, or cannot look at; who sent it is written down.

    The phones' API brings no forms: its photos are scanned once they are whole.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        if not settings.SCANNER or request.method != "POST" or request.path.startswith("/api/"):
            return None
        try:
            for _name, files in request.FILES.lists():
                for file in files:
                    scanning.check(_read(file))
        except Problem as problem:
            if problem.code == "file.malicious":
                audit.write(request.user.pk, "file.malicious")
            return answer(request, problem)
        return None


def _read(file: "UploadedFile[Any]") -> bytes:
    content: bytes = file.read()
    file.seek(0)
    return content


scanned = Scanned
