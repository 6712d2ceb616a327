"""URLs of the lists behind the numbers."""

from django.urls import path

from qiaomen.console.views import gaps

urlpatterns = [
    path("gaps", gaps.doors, name="gaps"),
    path("gaps/people", gaps.missing, name="gap_people"),
    path("gaps/claims", gaps.claims, name="claims"),
]
