"""URLs of testing."""

from django.urls import path

from qiaomen.console import sampling_sheet, sheets
from qiaomen.console.views import sampling, sampling_deciding

sheets.SHEETS["sampling"] = sampling_sheet.rounds
sheets.SHEETS["sampling_people"] = sampling_sheet.people
sheets.SHEETS["sampling_retests"] = sampling_sheet.retests
sheets.SHEETS["sampling_places"] = sampling_sheet.place_samples

urlpatterns = [
    path("sampling/", sampling.index, name="sampling"),
    path("sampling/cohorts/new", sampling_deciding.cohort_new, name="sampling_cohort_new"),
    path("sampling/sites", sampling_deciding.sites, name="sampling_sites"),
    path("sampling/results", sampling_deciding.results, name="sampling_results"),
    path("sampling/retests", sampling.retests, name="sampling_retests"),
    path("sampling/places", sampling.places, name="sampling_places"),
    path("sampling/places/new", sampling.place_sample, name="sampling_place_new"),
    path("sampling/rounds/<uuid:round>/", sampling.one_round, name="sampling_round"),
    path("sampling/rounds/<uuid:round>/times", sampling_deciding.times, name="sampling_times"),
    path("sampling/rounds/<uuid:round>/told", sampling.told, name="sampling_told"),
    path("sampling/rounds/<uuid:round>/end", sampling_deciding.cohort_end, name="sampling_end"),
    path("sampling/certificates/<uuid:result>", sampling_deciding.certificate, name="sampling_certificate"),
]
