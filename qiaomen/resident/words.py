"""Kinds of records as they are called to whom they are about."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS: dict[str, Promise] = {
    "visit": pgettext_lazy("own file", "a knock at your door"),
    "self_report": pgettext_lazy("own file", "what your household reported itself"),
    "person_merge": pgettext_lazy("own file", "two files compared"),
    "move": pgettext_lazy("own file", "a move of house"),
    "case": pgettext_lazy("own file", "a diagnosis"),
    "exposure": pgettext_lazy("own file", "a contact"),
    "stay": pgettext_lazy("own file", "a stay elsewhere"),
    "clue_person": pgettext_lazy("own file", "something told about you that was checked"),
    "fact_verified": pgettext_lazy("own file", "something was checked by a second person"),
    "trait": pgettext_lazy("own file", "something to be considerate of"),
    "sample": pgettext_lazy("own file", "a sample"),
    "result": pgettext_lazy("own file", "a test result"),
    "status": pgettext_lazy("own file", "your status changed"),
    "red_by_hand": pgettext_lazy("own file", "a red was asked for by hand"),
    "red_confirmed": pgettext_lazy("own file", "a red by hand was confirmed"),
    "objection": pgettext_lazy("own file", "your objection"),
    "objection_answer": pgettext_lazy("own file", "the answer to your objection"),
    "list_row": pgettext_lazy("own file", "a line on a list from elsewhere"),
    "list_row_step": pgettext_lazy("own file", "a line on a list, followed up"),
    "check": pgettext_lazy("own file", "a check"),
    "call": pgettext_lazy("own file", "a call"),
    "answer": pgettext_lazy("own file", "an answer to a question of yours"),
    "decision": pgettext_lazy("own file", "a decision"),
    "measure_order": pgettext_lazy("own file", "an order"),
    "transfer": pgettext_lazy("own file", "a transfer"),
    "transfer_step": pgettext_lazy("own file", "a step of a transfer"),
    "referral": pgettext_lazy("own file", "a referral to care"),
    "referral_step": pgettext_lazy("own file", "a step of a referral"),
    "release": pgettext_lazy("own file", "your release"),
    "episode_need": pgettext_lazy("own file", "something that you needed"),
    "need": pgettext_lazy("own file", "help that you asked for"),
    "daily_visit": pgettext_lazy("own file", "daily visits to you"),
    "daily_visit_step": pgettext_lazy("own file", "a daily visit"),
    "order": pgettext_lazy("own file", "what you ordered"),
    "order_step": pgettext_lazy("own file", "what came of your order"),
    "seal": pgettext_lazy("own file", "a seal on your door"),
    "companions": pgettext_lazy("own file", "who looks after you"),
    "escalation": pgettext_lazy("own file", "a reminder to the leads"),
    "escalation_seen": pgettext_lazy("own file", "a reminder that was seen"),
    "pass_ask": pgettext_lazy("own file", "a pass was asked for"),
    "pass_event": pgettext_lazy("own file", "something about your pass"),
    "passage": pgettext_lazy("own file", "a way through a gate"),
    "visitor": pgettext_lazy("own file", "a visitor of your household"),
    "venue_scan": pgettext_lazy("own file", "a visit to a venue"),
    "station_event": pgettext_lazy("own file", "something at the welcome station"),
}
SEEN: dict[str, Promise] = {
    "field": pgettext_lazy("own file", "on a worker's phone"),
    "paper": pgettext_lazy("own file", "on paper"),
    "carrier": pgettext_lazy("own file", "handed to the carrier, to send you a message"),
}


def kind_word(kind: str) -> str:
    """A record's kind as it is called to whom it is about."""
    return str(KINDS.get(kind, _("another record")))


def seen_word(where: str) -> str:
    """Where an identity was looked at."""
    return str(SEEN.get(where.partition(".")[0], pgettext_lazy("own file", "at a desk")))
