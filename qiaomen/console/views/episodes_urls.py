"""URLs of following people up."""

from django.urls import path

from qiaomen.console.views import cases, episodes, family

urlpatterns = [
    path("episodes", episodes.board, name="episodes"),
    path("episodes/overdue/<uuid:overdue>", episodes.noticed, name="overdue_noticed"),
    path("families/<uuid:door>", family.family, name="family"),
    path("families/<uuid:door>/open", family.opened, name="family_opened"),
    path("families/<uuid:door>/close", family.closed, name="family_closed"),
    path("families/<uuid:door>/tell/<slug:what>", family.tell, name="family_tell"),
    path("families/<uuid:door>/take-back", family.take_back, name="family_take_back"),
    path("cases", cases.index, name="cases"),
]
