"""URLs of people."""

from django.urls import path

from qiaomen.console import sheets
from qiaomen.console.views import people, people_decide, people_sheet, unverified

sheets.SHEETS |= {"found_people": people_sheet.found_people, "doubles": people_sheet.doubles}

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/doubles", people.doubles, name="people_doubles"),
    path("people/<uuid:person>/", people.person, name="person"),
    path("people/<uuid:person>/identity", people.identity, name="person_identity"),
    path("people/<uuid:person>/words", people.words, name="person_words"),
    path("people/<uuid:person>/judge", people_decide.judge, name="person_judge"),
    path("people/<uuid:person>/take-back", people_decide.take_back, name="person_take_back"),
    path("people/<uuid:person>/verify", unverified.verify, name="person_verify"),
    path("people/<uuid:person>/correct", people_decide.correct, name="person_correct"),
    path("people/<uuid:person>/move", people_decide.move, name="person_move"),
    path("people/<uuid:person>/add/<slug:kind>", people_decide.add, name="person_add"),
    path("people/<uuid:person>/objection", people_decide.objection, name="person_objection"),
    path("people/<uuid:person>/answer", people_decide.answer, name="person_answer"),
]
