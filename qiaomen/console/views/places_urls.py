"""URLs of places."""

from django.urls import path

from qiaomen.console.views import places

urlpatterns = [
    path("places", places.places, name="places"),
    path("places/<uuid:place>", places.place, name="place"),
    path("places/<uuid:place>/phones", places.phones, name="place_phones"),
    path("doors/<uuid:door>/panel", places.panel, name="door_panel"),
]
