"""URLs of questionnaires, beside the sweeps that ask them."""

from django.urls import path

from qiaomen.console.views import questionnaires

urlpatterns = [
    path("campaigns/questionnaires", questionnaires.index, name="questionnaires"),
    path("campaigns/questionnaires/add", questionnaires.add, name="questionnaire_add"),
    path("campaigns/questionnaires/<uuid:edition>", questionnaires.show, name="questionnaire"),
    path("campaigns/questionnaires/<uuid:edition>/xlsform.xlsx", questionnaires.export, name="questionnaire_export"),
]
