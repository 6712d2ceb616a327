"""URLs of objections, and of what waits for being verified."""

from django.urls import path

from qiaomen.console.views import objections, unverified

urlpatterns = [
    path("objections", objections.index, name="objections"),
    path("unverified", unverified.index, name="unverified"),
]
