"""URLs of the overview and of coverage."""

from django.urls import path

from qiaomen.console.views import sweep

urlpatterns = [
    path("overview", sweep.overview, name="overview"),
    path("overview/live", sweep.overview_live, name="overview_live"),
    path("coverage", sweep.coverage, name="coverage"),
]
