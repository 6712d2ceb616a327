"""The written order that suspends a venue (停业通知书), and that it may open again (恢复营业通知书).

Chinese first and English below; `paper.notices` prints them. An order says its ground, its period, how to object, and
whom to call.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.access.models import Worker
from qiaomen.access.phones import phones_of
from qiaomen.base.models import Outbreak
from qiaomen.duty.chain import chain
from qiaomen.duty.models import DutyRole
from qiaomen.monitoring.folds import zone
from qiaomen.monitoring.notice_contacts import Contact
from qiaomen.monitoring.notice_words import BODIES, REMEDIES, day_words, same, say
from qiaomen.monitoring.notices import Notice, Row
from qiaomen.places.models import Door
from qiaomen.places.naming import names_of
from qiaomen.policy import days
from qiaomen.policy.language import Words
from qiaomen.venues.models import Ground
from qiaomen.venues.queries import Suspended

CALLED = (DutyRole.CHIEF, DutyRole.CADRE, DutyRole.GRID_WORKER)


def order_notice(order: Suspended, door: Door, *, reader: Worker) -> Notice:
    """The order to hand over. That the reader opened the phones on it is logged."""
    return Notice(
        title=say(_("Order to suspend business")),
        number=order.document,
        to=door.label,
        rows=[*_about(order, door), Row(say(_("Suspended")), _period(order))],
        paragraphs=[
            say(_(
                "Please close to customers for this time and hang this order at the entrance. Whoever works here may "
                "come in to look after goods, animals and machines. If the ground falls away earlier, call one of "
                "those named below: somebody comes to look, and you may reopen."
            )),
            *_remedies(order),
        ],
        contacts=_contacts(door, reader),
        signed=[say(_("Issued by (seal)")), say(pgettext_lazy("notice", "Date"))],
        stub=_stub(say(_("I have received the order to suspend business."))),
        dated=day_words(days.local_day(order.ordered_at, zone())),
    )  # fmt: skip


def reopening_notice(order: Suspended, door: Door, *, reader: Worker) -> Notice:
    """That the venue may open again: it was reopened, or its period is over."""
    ended = order.reopened_at or order.until or order.ordered_at
    return Notice(
        title=say(_("Notice of reopening")),
        number=order.document,
        to=door.label,
        rows=[*_about(order, door), Row(say(_("Open again from")), day_words(days.local_day(ended, zone())))],
        paragraphs=[say(_("You may open again. Thank you. Please measure and scan at the entrance as before."))],
        contacts=_contacts(door, reader),
        signed=[say(_("Issued by (seal)")), say(pgettext_lazy("notice", "Date"))],
        stub=_stub(say(_("I have received the notice of reopening."))),
        dated=day_words(days.local_day(ended, zone())),
    )


def _remedies(order: Suspended) -> list[Words]:
    """One may always object; the order may name another way, too."""
    return [say(REMEDIES[one]) for one in dict.fromkeys(["objection", order.remedy]) if one]


def _about(order: Suspended, door: Door) -> list[Row]:
    where = f"{names_of([door.place.path])[door.place.path]} {door.label}"
    return [
        Row(say(pgettext_lazy("notice", "Place of business")), same(where)),
        Row(say(_("Ground")), say(Ground(order.ground).label)),
        Row(say(_("Ordered by")), say(BODIES[order.ordered_by])),
    ]


def _period(order: Suspended) -> Words:
    since = day_words(days.local_day(order.since, zone()))
    if order.until is None:
        return say(_("from %(since)s until you are told that you may reopen"), since=since)
    until = order.until.astimezone(zone())
    last = day_words(until.date())
    return say(
        _("from %(since)s until %(until)s, %(hour)s"), since=since, until=last, hour=f"{until:%H:%M}"
    )  # fmt: skip


def _contacts(door: Door, reader: Worker) -> list[Contact]:
    links = [link for link in chain(door.place) if link.role in CALLED][:3]
    phones = phones_of(
        [link.worker for link in links], Outbreak.objects.current().keys, reader=reader, where="venues.notice"
    )
    return [Contact(say(link.role.label), link.worker.name, phones.get(link.worker.id, "")) for link in links]


def _stub(received: Words) -> list[Words]:
    return [received, say(pgettext_lazy("notice", "Signature")), say(_("Date and time")), say(_("Served by"))]
