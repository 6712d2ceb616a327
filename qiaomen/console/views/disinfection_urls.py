"""URLs of disinfection."""

from django.urls import path

from qiaomen.console import disinfection_sheet, sheets
from qiaomen.console.views import disinfection

sheets.SHEETS["disinfection"] = disinfection_sheet.disinfection

urlpatterns = [
    path("disinfection", disinfection.index, name="disinfection"),
    path("disinfection/regular", disinfection.regular, name="disinfection_regular"),
    path("disinfection/regular/<uuid:cadence>/end", disinfection.end, name="disinfection_end"),
    path("disinfection/products", disinfection.product, name="disinfection_product"),
    path("disinfection/at/<uuid:place>", disinfection.new, name="disinfection_new"),
    path("disinfection/at/<uuid:place>/ask", disinfection.ask, name="disinfection_ask"),
    path("disinfection/<uuid:disinfection>", disinfection.round_of, name="disinfection_round"),
    path("disinfection/<uuid:disinfection>/photos/<uuid:photo>", disinfection.photo, name="disinfection_photo"),
]
