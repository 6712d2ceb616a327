"""Addresses that printed codes hold; they stand at the root, so that a code is small."""

from django.urls import path

from qiaomen.field import code_views

urlpatterns = [
    path("d/<str:short>", code_views.door, name="code_door"),
    path("p/<str:short>", code_views.place, name="code_place"),
]
