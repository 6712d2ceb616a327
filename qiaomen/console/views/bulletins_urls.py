"""URLs of messages to those who knock."""

from django.urls import path

from qiaomen.console.views import bulletins

urlpatterns = [
    path("duty/messages", bulletins.bulletins, name="bulletins"),
    path("duty/messages/<uuid:bulletin>/withdrawn", bulletins.withdrawn, name="bulletin_withdrawn"),
]
