"""URLs of the wall screen."""

from django.urls import path

from qiaomen.console.views import wall

urlpatterns = [
    path("wall", wall.wall, name="wall"),
    path("wall/slides", wall.slides, name="wall_slides"),
]
