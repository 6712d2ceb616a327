"""URLs of lists."""

from django.urls import path

from qiaomen.console import sheets
from qiaomen.console.views import lists, lists_deciding, lists_people, lists_sheets

sheets.SHEETS["lists"] = lists_sheets.lists
sheets.SHEETS["list_rows"] = lists_sheets.rows
sheets.SHEETS["list_people"] = lists_sheets.people

urlpatterns = [
    path("lists/", lists.index, name="lists"),
    path("lists/new", lists.new, name="list_new"),
    path("lists/rows", lists.rows, name="list_rows"),
    path("lists/people", lists_people.people, name="list_people"),
    path("lists/review", lists_deciding.review, name="list_review"),
    path("lists/rows/<uuid:row>/", lists.row, name="list_row"),
    path("lists/rows/<uuid:row>/open", lists.opened, name="list_row_opened"),
    path("lists/rows/<uuid:row>/search", lists_deciding.search, name="list_row_search"),
    path("lists/rows/<uuid:row>/decide", lists_deciding.decide, name="list_row_decide"),
    path("lists/rows/<uuid:row>/outcome", lists_deciding.outcome, name="list_row_outcome"),
    path("lists/rows/<uuid:row>/tried", lists_deciding.tried, name="list_row_tried"),
    path("lists/rows/<uuid:row>/take", lists_deciding.take, name="list_row_take"),
    path("lists/rows/<uuid:row>/hand-on", lists_deciding.hand_on, name="list_row_hand_on"),
    path("lists/rows/<uuid:row>/reopen", lists_deciding.reopen, name="list_row_reopen"),
    path("lists/rows/<uuid:row>/take-back", lists_deciding.take_back, name="list_row_take_back"),
]
