"""URLs of places."""

from django.urls import path

from qiaomen.console.views import places

urlpatterns = [
    path("places", places.places, name="places"),
    path("places/<uuid:place>", places.place, name="place"),
]
