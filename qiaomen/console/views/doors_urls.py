"""URLs of doors."""

from django.urls import path

from qiaomen.console.views import doors

urlpatterns = [
    path("doors/<uuid:door>", doors.door, name="door"),
    path("doors/<uuid:door>/identity", doors.identity, name="door_identity"),
    path("doors/<uuid:door>/words", doors.words, name="door_words"),
    path("doors/<uuid:door>/photos/<uuid:photo>", doors.photo, name="door_photo"),
    path("doors/<uuid:door>/resolve", doors.resolve, name="door_resolve"),
    path("doors/<uuid:door>/review", doors.review, name="door_review"),
    path("doors/<uuid:door>/take-back", doors.take_back, name="door_take_back"),
]
