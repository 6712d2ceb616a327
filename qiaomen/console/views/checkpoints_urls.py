"""URLs of checkpoints."""

from django.urls import path

from qiaomen.console import checkpoints_sheet, sheets
from qiaomen.console.views import checkpoints, checkpoints_crew

sheets.SHEETS["checkpoints"] = checkpoints_sheet.side_by_side
sheets.SHEETS["checkpoint_hours"] = checkpoints_sheet.by_the_hour
sheets.SHEETS["checkpoint_stops"] = checkpoints_sheet.stops

urlpatterns = [
    path("checkpoints/", checkpoints.index, name="checkpoints"),
    path("checkpoints/new", checkpoints_crew.new, name="checkpoint_new"),
    path("checkpoints/stops", checkpoints.stops, name="checkpoint_stops"),
    path("checkpoints/plate", checkpoints.plate, name="checkpoint_plate"),
    path("checkpoints/shifts/<uuid:shift>/note", checkpoints.note, name="checkpoint_note"),
    path("checkpoints/<uuid:checkpoint>/", checkpoints.one, name="checkpoint"),
    path("checkpoints/<uuid:checkpoint>/crew", checkpoints_crew.crew, name="checkpoint_crew"),
]
