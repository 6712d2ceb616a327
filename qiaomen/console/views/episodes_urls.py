"""URLs of following people up."""

from django.urls import path

from qiaomen.console import care_sheets, sheets
from qiaomen.console.views import cases, episodes, family, notices

sheets.SHEETS |= {"episodes": care_sheets.episodes, "cases": care_sheets.cases}

urlpatterns = [
    path("episodes", episodes.board, name="episodes"),
    path("episodes/overdue/<uuid:overdue>", episodes.noticed, name="overdue_noticed"),
    path("families/<uuid:door>", family.family, name="family"),
    path("families/<uuid:door>/open", family.opened, name="family_opened"),
    path("families/<uuid:door>/close", family.closed, name="family_closed"),
    path("families/<uuid:door>/tell/<slug:what>", family.tell, name="family_tell"),
    path("families/<uuid:door>/take-back", family.take_back, name="family_take_back"),
    path("people/<uuid:person>/notice/<slug:paper>", notices.notice, name="person_notice"),
    path("cases", cases.index, name="cases"),
]
