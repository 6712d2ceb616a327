"""URLs of records that were not taken."""

from django.urls import path

from qiaomen.console.views import refusals

urlpatterns = [
    path("refusals", refusals.refusals, name="refusals"),
    path("refusals/<uuid:refusal>", refusals.refusal, name="refusal"),
    path("refusals/<uuid:refusal>/opened", refusals.opened, name="refusal_opened"),
    path("refusals/<uuid:refusal>/mend", refusals.mend, name="refusal_mend"),
    path("held", refusals.held, name="held"),
    path("held/<uuid:record>/review", refusals.review, name="held_review"),
]
