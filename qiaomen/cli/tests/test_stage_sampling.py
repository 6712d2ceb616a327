"""The drill of testing comes out exactly, at a twentieth."""

from datetime import timedelta

import pytest

from qiaomen.base.problems import Problem
from qiaomen.cli import stage_sampling, stage_sampling_play
from qiaomen.drill.schools import Figures, offices, schools
from qiaomen.sampling.models import Result
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.tested import MORNING
from qiaomen.testing.world import World


def test_the_schools_have_their_people_exactly() -> None:
    figures = Figures()
    every = schools(figures, "qm")
    assert len(every) == len({one.name for one in every}) == 41
    assert sum(len(group.people) for one in every for group in one.classes) == 13_655 + 73
    assert sum(len(group.people) for group in offices(figures, "qm")) == 1_475


def test_a_twentieth_of_the_district_is_tested_and_a_pool_walks_to_one_person(world: World) -> None:
    figures = Figures().scaled(1 / 20)
    town = stage_sampling.build(figures, since=MORNING - timedelta(days=1), seed="t")
    played = stage_sampling_play.play(town, figures, start=MORNING, seed="t")
    assert stage_sampling_play.wrong(played, figures) == []
    assert sum(played.tested_by_day) == played.tested == 683
    assert Result.objects.filter(result="positive").count() == 1
    assert_rebuild_agrees()
    with pytest.raises(Problem, match=r"sampling\.already_there"):
        stage_sampling.build(figures, since=MORNING, seed="another")
