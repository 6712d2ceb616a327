"""Answering what somebody asked for."""

from datetime import datetime

from qiaomen.access.models import Worker
from qiaomen.care.models import Need
from qiaomen.ledger import desk
from qiaomen.ledger.wire import Verdict


def answer(need: Need, *, note: str, by: Worker, now: datetime) -> Verdict:
    """Write down that a need was answered, and how."""
    return desk.tell("need_step", {"need": need.id, "note": note}, place=need.place, by=by, now=now)
