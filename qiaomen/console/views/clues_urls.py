"""URLs of clues."""

from django.urls import path

from qiaomen.console import clues_sheet, sheets
from qiaomen.console.views import clues, clues_doing, clues_taking

sheets.SHEETS["clues"] = clues_sheet.clues

urlpatterns = [
    path("clues", clues.index, name="clues"),
    path("clues/new", clues_taking.new, name="clue_new"),
    path("clues/bring", clues_taking.bring, name="clues_bring"),
    path("clues/send", clues_doing.send_all, name="clues_send"),
    path("clues/rules", clues_doing.rules, name="clue_rules"),
    path("clues/<uuid:clue>", clues.clue, name="clue"),
    path("clues/<uuid:clue>/words", clues.opened, name="clue_opened"),
    path("clues/<uuid:clue>/reporter", clues.reporter, name="clue_reporter"),
    path("clues/<uuid:clue>/photos/<uuid:photo>", clues.photo, name="clue_photo"),
    path("clues/<uuid:clue>/step", clues_doing.step, name="clue_step"),
    path("clues/<uuid:clue>/person", clues_doing.person, name="clue_person"),
    path("clues/<uuid:clue>/receipt", clues_doing.receipt, name="clue_receipt"),
]
