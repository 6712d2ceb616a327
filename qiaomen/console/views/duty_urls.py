"""URLs of people on duty."""

from django.urls import path

from qiaomen.console.views import duty

urlpatterns = [
    path("duty", duty.zones, name="duty"),
    path("duty/organisations", duty.organisations, name="duty_organisations"),
    path("duty/export", duty.export, name="duty_export"),
    path("duty/zones/<uuid:zone>", duty.zone, name="duty_zone"),
    path("duty/zones/<uuid:zone>/codes", duty.zone_codes, name="duty_zone_codes"),
    path("duty/teams/<uuid:team>/codes", duty.team_codes, name="duty_team_codes"),
    path("duty/workers/<uuid:worker>/sign-out", duty.sign_out_phones, name="duty_sign_out"),
]
