"""Lists as files: one address for every list, the same rows as its page, each written to the audit."""

import tempfile

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from qiaomen.access import audit
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.base.snapshot import of_one_moment
from qiaomen.console import sheets
from qiaomen.console.asked import worker_of
from qiaomen.exchange.workbooks import MIME, write


@never_cache
@require_POST
@requires(Verb.EXPORT)
@of_one_moment
def export(request: HttpRequest, sheet: str, form: str) -> FileResponse:
    """Write a list to a file and hand it over. It is whole, or there is none."""
    if form not in MIME:
        raise Problem("access.not_found")
    listed = sheets.sheet(sheet, request)
    now = timezone.localtime()
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    rows = write(form, file, title=f"{listed.title} · {now:%Y-%m-%d %H:%M}", headings=listed.headings, rows=listed.rows)
    audit.write(worker_of(request), "export", None, **{**listed.about, "list": sheet, "form": form, "rows": rows})
    file.seek(0)
    filename = f"{listed.title} {now:%Y-%m-%d %H%M}.{form}".replace(":", "").replace("/", "-")
    return FileResponse(file, as_attachment=True, filename=filename, content_type=MIME[form])
