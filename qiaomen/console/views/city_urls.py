"""URLs of the city's view of its districts."""

from django.urls import path

from qiaomen.console import city_sheets, sheets
from qiaomen.console.views import city

sheets.SHEETS["city"] = city_sheets.districts
sheets.SHEETS["city_report"] = city_sheets.report

urlpatterns = [
    path("city", city.index, name="city"),
    path("city/reports", city.reports, name="city_reports"),
]
