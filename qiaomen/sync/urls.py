"""The phones' URLs."""

from django.urls import path

from qiaomen.sync import views

app_name = "sync"
urlpatterns = [
    path("enrol", views.enrol, name="enrol"),
    path("sync", views.sync, name="sync"),
    path("doors/<uuid:door>/people", views.people, name="people"),
    path("openapi.json", views.openapi, name="openapi"),
]
