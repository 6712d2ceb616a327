"""URLs of the search box."""

from django.urls import path

from qiaomen.console.views import find

urlpatterns = [
    path("find", find.find, name="find"),
    path("find/places", find.find_places, name="find_places"),
    path("find/workers", find.find_workers, name="find_workers"),
]
