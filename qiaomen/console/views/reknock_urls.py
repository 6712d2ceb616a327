"""URLs of the doors that are knocked on again."""

from django.urls import path

from qiaomen.console.views import reknock

urlpatterns = [
    path("reknock", reknock.sample, name="reknock"),
    path("campaigns/<uuid:sweep>/reknock", reknock.draw, name="reknock_draw"),
]
