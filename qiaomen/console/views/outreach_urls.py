"""URLs of what is handed out."""

from django.urls import path

from qiaomen.console import outreach_sheet, sheets
from qiaomen.console.views import outreach

sheets.SHEETS["outreach"] = outreach_sheet.titles
sheets.SHEETS["handouts"] = outreach_sheet.handouts

urlpatterns = [
    path("outreach/", outreach.index, name="outreach"),
    path("outreach/handouts", outreach.handouts, name="outreach_handouts"),
    path("outreach/give", outreach.give, name="outreach_give"),
    path("outreach/materials/new", outreach.new_material, name="outreach_new"),
    path("outreach/materials/<uuid:material>/", outreach.material, name="outreach_material"),
]
