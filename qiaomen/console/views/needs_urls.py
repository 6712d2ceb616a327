"""URLs of what residents wrote: needs, whom to phone back, messages to phones."""

from django.urls import path

from qiaomen.console import needs_sheets, sheets
from qiaomen.console.views import needs, phone_back

sheets.SHEETS |= {
    "needs": needs_sheets.needs,
    "phone_back": needs_sheets.phone_back,
}

urlpatterns = [
    path("needs", needs.index, name="needs"),
    path("needs/hand-out", needs.hand_out, name="needs_hand_out"),
    path("needs/<uuid:need>", needs.need, name="need"),
    path("needs/<uuid:need>/words", needs.opened, name="need_opened"),
    path("needs/<uuid:need>/answered", needs.answered, name="need_answered"),
    path("needs/<uuid:need>/handed", needs.handed, name="need_handed"),
    path("needs/<uuid:need>/photos/<uuid:photo>", needs.photo, name="need_photo"),
    path("phone-back", phone_back.index, name="phone_back"),
    path("phone-back/doors/<uuid:door>", phone_back.numbers, name="phone_back_door"),
    path("phone-back/letters/<uuid:letter>", phone_back.stranger, name="phone_back_letter"),
    path("phone-back/letters/<uuid:letter>/called", phone_back.called, name="phone_back_called"),
    path("messages-sent", phone_back.sent, name="messages"),
]
