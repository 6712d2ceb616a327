"""What the matrix needs of the report: one that is frozen, who gets it, a table to fill, a call to the phone desk."""

from uuid import UUID

import msgspec
from django.utils import timezone

from qiaomen.base import changes
from qiaomen.base.sealing import seal
from qiaomen.ledger import desk
from qiaomen.ledger.models import Record
from qiaomen.places.models import Place
from qiaomen.reports import editions, levels, members, sending
from qiaomen.reports.models import Members, Recipient, Report, Sending, Table
from qiaomen.reports.models_sending import Way
from qiaomen.testing.world import World, fixed

DEFINITION = """
[report]
name = { zh = "日报", en = "Daily report" }
cut = "18:00"

[groups.doors]
name = { zh = "户", en = "Doors" }

[groups.gate]
name = { zh = "电话报送", en = "By phone" }

[[figures]]
key = "doors"
name = { zh = "户数", en = "Doors" }
counts = "targets"
as_of = "happened"
group = "doors"

[[figures]]
key = "done"
name = { zh = "已摸清", en = "Done" }
counts = "targets"
where = { closed = true }
as_of = "happened"
group = "doors"

[[figures]]
key = "knocks"
name = { zh = "今日敲门", en = "Knocks" }
counts = "visits"
as_of = "known"
period = "day"
group = "doors"

[[figures]]
key = "people"
name = { zh = "人数", en = "People" }
counts = "residents"
as_of = "known"
group = "doors"

[[figures]]
key = "turned_back"
name = { zh = "劝返车辆", en = "Vehicles turned back" }
counts = "phoned"
where = { figure = "turned_back" }
sum = "amount"
as_of = "happened"
group = "gate"
"""


def frozen(world: World) -> Report:
    """A report of the district that counts nothing; whom its figures would count is asked elsewhere."""
    held = Report.objects.first()
    if held is not None:
        return held
    place, now = world.places["district"], timezone.now()
    with changes.change("freeze report") as change:
        edition = editions.keep(DEFINITION, by=None, change=change)
        figures = editions.document_of(edition).figures
        report = Report.objects.create(
            outbreak=world.outbreak,
            edition=edition,
            place=place,
            cut_at=now,
            cut_seq=1,
            known_at=now,
            known_seq=1,
            tree=msgspec.to_builtins(levels.tree(place.id)),
            numbers={figure.key: [] for figure in figures},
            digest=members.digest([]),
            change=change.id,
        )
        Members.objects.bulk_create(
            Members(report=report, figure=figure.key, packed=members.stored(b"")) for figure in figures
        )
    return report


def receives(world: World) -> Recipient:
    """Somebody who gets it."""
    held = Recipient.objects.first()
    if held is not None:
        return held
    made, _secret = sending.add_recipient(
        place=world.places["district"],
        name="市指挥部",
        way=Way.WEBHOOK,
        to="https://city.example/reports",
        forms=["xlsx"],
        table=None,
        language="zh-hans",
        by=world.workers["headquarters"],
    )
    return made


def sent(world: World) -> Sending:
    """It is on its way."""
    made = {"asked_at": timezone.now(), "next_at": timezone.now(), "change": world.change}
    return Sending.objects.get_or_create(report=frozen(world), recipient=receives(world), defaults=made)[0]


def tabled(world: World) -> Table:
    """A table of the city's; nothing reads what is in it."""
    id = fixed("table")
    made = {"outbreak": world.outbreak, "name": "市表", "made_by": world.workers["headquarters"].id}
    sealed = seal(world.outbreak.keys, b"", row=id)
    return Table.objects.get_or_create(id=id, defaults={**made, "sealed": sealed, "change": world.change})[0]


def phoned(world: World, place: Place) -> UUID:
    """A call about a place."""
    held = Record.objects.filter(kind="phoned", place=place.id).first()
    if held is not None:
        return held.id
    body = {"figure": "turned_back", "amount": 3, "said_by": "王经理"}
    envelope = desk.record("phoned", body, at=timezone.now(), place=place.id)
    desk.send([envelope], by=world.workers["headquarters"], now=timezone.now())
    made: UUID = envelope["id"]
    return made
