"""Messages to many: everybody told once, whoever was missed named, also when the server dies in between."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django.fixtures import Settings

from qiaomen.access.models import Audit
from qiaomen.access.models import Message as PhoneMessage
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.console import telling_page
from qiaomen.duty.models import Duty
from qiaomen.outreach import audience, carrier, channels, daily, messages, queries, retention, sending
from qiaomen.outreach.audience import Audience
from qiaomen.outreach.models import Channel, Daily, Message, Telling
from qiaomen.outreach.wording import Words
from qiaomen.people.identity import open_identity, seal_identity
from qiaomen.people.models import Identity, Person
from qiaomen.places.models import Place
from qiaomen.places.naming import locate
from qiaomen.resident import own_file
from qiaomen.testing import telling
from qiaomen.testing.telling import Post, draft, name_of, outcomes, stairwells
from qiaomen.testing.world import HERE, World

NOW = datetime(2020, 3, 21, 9, 0, tzinfo=HERE)
STAIRWELLS = Audience("chain", "stairwell")


@pytest.fixture
def post() -> Iterator[Post]:
    with telling.post() as kept:
        yield kept


@pytest.fixture
def phones(post: Post, settings: Settings) -> Post:
    """The district's own channel to phones leads to the same server."""
    settings.MESSAGES_URL = f"json://{post.address}/{{phone}}"
    return post


def send(world: World, wanted: messages.Draft, now: datetime = NOW) -> Message:
    return messages.send(wanted, by=world.workers["headquarters"], now=now)


def names_missed(message: Message) -> list[str]:
    found = queries.tellings(message, show="missed")
    locate(found)
    return [one.where for one in found]


def test_message_to_114_stairwells_with_three_failing_channels_the_three_are_named(world: World, post: Post) -> None:
    every = stairwells(world, 114)
    telling.reached(world, every, post)
    failing = [every[4], every[57], every[113]]
    post.refuses = {name_of(one) for one in failing}
    Place.objects.filter(kind="stairwell").exclude(pk__in=[one.pk for one in every]).update(kind="alley")
    message = send(world, draft(world.places["compound"], STAIRWELLS))
    assert sending.work(NOW, seconds=60) == 114
    assert outcomes(message) == {"sent": 111, "missed not_taken": 3}
    assert sorted(names_missed(message)) == sorted(
        f"东门社区 翠湖小区 {one.parent.name if one.parent else ''} {one.name}" for one in failing
    )
    assert len(post.heard) == len(set(post.heard)) == 111
    assert post.said("10-1") == ["明天 9:00 在东门社区 翠湖小区 10栋 1单元核酸检测。"]
    # Two channels are mended: sent again, the message goes to the three and to nobody else.
    post.refuses = {name_of(failing[0])}
    again = messages.again(message, by=world.workers["headquarters"], now=NOW)
    sending.work(NOW, seconds=60)
    assert outcomes(again) == {"sent": 2, "missed not_taken": 1}
    assert names_missed(again) == ["东门社区 翠湖小区 10栋 5单元"]
    assert len(post.heard) == 113
    with pytest.raises(Problem, match=r"message\.nobody_missed"):
        messages.again(message, by=world.workers["headquarters"], now=NOW)


def test_a_place_without_a_channel_is_told_at_who_answers_for_it_else_it_is_named(world: World, phones: Post) -> None:
    place = world.places["stairwell 1-1"]
    Duty.objects.create(
        worker=world.workers["field 3"], place=place, role="property", since=NOW - timedelta(days=1),
        from_change=world.change,
    )  # fmt: skip
    Duty.objects.create(
        worker=world.workers["field 3"], place=world.places["stairwell 1-2"], role="property",
        since=NOW - timedelta(days=1), from_change=world.change,
    )  # fmt: skip
    message = send(world, draft(world.places["building 1"], STAIRWELLS))
    assert sending.work(NOW, seconds=60) == 1  # one phone, two stairwells: told once
    assert outcomes(message) == {"sent": 2}
    missed = send(world, draft(world.places["building 2"], STAIRWELLS))
    assert outcomes(missed) == {"missed nobody": 2}
    assert names_missed(missed) == ["东门社区 翠湖小区 2栋 1单元", "东门社区 翠湖小区 2栋 2单元"]
    assert missed.finished_at is None or missed.finished_at == NOW


def test_every_household_is_told_at_one_phone_and_those_without_are_missed_at_once(world: World, phones: Post) -> None:
    compound = world.places["compound"]
    found = audience.recipients(Audience("households"), compound, now=NOW)
    told, shared, unreached = audience.reached(found)
    assert (told + shared + unreached, unreached) == (len(found), 0)
    homes = Person.objects.filter(home_door__place__path__startswith=compound.path).values("home_door").distinct()
    assert len(found) == homes.count() == 22
    message = send(world, draft(compound, Audience("households"), language="both"))
    sending.work(NOW, seconds=60)
    assert outcomes(message) == {"sent": 22}
    assert len({path for path, _text in phones.heard}) == 22
    assert phones.heard[0][1].count("\n\n") == 1  # both languages


def test_every_shop_belongs_to_the_daily_message_whoever_is_known_of_it(world: World, phones: Post) -> None:
    alley = world.places["alley"]
    made = daily.begin(
        draft(alley, Audience("doors", "shop")), at="09:00", by=world.workers["headquarters"],
        now=NOW - timedelta(days=1),
    )  # fmt: skip
    assert daily.send_due(NOW - timedelta(minutes=1)) == []
    [message] = daily.send_due(NOW + timedelta(seconds=30))
    assert daily.send_due(NOW + timedelta(minutes=5)) == []
    assert outcomes(message) == {"missed no_phone": 2}
    [later] = daily.send_due(NOW + timedelta(days=1, hours=1))
    assert later.day != message.day
    assert daily.send_due(NOW + timedelta(days=2, hours=5)) == []  # a morning's message is none in the afternoon
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(
            outbreak=world.outbreak, place=alley, title="", audience={}, made_at=NOW, daily=made, day=message.day,
            change=world.change,
        )  # fmt: skip


def test_whom_a_dead_server_had_taken_is_never_told_twice_and_named(world: World, phones: Post) -> None:
    message = send(world, draft(world.places["compound"], Audience("households")))
    holder = world.change
    assert len(rows(sending.TAKE, [holder, NOW, message.id, 5])) == 5  # and there the power goes
    assert sending.work(NOW + timedelta(minutes=1), seconds=60) == 17
    assert outcomes(message) == {"sent": 17, "taken": 5}
    sending.work(NOW + timedelta(minutes=3), seconds=60)
    assert outcomes(message) == {"sent": 17, "missed unsure": 5}
    assert Message.objects.get(pk=message.pk).finished_at is not None
    sending.note(message.id, holder, [(one.id, "") for one in Telling.objects.filter(why="unsure")])
    assert outcomes(message) == {"sent": 17, "missed unsure": 5}  # a process that wakes up changes nothing
    with pytest.raises(Problem, match=r"message\.nobody_missed"):
        messages.again(message, by=world.workers["lead"], now=NOW)
    again = messages.again(message, by=world.workers["lead"], now=NOW, also_unsure=True)
    assert outcomes(again) == {"waiting": 5}


def test_a_message_that_cannot_be_put_together_holds_up_no_other(world: World, phones: Post) -> None:
    broken = send(world, draft(world.places["stairwell 1-1"], Audience("households")))
    Message.objects.filter(pk=broken.pk).update(sealed=b"no seal")
    made = [
        daily.begin(
            draft(world.places[place], Audience("households")), at="09:00", by=world.workers["lead"],
            now=NOW - timedelta(days=1),
        ) for place in ("stairwell 1-1", "stairwell 1-2")
    ]  # fmt: skip
    Daily.objects.filter(pk=made[0].pk).update(sealed=b"no seal", at="08:59")
    [message] = daily.send_due(NOW)
    assert message.daily_id == made[1].id
    [failed] = telling_page.each_day(Daily.objects.exclude(failed_at=None))
    assert (failed.daily.id, failed.failed != "") == (made[0].id, True)
    sending.work(NOW, seconds=60)
    assert (outcomes(broken), set(outcomes(message))) == ({"missed failed": 6}, {"sent"})
    Daily.objects.filter(pk=made[0].pk).update(sealed=messages.sealed(Words("好"), world.outbreak.keys, made[0].id))
    assert len(daily.send_due(NOW)) == 1
    assert not Daily.objects.exclude(failed_at=None).exists()


def test_who_has_no_number_any_more_is_missed_by_the_carrier_and_a_number_stands_once(world: World) -> None:
    wanted, lead = draft(world.places["stairwell 1-1"], Audience("households"), via="file"), world.workers["lead"]
    message = send(world, wanted)
    found = Telling.objects.filter(message=message).order_by("-ordinal")[:3]
    gone, same, first = (one.person or world.change for one in found)
    Identity.objects.filter(person=gone).delete()
    card = open_identity(world.outbreak.keys, first, bytes(Identity.objects.get(person=first).sealed))
    Identity.objects.filter(person=same).update(sealed=seal_identity(world.outbreak.keys, same, card).sealed)
    with pytest.raises(Problem, match=r"message\.going_out"):
        messages.again(message, by=lead, now=NOW)
    numbers = [phone for phone, _text in carrier.hand_over(message, by=lead, now=NOW)]
    assert len(numbers) == len(set(numbers)) == 4
    assert outcomes(message) == {"sent": 5, "missed no_phone": 1}
    assert not Audit.objects.filter(action="identity.seen", subject=gone).exists()
    nobody = send(world, wanted)
    Identity.objects.all().delete()
    assert carrier.hand_over(nobody, by=lead, now=NOW) == []
    assert "sent" not in outcomes(nobody)


def test_whom_a_carrier_refused_first_and_reached_later_is_told_and_not_told_again(world: World) -> None:
    lead = world.workers["lead"]
    message = send(world, draft(world.places["stairwell 1-1"], Audience("households"), via="file"))
    [first, *_others] = [phone for phone, _text in carrier.hand_over(message, by=lead, now=NOW)]
    assert carrier.receive(message, [carrier.Receipt(first, False)], by=lead, now=NOW).refused == 1
    assert outcomes(message) == {"sent": 5, "missed refused": 1}
    later = [carrier.Receipt(first, True)]
    assert [carrier.receive(message, later, by=lead, now=NOW).delivered for _n in range(2)] == [1, 1]
    assert outcomes(message) == {"sent": 6}
    assert Telling.objects.filter(missed_at=None, missed_change=None).exclude(delivered_at=None).count() == 1
    with pytest.raises(Problem, match=r"message\.nobody_missed"):
        messages.again(message, by=lead, now=NOW)


def test_only_those_whom_it_goes_to_again_count_as_sent_to_again(world: World) -> None:
    message = send(world, draft(world.places["stairwell 1-1"], Audience("households")))
    moved, unsure = Telling.objects.filter(message=message)[:2]
    Person.objects.filter(home_door=moved.door).update(home_door=None)
    Telling.objects.filter(pk=unsure.pk).update(why="unsure")
    found = messages.numbers([message.id])[message.id]
    assert (found.missed, found.again, found.unsure) == (6, 5, 1)
    again = messages.again(message, by=world.workers["lead"], now=NOW)
    assert (sum(outcomes(again).values()), Telling.objects.filter(retried_in=again.id).count()) == (4, 4)
    found = messages.numbers([message.id])[message.id]
    assert (found.missed, found.again, found.unsure) == (6, 1, 1)


def test_what_is_cancelled_goes_to_nobody_else(world: World, phones: Post) -> None:
    message = send(world, draft(world.places["compound"], Audience("households")))
    assert messages.cancel(message, by=world.workers["lead"], now=NOW) == 22
    assert sending.work(NOW, seconds=60) == 0
    assert outcomes(message) == {"missed cancelled": 22}
    with pytest.raises(Problem, match=r"message\.over"):
        messages.cancel(message, by=world.workers["lead"], now=NOW)


def test_who_would_be_told_has_to_be_who_was_shown(world: World, phones: Post) -> None:
    wanted = draft(world.places["stairwell 1-1"], Audience("households"))
    seen = audience.digest(audience.recipients(wanted.audience, wanted.place, now=NOW))
    world.household("1-1-202")[0].delete()
    with pytest.raises(Problem, match=r"message\.list_changed"):
        messages.send(wanted, by=world.workers["lead"], now=NOW, seen=seen)
    assert not Message.objects.exists()


def test_an_address_stands_once_in_a_message(world: World, phones: Post) -> None:
    message = send(world, draft(world.places["stairwell 1-1"], Audience("households")))
    one, other = Telling.objects.filter(message=message)[:2]
    with pytest.raises(IntegrityError), transaction.atomic():
        Telling.objects.filter(pk=other.pk).update(key=one.key)


def test_without_a_channel_to_phones_everybody_is_missed_and_nothing_waits(world: World) -> None:
    message = send(world, draft(world.places["stairwell 1-1"], Audience("households")))
    assert outcomes(message) == {"missed no_channel": 6}
    assert PhoneMessage.objects.count() == 0


def test_a_field_that_nobody_filled_in_stops_the_message(world: World, phones: Post) -> None:
    wanted = draft(world.places["compound"], Audience("households"), words=Words("今天{time}停水。"))
    with pytest.raises(Problem, match=r"message\.fields"):
        send(world, wanted)


def test_an_address_that_reaches_nobody_or_this_server_itself_is_no_channel(world: World) -> None:
    for address in ("", "hello", "nonsense://x", "syslog://", "dbus://"):
        with pytest.raises(Problem, match=r"channel\.address"):
            channels.checked(address)
    assert channels.masked(telling.channel(world, world.places["compound"])) == "json://gateway.example/…"


def test_channels_are_pasted_by_the_names_of_places_all_or_none(world: World) -> None:
    compound, by = world.places["compound"], world.workers["headquarters"]
    for line in ("9栋9单元,json://a.example/1", "1栋1单元", "1栋1单元,"):
        with pytest.raises(Problem, match=r"channel\.line"):
            channels.named(channels.lines(line), compound)
    read = channels.lines("1栋1单元,json://a.example/1\n\n 2栋 2单元\tjson://a.example/2\n")
    assert channels.add_many(channels.named(read, compound), name="群", by=by) == 2
    with pytest.raises(Problem, match=r"channel\.name_taken"):
        channels.add_many(channels.named(read, compound), name="群", by=by)
    assert Channel.objects.count() == 2


def test_after_30_days_the_words_and_whom_they_went_to_are_forgotten_and_counts_stay(
    world: World, phones: Post
) -> None:
    message = send(world, draft(world.places["compound"], Audience("households")))
    sending.work(NOW, seconds=60)
    assert retention.forget(NOW + timedelta(days=29)) == 0
    assert retention.forget(NOW + timedelta(days=30)) == 1
    assert retention.forget(NOW + timedelta(days=31)) == 0
    kept = Message.objects.get(pk=message.pk)
    assert (kept.sealed, outcomes(message)) == (None, {"sent": 22})
    assert not Telling.objects.exclude(person=None).exists()
    assert not Telling.objects.exclude(key=None).exists()
    with pytest.raises(Problem, match=r"message\.forgotten"):
        messages.again(kept, by=world.workers["lead"], now=NOW)


def test_whoever_got_a_message_reads_so_in_their_own_file(world: World, phones: Post) -> None:
    send(world, draft(world.places["stairwell 1-1"], Audience("households")))
    sending.work(NOW, seconds=60)
    told, other = world.household("1-1-101")[:2]
    assert len(own_file.kept(told.id).messages) == 1
    assert own_file.kept(other.id).messages == []
