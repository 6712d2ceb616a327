"""URLs of shops and venues."""

from django.urls import path

from qiaomen.console import sheets, venues_sheet
from qiaomen.console.views import venues

sheets.SHEETS["venues"] = venues_sheet.venues

urlpatterns = [
    path("venues", venues.index, name="venues"),
    path("venues/<uuid:door>", venues.venue, name="venue"),
    path("venues/<uuid:door>/suspend", venues.suspend, name="venue_suspend"),
    path("venues/<uuid:door>/step", venues.step, name="venue_step"),
    path("venues/<uuid:door>/notice.<slug:paper>", venues.notice, name="venue_notice"),
]
