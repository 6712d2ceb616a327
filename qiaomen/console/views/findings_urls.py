"""URLs of findings."""

from django.urls import path

from qiaomen.console import findings_sheet, sheets
from qiaomen.console.views import findings, findings_cases

sheets.SHEETS["findings"] = findings_sheet.findings

urlpatterns = [
    path("findings", findings.index, name="findings"),
    path("findings/cases", findings_cases.index, name="finding_cases"),
    path("findings/new/<uuid:place>", findings.new, name="finding_new"),
    path("findings/<uuid:finding>", findings.finding, name="finding"),
    path("findings/<uuid:finding>/words", findings.words, name="finding_words"),
    path("findings/<uuid:finding>/photos/<uuid:photo>", findings.photo, name="finding_photo"),
    path("findings/<uuid:finding>/step", findings.step, name="finding_step"),
]
