"""URLs of who may be stuck."""

from django.urls import path

from qiaomen.console import sheets
from qiaomen.console.views import stuck

sheets.SHEETS["stuck"] = stuck.sheet

urlpatterns = [
    path("stuck", stuck.stuck, name="stuck"),
    path("stuck/<uuid:team>/call", stuck.call, name="stuck_call"),
]
