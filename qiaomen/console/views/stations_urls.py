"""URLs of welcome stations."""

from django.urls import path

from qiaomen.console import sheets, stations_sheet
from qiaomen.console.views import stations

sheets.SHEETS["stations"] = stations_sheet.stations

urlpatterns = [
    path("stations", stations.index, name="stations"),
    path("stations/<uuid:station>", stations.station, name="station"),
    path("stations/<uuid:station>/find", stations.find, name="station_find"),
    path("stations/<uuid:station>/event", stations.event, name="station_event"),
    path("stations/<uuid:station>/rooms", stations.rooms, name="station_rooms"),
]
