"""The drill's time, and what it asks of the network and of the forms."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiaomen.campaigns.questionnaires import Question, check_answers, check_required, flags_of
from qiaomen.campaigns.standard import QUESTIONS
from qiaomen.campaigns.states import Flag
from qiaomen.drill.answers import answers
from qiaomen.drill.clock import DrillClock
from qiaomen.drill.household import Trouble
from qiaomen.drill.report import hours_to

WORLD = datetime(2022, 3, 22, 18, 40, tzinfo=UTC)


class Ticking:
    """Real time that passes when it is told to."""

    def __init__(self) -> None:
        self.passed = 0.0

    def world(self) -> datetime:
        return WORLD + timedelta(seconds=self.passed)

    def ticks(self) -> float:
        return self.passed


def clock(time: Ticking, *, behind: timedelta, speed: float) -> DrillClock:
    return DrillClock(start=WORLD - behind, speed=speed, world=time.world, ticks=time.ticks)


def test_a_drill_in_the_past_runs_as_fast_as_it_is_told() -> None:
    time = Ticking()
    drill = clock(time, behind=timedelta(hours=47), speed=600)
    time.passed = 60
    assert drill.now() == WORLD - timedelta(hours=47) + timedelta(hours=10)
    assert drill.seconds_until(drill.now() + timedelta(hours=1)) == 6
    assert drill.speed == 600


def test_it_stops_running_ahead_when_it_has_caught_up() -> None:
    time = Ticking()
    drill = clock(time, behind=timedelta(hours=1), speed=3600)
    time.passed = 30
    assert drill.read() == (time.world(), timedelta(0))
    assert drill.seconds_until(drill.now() + timedelta(seconds=9)) == 9
    assert drill.speed == 1


def test_a_night_is_passed_over_and_the_present_is_not() -> None:
    time = Ticking()
    drill = clock(time, behind=timedelta(hours=30), speed=60)
    time.passed = 60
    drill.skip_to(drill.now() + timedelta(hours=11))
    assert drill.now() == WORLD - timedelta(hours=18)
    drill.skip_to(WORLD - timedelta(hours=20))
    assert drill.now() == WORLD - timedelta(hours=18)
    drill.skip_to(WORLD + timedelta(hours=5))
    assert drill.now() == time.world()


@given(behind=st.floats(0, 200), speed=st.floats(0.1, 1e9), passed=st.floats(0, 1e5))
def test_its_time_is_never_ahead_of_the_world(behind: float, speed: float, passed: float) -> None:
    time = Ticking()
    drill = clock(time, behind=timedelta(hours=behind), speed=speed)
    time.passed = passed
    now, lag = drill.read()
    assert now <= time.world()
    assert now + lag == time.world()


@pytest.mark.parametrize("trouble", [*Trouble, None])
def test_answers_fit_the_questionnaire_and_raise_the_flag_they_are_meant_to(trouble: Trouble | None) -> None:
    of = "door" if trouble is Trouble.NEED else "person"
    asked = {question.name: question for question in QUESTIONS if question.of == of}
    given = answers(
        msgspec.to_builtins(QUESTIONS),
        of=of,
        door_kind="dwelling",
        trouble=trouble,
        today=date(2022, 3, 22),
        dice=Random(1),
    )
    check_answers(asked, given, where="answers")
    check_required(asked, given, where="answers")
    assert flags_of(asked, given) == (Flag[trouble.name] if trouble else 0)


@given(st.data())
def test_quiet_answers_fit_any_mandatory_question_and_raise_nothing(data: st.DataObject) -> None:
    above, least = data.draw(st.integers(10, 50)), data.draw(st.integers(0, 9))
    kind = data.draw(st.sampled_from(["yes_no", "one", "many", "number", "integer", "date"]))
    loud = data.draw(st.sampled_from([True, False])) if kind == "yes_no" else "a"
    raises = {"above": above} if kind in ("number", "integer") else {} if kind == "date" else {"values": [loud]}
    question = {
        "name": "asked",
        "of": "person",
        "type": kind,
        "zh": "",
        "en": "",
        "required": True,
        "minimum": least,
        "choices": [{"value": value, "zh": "", "en": ""} for value in ("a", "b")] if kind in ("one", "many") else [],
        "raises": [{"flag": "symptom", **raises}] if raises else [],
    }
    asked = {"asked": msgspec.convert(question, Question)}
    dice = Random(data.draw(st.integers()))
    given = answers([question], of="person", door_kind="shop", trouble=None, today=date(2022, 3, 22), dice=dice)
    check_answers(asked, given, where="answers")
    check_required(asked, given, where="answers")
    assert flags_of(asked, given) == 0


def test_hours_to_a_share_count_what_was_closed_before() -> None:
    closed = [WORLD + timedelta(hours=hour) for hour in range(1, 9)]
    assert hours_to(closed, doors=10, opened=WORLD, before=2) == {"50 %": 3, "90 %": 7, "99 %": 8, "100 %": 8}
    assert hours_to(closed, doors=10, opened=WORLD) == {"50 %": 5, "90 %": None, "99 %": None, "100 %": None}
