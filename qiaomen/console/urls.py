"""URLs of the console, a module for each room."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from qiaomen.console.styleguide import styleguide

app_name = "console"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("qiaomen.console.views.accounts_urls")),
    path("", include("qiaomen.console.views.find_urls")),
    path("", include("qiaomen.console.views.sweep_urls")),
    path("", include("qiaomen.console.views.map_urls")),
    path("", include("qiaomen.console.views.stuck_urls")),
    path("", include("qiaomen.console.views.wall_urls")),
    path("", include("qiaomen.console.views.gaps_urls")),
    path("", include("qiaomen.console.views.places_urls")),
    path("", include("qiaomen.console.views.atlas_urls")),
    path("", include("qiaomen.console.views.doors_urls")),
    path("", include("qiaomen.console.views.people_urls")),
    path("", include("qiaomen.console.views.refusals_urls")),
    path("", include("qiaomen.console.views.reknock_urls")),
    path("", include("qiaomen.console.views.exports_urls")),
    path("", include("qiaomen.console.views.questionnaires_urls")),
    path("", include("qiaomen.console.views.campaigns_urls")),
    path("", include("qiaomen.console.views.duty_urls")),
    path("", include("qiaomen.console.views.joining_urls")),
    path("", include("qiaomen.console.views.bulletins_urls")),
    path("", include("qiaomen.console.views.imports_urls")),
    path("", include("qiaomen.console.views.lists_urls")),
    path("", include("qiaomen.console.views.paper_urls")),
    path("", include("qiaomen.console.views.policy_urls")),
    path("", include("qiaomen.console.views.areas_urls")),
    path("", include("qiaomen.console.views.objections_urls")),
    path("", include("qiaomen.console.views.episodes_urls")),
    path("", include("qiaomen.console.views.passes_urls")),
    path("", include("qiaomen.console.views.gates_urls")),
    path("", include("qiaomen.console.views.checkpoints_urls")),
    path("", include("qiaomen.console.views.outreach_urls")),
    path("", include("qiaomen.console.views.needs_urls")),
    path("", include("qiaomen.console.views.care_urls")),
    path("", include("qiaomen.console.views.clues_urls")),
    path("", include("qiaomen.console.views.reports_urls")),
    path("", include("qiaomen.console.views.venues_urls")),
    path("", include("qiaomen.console.views.stations_urls")),
    path("", include("qiaomen.console.views.findings_urls")),
    path("", include("qiaomen.console.views.disinfection_urls")),
    path("", include("qiaomen.console.views.seals_urls")),
    path("", include("qiaomen.console.views.sampling_urls")),
    path("", include("qiaomen.console.views.shifts_urls")),
    path("", include("qiaomen.console.views.city_urls")),
    path("", include("qiaomen.console.views.data_urls")),
    path("", include("qiaomen.console.views.machine_urls")),
]
if settings.DEBUG:
    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))
