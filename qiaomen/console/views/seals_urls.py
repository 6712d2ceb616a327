"""URLs of seals."""

from django.urls import path

from qiaomen.console import seals_sheet, sheets
from qiaomen.console.views import seals, seals_sensors

sheets.SHEETS["seals"] = seals_sheet.seals

urlpatterns = [
    path("seals", seals.index, name="seals"),
    path("seals/new/<uuid:place>", seals.new, name="seal_new"),
    path("seals/sensors", seals_sensors.index, name="seal_sensors"),
    path("seals/<uuid:seal>", seals.seal, name="seal"),
    path("seals/<uuid:seal>/words", seals.words, name="seal_words"),
    path("seals/<uuid:seal>/event", seals.event, name="seal_event"),
    path("seals/<uuid:seal>/sheet", seals.sheet, name="seal_sheet"),
    path("seals/<uuid:seal>/photos/<uuid:photo>", seals.photo, name="seal_photo"),
]
