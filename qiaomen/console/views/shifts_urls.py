"""URLs of shifts."""

from django.urls import path

from qiaomen.console import sheets, shifts_sheet
from qiaomen.console.views import shifts, shifts_rosters, shifts_settings

sheets.SHEETS |= {
    "shifts": shifts_sheet.shifts,
    "shift_strength": shifts_sheet.strength,
    "shift_roster": shifts_sheet.roster,
    "shift_posts": shifts_sheet.posts,
    "shift_people": shifts_sheet.people,
}

urlpatterns = [
    path("shifts", shifts.index, name="shifts"),
    path("shifts/strength", shifts.strength, name="shift_strength"),
    path("shifts/one/<uuid:turn>", shifts.one, name="shift_one"),
    path("shifts/one/<uuid:turn>/change", shifts.change, name="shift_change"),
    path("shifts/people", shifts_settings.people, name="shift_people"),
    path("shifts/people/new", shifts_settings.person, name="shift_person_new"),
    path("shifts/people/<uuid:stander>", shifts.person, name="shift_person"),
    path("shifts/people/<uuid:stander>/edit", shifts_settings.person, name="shift_person_edit"),
    path("shifts/people/<uuid:stander>/away", shifts_settings.away, name="shift_away"),
    path("shifts/people/<uuid:stander>/away/end", shifts_settings.away_end, name="shift_away_end"),
    path("shifts/people/<uuid:stander>/calendar", shifts.calendar, name="shift_calendar"),
    path("shifts/posts", shifts_settings.posts, name="shift_posts"),
    path("shifts/posts/new", shifts_settings.post, name="shift_post_new"),
    path("shifts/posts/<uuid:post>", shifts_settings.post, name="shift_post"),
    path("shifts/slots", shifts_settings.slot, name="shift_slot"),
    path("shifts/slots/end", shifts_settings.slot_end, name="shift_slot_end"),
    path("shifts/rules/<uuid:place>", shifts_settings.rules, name="shift_rules"),
    path("shifts/rosters", shifts_rosters.index, name="shift_rosters"),
    path("shifts/rosters/<uuid:roster>", shifts_rosters.roster, name="shift_roster"),
    path("shifts/rosters/<uuid:roster>/progress", shifts_rosters.progress, name="shift_progress"),
    path("shifts/rosters/<uuid:roster>/publish", shifts_rosters.publish, name="shift_publish"),
    path("shifts/rosters/<uuid:roster>/drop", shifts_rosters.drop, name="shift_drop"),
]
