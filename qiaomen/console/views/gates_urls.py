"""URLs of the gates and their alarms."""

from django.urls import path

from qiaomen.console import gates_sheet, sheets
from qiaomen.console.views import alarms, clinics, gates

sheets.SHEETS |= {
    "passages": gates_sheet.passages,
    "inside": gates_sheet.present,
    "missed": gates_sheet.missed,
    "alarms": gates_sheet.alarms,
}

urlpatterns = [
    path("gates", gates.index, name="gates"),
    path("gates/live", gates.live, name="gates_live"),
    path("gates/new", gates.add, name="gate_add"),
    path("gates/passages", gates.passages, name="passages"),
    path("gates/missed", gates.missed, name="missed"),
    path("gates/inside", gates.present, name="inside"),
    path("gates/<uuid:gate>", gates.one, name="gate"),
    path("gates/<uuid:gate>/guards", gates.guard, name="gate_guard"),
    path("alarms", alarms.index, name="alarms"),
    path("alarms/open", alarms.under_way, name="alarms_open"),
    path("alarms/clinics", clinics.index, name="clinics"),
    path("alarms/clinics/<uuid:place>/remove", clinics.remove, name="clinic_remove"),
    path("alarms/<uuid:alarm>", alarms.one, name="alarm"),
    path("alarms/<uuid:alarm>/step", alarms.step, name="alarm_step"),
]
