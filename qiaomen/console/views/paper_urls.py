"""URLs of paper."""

from django.urls import path

from qiaomen.console.views import paper, paper_entry

urlpatterns = [
    path("paper", paper.desk, name="paper"),
    path("paper/places/<uuid:place>", paper.prints, name="paper_prints"),
    path("paper/places/<uuid:place>/codes", paper.codes_of, name="paper_codes"),
    path("paper/places/<uuid:place>/walk-list", paper.walk_list, name="paper_walk_list"),
    path("paper/<str:page>", paper_entry.page, name="paper_page"),
    path("paper/<str:page>/take-back", paper_entry.take_back, name="paper_take_back"),
    path("paper/<str:page>/destroyed", paper_entry.destroyed, name="paper_destroyed"),
]
