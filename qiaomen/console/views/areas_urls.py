"""URLs of risk areas."""

from django.urls import path

from qiaomen.console.views import areas

urlpatterns = [
    path("areas", areas.index, name="risk_areas"),
    path("areas/<uuid:area>/case", areas.case, name="risk_area_case"),
    path("areas/<uuid:area>/confirm", areas.confirm, name="risk_area_confirm"),
    path("areas/<uuid:area>/lift", areas.lift, name="risk_area_lift"),
]
