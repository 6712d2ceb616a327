"""URLs of the district's map."""

from django.urls import path

from qiaomen.console.views import map as district_map

urlpatterns = [
    path("map", district_map.district, name="map"),
    path("map/data", district_map.data, name="map_data"),
]
