"""The phones' URLs."""

from django.urls import path

from qiaomen.sync import (
    attachment_views,
    care_views,
    checkpoint_views,
    clue_views,
    gate_views,
    inspection_views,
    join_views,
    outreach_views,
    sampling_views,
    sensor_views,
    shift_views,
    statement_views,
    station_views,
    venue_views,
    views,
)

app_name = "sync"
urlpatterns = [
    path("enrol", views.enrol, name="enrol"),
    path("join", join_views.join, name="join"),
    path("join/status", join_views.join_status, name="join_status"),
    path("sync", views.sync, name="sync"),
    path("attachments/<uuid:photo>", attachment_views.attachment, name="attachment"),
    path("doors/<uuid:door>/people", views.people, name="people"),
    path("doors/<uuid:door>/numbers", views.numbers, name="numbers"),
    path("gate", gate_views.feed, name="gate"),
    path("gate/verify", gate_views.verified, name="gate_verify"),
    path("gate/<uuid:gate>/numbers", gate_views.numbers, name="gate_numbers"),
    path("checkpoint", checkpoint_views.checkpoint, name="checkpoint"),
    path("checkpoint/<uuid:checkpoint>/handed-over", checkpoint_views.handed_over, name="checkpoint_handed_over"),
    path("sampling", sampling_views.sampling, name="sampling"),
    path("sampling/<uuid:round>/<uuid:door>", sampling_views.group, name="sampling_group"),
    path("venues", venue_views.venues, name="venues"),
    path("stations", station_views.stations, name="stations"),
    path("care", care_views.care, name="care"),
    path("shifts", shift_views.shifts, name="shifts"),
    path("shifts/<uuid:turn>/options", shift_views.options, name="shift_options"),
    path("inspection", inspection_views.inspection, name="inspection"),
    path("seals/opened", sensor_views.opened, name="seals_opened"),
    path("clues", clue_views.clues, name="clues"),
    path("outreach", outreach_views.outreach, name="outreach"),
    path("statements", statement_views.stated, name="statements"),
    path("openapi.json", views.openapi, name="openapi"),
]
