"""URLs of what machines ask, and of the page about the machine."""

from django.urls import path

from qiaomen.console import health
from qiaomen.console.views import machine

urlpatterns = [
    path("healthz", health.alive, name="alive"),
    path("healthz/ready", health.ready, name="ready"),
    path("metrics", health.metrics, name="metrics"),
    path("machine", machine.index, name="machine"),
]
