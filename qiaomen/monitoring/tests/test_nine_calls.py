"""DOMAIN scene 7: one family, one community director, nine calls and a tenth; through records only.

12 June: mother and daughter report that they came back. 17 June, 15:00: the rules tighten. 18 June: they go.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest

from qiaomen.base.ids import new_id
from qiaomen.monitoring import actions
from qiaomen.monitoring.models import Episode
from qiaomen.monitoring.queries import followups, thread
from qiaomen.people.models import Fact
from qiaomen.policy import areas, documents, editions, publishing
from qiaomen.policy.models import Standing
from qiaomen.policy.moments import advance
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.verified import tell_verified
from qiaomen.testing.world import HERE, World

FATHER, MOTHER, DAUGHTER = "周国庆", "谢丽敏", "周一诺"
BOTH = (MOTHER, DAUGHTER)
END = datetime(2020, 6, 26, tzinfo=HERE)
ROOM, COST, DISINFECTION, RUBBISH = (new_id() for _question in range(4))


def june(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2020, 6, day, hour, minute, tzinfo=HERE)


class Director:
    """The community's director, who telephones; what she hears and promises becomes records."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.by = world.workers["lead"]

    def people(self, names: tuple[str, ...]) -> list[UUID]:
        return [self.world.people[name].id for name in names]

    def tell(self, at: datetime, kind: str, names: tuple[str, ...] = BOTH, worker: str = "lead", **body: Any) -> UUID:
        """Record something of several people; answers the first record."""
        verdicts = actions.tell(kind, self.people(names), body, by=self.world.workers[worker], now=at)
        assert [(v.verdict, v.code) for v in verdicts if v.verdict != "accepted"] == []
        assert verdicts[0].id is not None
        return verdicts[0].id

    def call(self, at: datetime, outcome: str, note: str, **body: Any) -> None:
        self.tell(at, "call", outcome=outcome, note=note, **body)

    def episode(self, name: str) -> Episode:
        return Episode.objects.get(person=self.world.people[name].id)


def asked(question: UUID, topic: str, text: str, *to: str, due: datetime) -> dict[str, Any]:
    return {"id": question, "topic": topic, "text": text, "to": list(to), "due": due}


def come_home(director: Director) -> None:
    """They report by themselves, are tested and stay at home; the first two calls are about rubbish and groceries."""
    director.call(june(12, 8, 30), "talked", "母女今早从北京丰台回来，主动报备", incoming=True)
    stay: dict[str, Any] = {
        "region": "110106",
        "first": june(1, 9),
        "last": june(11, 20),
        "transport": "train",
    }
    tell_verified(director.world, "stay", director.people(BOTH), stay, now=june(12, 9))
    order: dict[str, Any] = {
        "voluntary": True,
        "body": "community",
        "served_at": june(12, 10),
        "served_how": "in_person",
    }
    director.tell(june(12, 10), "measure_order", (*BOTH, FATHER), receipt=True, remedy="objection", **order)
    director.tell(june(13, 9), "sample", (*BOTH, FATHER), taken=june(13, 9))
    result: dict[str, Any] = {"taken": june(13, 9), "result": "negative"}
    director.tell(june(13, 20), "result", (*BOTH, FATHER), "health", **result)
    need = director.tell(june(13, 10), "episode_need", what="rubbish")
    director.call(june(13, 10), "promised", "第一次电话：垃圾放门口，每天傍晚来收", promise="傍晚收垃圾")
    director.tell(june(13, 18), "episode_need", (MOTHER,), what="rubbish", need=need, met=True)
    director.call(june(15, 9), "talked", "第二次电话：代买蔬菜，下午送到")


def tighten(director: Director) -> None:
    """The edition in force from the afternoon of the 17th; the lists say exactly whom it moves."""
    headquarters = director.world.workers["headquarters"]
    edition = editions.draft(text=documents.example("changzhi-2020-06-17"), by=headquarters)
    publishing.publish(edition, by=headquarters, now=june(17, 11))
    before = publishing.calls_to_make(edition, now=june(17, 11, 30))
    assert {move.person for household in before for move in household.people} == set(director.people(BOTH))
    advance(june(17, 15, 1))
    after = publishing.calls_to_make(edition, now=june(17, 15, 1))
    assert {move.person for household in after for move in household.people} == set(director.people(BOTH))


def persuade(director: Director) -> None:
    """Calls three to eight."""
    director.call(june(17, 15, 40), "refused", "第三次电话：难开口；新规定讲不通")
    director.call(june(17, 16), "talked", "把新规定发给她们，逐条解释", way="message")
    question = asked(RUBBISH, "rubbish", "家里的垃圾谁处理", "community", due=june(18, 9))
    director.call(june(17, 19, 30), "agreed", "第四次电话：同意去", questions=[question])
    director.call(june(18, 7, 30), "wavering", "第五次电话：又犹豫了")
    due = june(18, 11)
    new = [
        asked(DISINFECTION, "disinfection", "房间消毒了没有", "hotel", due=due),
        asked(COST, "cost", "食宿费用谁出", "street", due=due),
        asked(ROOM, "room", "母女能不能住一间", "street", "cdc", "hotel", due=due),
    ]
    director.call(
        june(18, 8, 20), "wavering", "第六次电话：老问题解决了，又有新问题", settles=[RUBBISH], questions=new[:1]
    )
    director.call(june(18, 9), "wavering", "第七次电话：消毒、费用、同住", questions=new[1:])
    director.tell(june(18, 9, 20), "answer", question=DISINFECTION, body="hotel", says="yes", text="昨晚全面消毒")
    director.tell(june(18, 9, 30), "answer", question=COST, body="street", says="text", text="费用由区里承担")
    for minute, body in ((40, "street"), (50, "cdc"), (55, "hotel")):
        director.tell(june(18, 9, minute), "answer", question=ROOM, body=body, says="no", text="一人一间的规定不变")
    director.call(june(18, 10, 20), "not_answered", "第八次电话：没有接")


def leave(director: Director) -> None:
    """The ninth call, the pick-up that spares them the neighbours' eyes, a tenth call, arrival, thanks."""
    director.call(june(18, 11), "agreed", "第九次电话：气氛缓和了，下午走", settles=[ROOM, COST, DISINFECTION])
    way: dict[str, Any] = {"to": "central", "site": director.world.places["gate"].id}
    transfer: dict[str, Any] = {
        "pick_up_at": june(18, 16), "pick_up_place": "小区北门以西100米", "vehicle": "面包车，无标识",
        "driver": "车不进小区，在北门以西100米等；不鸣笛，不喊名字", "dignity": "戴好口罩，自己走出来，不惊动邻居",
    }  # fmt: skip
    director.tell(june(18, 11, 10), "transfer", **way, **transfer)
    director.call(june(18, 14), "talked", "第十次电话：要变天了，带厚衣服")
    for name in BOTH:
        planned = director.episode(name).transfer
        director.tell(june(18, 16, 5), "transfer_step", (name,), transfer=planned, step="left", **way)
        director.tell(june(18, 16, 40), "transfer_step", (name,), transfer=planned, step="arrived", **way)
    director.call(june(18, 17), "talked", "到了，一切都好，谢谢你们", way="voice", incoming=True)


@pytest.fixture
def director(world: World) -> Iterator[Director]:
    """The district before the family comes home: an edition in force, and a risk area in the capital."""
    headquarters = world.workers["headquarters"]
    edition = editions.draft(text=documents.example("changzhi-2020-06-12"), by=headquarters)
    publishing.publish(edition, by=headquarters, now=june(11, 18))
    eleventh = june(11, 18)
    area = areas.declare(level="high", since=eleventh, region="110106", name="北京丰台", by=headquarters, now=eleventh)
    areas.confirm(area, by=world.workers["health"], now=eleventh)
    yield Director(world)
    assert_rebuild_agrees()


@pytest.fixture
def told(director: Director) -> Director:
    """The whole story."""
    come_home(director)
    tighten(director)
    persuade(director)
    leave(director)
    return director


def test_the_family_stays_at_home_first_all_three(director: Director) -> None:
    come_home(director)
    for name in (*BOTH, FATHER):
        episode = director.episode(name)
        assert (episode.measure, episode.due_end, episode.voluntary) == ("home_observation", END, True)
    assert director.episode(MOTHER).tests == [{"on": "2020-06-12", "result": "negative"}]
    assert director.episode(MOTHER).open_needs == []


def test_the_new_edition_makes_a_second_phase_and_credits_the_days_at_home(told: Director) -> None:
    episode = told.episode(MOTHER)
    assert [phase["measure"] for phase in episode.phases] == ["home_observation", "central"]
    assert datetime.fromisoformat(episode.phases[1]["since"]) == june(17, 15)
    assert (episode.day_zero, episode.credited_days) == (date(2020, 6, 11), 5)
    assert episode.due_end == END


def test_ten_calls_and_two_messages_stand_with_their_outcomes(told: Director) -> None:
    lines = [line for line in thread(told.people(BOTH)) if line.kind == "call"]
    assert [line.body["outcome"] for line in lines] == [
        "talked", "promised", "talked", "refused", "talked", "agreed", "wavering", "wavering", "wavering",
        "not_answered", "agreed", "talked", "talked",
    ]  # fmt: skip
    assert [line.body.get("way", "phone") for line in lines].count("phone") == 11
    assert all(line.names == [MOTHER, DAUGHTER] for line in lines)
    assert told.episode(DAUGHTER).calls == len(lines)


def test_the_room_is_refused_by_three_bodies_and_nothing_stays_open(told: Director) -> None:
    room = next(one for one in told.episode(MOTHER).questions if one["id"] == str(ROOM))
    assert [(said["body"], said["says"]) for said in room["answers"]] == [
        ("street", "no"), ("cdc", "no"), ("hotel", "no"),
    ]  # fmt: skip
    assert told.episode(MOTHER).open_questions == 0


def test_questions_wait_for_whom_they_were_put_to(director: Director) -> None:
    come_home(director)
    tighten(director)
    director.call(
        june(18, 9), "wavering", "", questions=[asked(ROOM, "room", "能否同住", "street", "cdc", due=june(18, 11))]
    )
    director.tell(june(18, 9, 40), "answer", question=ROOM, body="street", says="no")
    row = next(row for row in followups(now=june(18, 9, 50), worker=director.by) if row.name == MOTHER)
    assert row.questions[0].waits_for == ["cdc"]


def test_the_thread_reads_as_a_story(told: Director) -> None:
    lines = thread(told.people(BOTH), keys=told.world.outbreak.keys)
    assert lines == sorted(lines, key=lambda line: line.at)
    said = [line.body["note"] for line in lines if line.kind == "call"]
    assert said[0].startswith("母女今早")
    assert [f"第{n}次电话" in text for n, text in zip("一二三", said[1:4], strict=True)] == [True] * 3
    assert said[-1] == "到了，一切都好，谢谢你们"
    [way] = [line for line in lines if line.kind == "transfer"]
    assert way.body["pick_up_place"] == "小区北门以西100米"
    assert "不鸣笛" in way.body["driver"]
    kinds = [line.kind for line in lines]
    assert kinds.index("status") < kinds.index("transfer") < kinds.index("transfer_step")


def test_without_the_right_to_read_words_the_thread_has_none(told: Director) -> None:
    assert "谢谢" not in str(thread(told.people(BOTH)))


def test_arriving_parts_them_from_the_father_and_he_is_followed_otherwise(told: Director) -> None:
    assert Fact.objects.filter(kind="apart", at=june(18, 16, 40)).count() == 2
    assert told.episode(MOTHER).transfer_state == "arrived"
    father = told.episode(FATHER)
    assert [phase["measure"] for phase in father.phases] == ["home_observation", "home_observation", "home_monitoring"]
    assert (father.phases[1]["until"], father.isolates) == (father.phases[0]["until"], False)
    assert father.due_end == datetime(2020, 7, 3, tzinfo=HERE)


def test_they_are_released_in_writing_when_the_fourteen_days_are_over(told: Director) -> None:
    advance(june(25, 23, 59))
    assert told.episode(MOTHER).state == "open"
    advance(june(26, 0, 1))
    assert not Standing.objects.get(person=told.world.people[MOTHER].id).measure
    episode = told.episode(MOTHER)
    assert (episode.state, episode.ended_by, episode.ended_at) == ("to_release", "period", END)
    told.tell(june(26, 8), "release", step="checked")
    told.tell(june(26, 9), "release", step="notice", document="东解〔2020〕12号", given_to=MOTHER)
    assert told.episode(DAUGHTER).state == "released"


def test_three_days_without_a_server_move_no_end(told: Director) -> None:
    before = list(Episode.objects.order_by("id").values_list("due_end", "phase_end"))
    advance(june(22, 9))
    assert list(Episode.objects.order_by("id").values_list("due_end", "phase_end")) == before


def test_only_a_signed_decision_prolongs_and_only_to_the_end_it_names(director: Director) -> None:
    come_home(director)
    later = june(28, 0)
    [child] = actions.tell(
        "decision", director.people((DAUGHTER,)), {"overrides": "prolong", "ground": "order", "until": later},
        by=director.world.workers["health"], now=june(20, 9),
    )  # fmt: skip
    assert child.code == "decision.dependant"
    director.tell(june(20, 10), "decision", (MOTHER,), "health", overrides="prolong", ground="medical", until=later)
    episode = director.episode(MOTHER)
    assert (episode.due_end, episode.measure, episode.day_zero) == (later, "home_observation", date(2020, 6, 11))
    assert director.episode(DAUGHTER).due_end == END


def test_a_signed_release_ends_the_measure_at_once(director: Director) -> None:
    come_home(director)
    director.tell(june(20, 10), "decision", (MOTHER,), "health", overrides="release", ground="error")
    episode = director.episode(MOTHER)
    assert (episode.state, episode.ended_by, episode.ended_at) == ("to_release", "decision", june(20, 10))


def test_a_second_file_of_the_mother_joins_her_episode_and_ends_nothing(director: Director) -> None:
    come_home(director)
    again = ("洪毅",)
    stay: dict[str, Any] = {"region": "110106", "first": june(1, 9), "last": june(11, 20)}
    tell_verified(director.world, "stay", director.people(again), stay, now=june(14, 9))
    assert director.episode(again[0]).ended_at is None
    merge: dict[str, Any] = {"other": director.people(again)[0], "same": True, "reason": "同一人"}
    director.tell(june(14, 10), "person_merge", (MOTHER,), **merge)
    both = director.people((MOTHER, *again))
    [episode] = Episode.objects.filter(person__in=both)
    assert (episode.person, episode.ended_at, episode.due_end) == (min(both, key=lambda one: one.bytes), None, END)
    assert episode.measure == "home_observation"
