"""How the demo's people under measures are followed up: orders, calls, checks, an objection, one check missed."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from qiaomen.access.models import Worker
from qiaomen.base.ids import new_id
from qiaomen.cli.stage_cast import Cast, Ill, path_of, taken, tell
from qiaomen.drill import names
from qiaomen.drill.identity import WORKER_PREFIX, Phones
from qiaomen.ledger import desk
from qiaomen.monitoring import slots
from qiaomen.monitoring.folds import zone
from qiaomen.monitoring.models import Episode
from qiaomen.people.models import Person
from qiaomen.policy import objections
from qiaomen.policy.models import Standing

_CHECKED_BEFORE = timedelta(minutes=150)
# The workers' own numbers go up from 1.
_PHONES_FROM = 9_000_000
_FIVE = ("cadre", "grid_worker", "doctor", "police", "volunteer")


def follow_up(cast: Cast, ill: Ill) -> None:
    """Everything that was done for them since, up to now."""
    _to_hospital(cast, ill)
    _with_first(cast, ill.with_first)
    _with_second(cast, ill.with_second)
    _check_everybody(cast)
    _object(cast, ill)
    _to_site(cast, ill.with_first)


def _to_hospital(cast: Cast, ill: Ill) -> None:
    """Each household's cases are taken to hospital together, and from then on do not live at home."""
    for together in (ill.first, [ill.second]):
        lead = cast.lead(path_of(together[0]))
        at = cast.after(hours=1, minutes=40)
        way: dict[str, Any] = {"to": "hospital"}
        planned = tell(
            "transfer", together, by=lead, at=at, pick_up_at=at + timedelta(minutes=40), site_name="县人民医院",
            pick_up_place="小区后门以东100米", dignity="不鸣笛，不喊名字", **way,
        )  # fmt: skip
        for person, transfer in zip(together, planned, strict=True):
            for step, minutes in (("left", 40), ("arrived", 65)):
                moment = at + timedelta(minutes=minutes)
                tell("transfer_step", [person], by=lead, at=moment, transfer=transfer, step=step, **way)


def _with_first(cast: Cast, family: Sequence[Person]) -> None:
    """They waver: what about the room? Groceries are still to come."""
    lead, at = cast.lead(path_of(family[0])), cast.after(hours=3)
    _order(cast, family, lead, at, voluntary=False)
    tell("companions", family, by=lead, at=at, people=_five(lead))
    tell("call", family, by=lead, at=at + timedelta(minutes=20), outcome="talked",
                        note="说明了规定；家里缺菜，答应下午送到")  # fmt: skip
    tell("episode_need", family[:1], by=lead, at=at + timedelta(minutes=25), what="groceries",
                        text="青菜、鸡蛋、米")  # fmt: skip
    question = {
        "id": new_id(), "topic": "room", "to": ["street", "hotel"], "due": cast.now + timedelta(hours=3),
        "text": "一家人能不能住一间",
    }  # fmt: skip
    tell("call", family, by=lead, at=at + timedelta(hours=7), outcome="wavering",
                        note="犹豫，问能不能住一间", questions=[question])  # fmt: skip


def _with_second(cast: Cast, family: Sequence[Person]) -> None:
    """They did not answer at first, and then agreed; their first tests were negative."""
    lead, at = cast.lead(path_of(family[0])), cast.after(hours=3)
    _order(cast, family, lead, at, voluntary=True)
    tell("call", family, by=lead, at=at + timedelta(minutes=10), outcome="not_answered")
    tell("call", family, by=lead, at=at + timedelta(hours=1), outcome="agreed", note="理解，愿意配合")
    sampled = at + timedelta(hours=2)
    tell("sample", family, by=lead, at=sampled, taken=sampled)
    tell("result", family, by=cast.health, at=at + timedelta(hours=8), taken=sampled, result="negative")


def _order(cast: Cast, family: Sequence[Person], lead: Worker, at: datetime, *, voluntary: bool) -> None:
    tell(
        "measure_order", family, by=lead, at=at, voluntary=voluntary, body="cdc", document="青防指〔演练〕1号",
        served_at=at, served_how="in_person", receipt=True, remedy="objection",
    )  # fmt: skip


def _five(lead: Worker) -> list[dict[str, Any]]:
    """Five look after one (五包一)."""
    phones = Phones(prefix=WORKER_PREFIX, after=_PHONES_FROM)
    others = islice(names.grown_ups(seed="companions"), len(_FIVE) - 1)
    known = {"role": _FIVE[0], "worker": lead.id, "name": lead.name, "phone": phones.next()}
    named = [{"role": role, "name": name, "phone": phones.next()} for role, name in zip(_FIVE[1:], others, strict=True)]
    return [known, *named]


def _check_everybody(cast: Cast) -> None:
    """Every check that was due was made, but for the last one of one person."""
    paths = {person.id: path_of(person) for person in _under_measures()}
    due: dict[tuple[slots.Slot, str], list[Episode]] = defaultdict(list)
    for episode in sorted(Episode.objects.filter(person__in=paths), key=lambda one: paths[one.person]):
        for slot in slots.missed(episode.phase_since, cast.now, episode.checks_a_day, (), zone()):
            due[slot, paths[episode.person]].append(episode)
    newest = max(due, key=lambda one: one[0])
    due[newest].pop()
    leads = {path: cast.lead(path) for path in set(paths.values())}
    for slot, path in sorted(due):
        envelopes = [_check(episode, slot, number) for number, episode in enumerate(due[slot, path])]
        taken(desk.send(envelopes, by=leads[path], now=slot.due))


def _check(episode: Episode, slot: slots.Slot, number: int) -> dict[str, Any]:
    """The day's round goes from one to the next."""
    at = max(slot.due - _CHECKED_BEFORE + timedelta(minutes=number % 12 * 11), episode.phase_since)
    how = "phone" if number % 3 == 2 else "seen"
    body = {"how": how, "slot": ("am", "pm")[slot.slot], "temperature": (361 + number * 5 % 9) / 10}
    return desk.record("check", body, at=at, person=episode.person)


def _under_measures() -> list[Person]:
    under: list[UUID] = list(Standing.objects.exclude(measure="").values_list("person", flat=True))
    return list(Person.objects.filter(id__in=under).select_related("home_door__place"))


def _object(cast: Cast, ill: Ill) -> None:
    """Somebody of the closed stairwell does not see why."""
    own = {person.home_door_id for person in ill.cases}
    area = path_of(ill.first[0])
    neighbours = [one for one in _under_measures() if one.home_door_id not in own and path_of(one) == area]
    if not neighbours:
        return
    person = min(neighbours, key=lambda one: (one.birth_year or 0, one.name))
    words = "我半个月没出过门，也没见过楼上的人，为什么要关在家里？"
    at = cast.now - timedelta(hours=2)
    taken([objections.object_to(person.id, words=words, by=cast.lead(area), now=at)])


def _to_site(cast: Cast, family: Sequence[Person]) -> None:
    """The family is to be picked up this afternoon, together."""
    lead = cast.lead(path_of(family[0]))
    tell(
        "transfer", family, by=lead, at=cast.now - timedelta(hours=1), to="central", site_name="县集中观察点",
        pick_up_at=cast.now + timedelta(hours=4), pick_up_place="小区北门以西100米", vehicle="面包车，无标识",
        driver="车不进小区；不鸣笛，不喊名字", dignity="戴好口罩，自己走出来，不惊动邻居",
        pack="换洗衣服、常用药、充电器",
    )  # fmt: skip
