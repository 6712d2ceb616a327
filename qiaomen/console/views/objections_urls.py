"""URLs of objections."""

from django.urls import path

from qiaomen.console.views import objections

urlpatterns = [path("objections", objections.index, name="objections")]
