"""URLs of doors."""

from django.urls import path

from qiaomen.console import record_sheets, sheets
from qiaomen.console.views import doors, doors_correct

sheets.SHEETS["door_records"] = record_sheets.door_records
sheets.SHEETS["person_records"] = record_sheets.person_records

urlpatterns = [
    path("doors/<uuid:door>", doors.door, name="door"),
    path("doors/<uuid:door>/identity", doors.identity, name="door_identity"),
    path("doors/<uuid:door>/words", doors.words, name="door_words"),
    path("doors/<uuid:door>/photos/<uuid:photo>", doors.photo, name="door_photo"),
    path("doors/<uuid:door>/resolve", doors.resolve, name="door_resolve"),
    path("doors/<uuid:door>/review", doors.review, name="door_review"),
    path("doors/<uuid:door>/correct", doors_correct.correct, name="door_correct"),
    path("doors/<uuid:door>/take-back", doors.take_back, name="door_take_back"),
]
