"""Clues past their hour: told up the ladder once a rung, anew when opened again, and never when somebody ended them."""

from collections.abc import Sequence
from uuid import UUID

import pytest

from qiaomen.base.ids import NOBODY
from qiaomen.base.models import Change
from qiaomen.clues import actions, late, queries
from qiaomen.clues.folds import CLUES
from qiaomen.clues.models import Clue
from qiaomen.clues.tests.town import answering, at, row, step, tell
from qiaomen.ledger.threads import Thread
from qiaomen.testing.world import World

__all__ = ["answering"]


def test_a_late_clue_is_told_one_rung_after_the_other_and_again_adds_nothing(town: World) -> None:
    clue = tell(town)
    assert late.tell(at(239)) == 0
    assert (late.tell(at(240)), late.tell(at(241))) == (1, 0)
    assert Clue.objects.get(pk=clue).late_told == [town.workers["lead"].id]
    assert late.tell(at(300)) == 1
    told = Clue.objects.get(pk=clue)
    assert (told.told_level, told.late_told[1:]) == (1, [town.workers["headquarters"].id])
    [listed] = queries.clues(town.workers["lead"], "late", now=at(300))
    assert queries.numbers(town.workers["lead"], now=at(300))["late"] == 1
    assert listed.id == clue
    actions.dispatch(row(town, clue), town.workers["field 2"].id, by=town.workers["lead"], now=at(301))
    assert late.tell(at(302)) == 0


def test_a_clue_that_is_opened_again_has_a_new_hour_and_is_told_late_anew(town: World) -> None:
    clue = tell(town)
    assert late.tell(at(240)) == 1
    step(town, clue, "unfounded", minutes=250)
    assert actions.reopen(row(town, clue), by=town.workers["lead"], now=at(260)).verdict == "accepted"
    assert Clue.objects.get().due_at == at(500)
    assert (late.tell(at(499)), late.tell(at(500))) == (0, 1)
    assert Clue.objects.get().late_told == [town.workers["lead"].id]
    step(town, clue, "unfounded", minutes=510)
    step(town, clue, "reopened", by="lead", minutes=520)
    assert late.tell(at(530)) == 1, "whoever opens it without an hour leaves the old one"
    Clue.objects.update(told_level=-1)
    changes = Change.objects.count()
    assert (late.tell(at(531)), Change.objects.count()) == (0, changes), "what was told already opens no change"
    CLUES.refold([clue], NOBODY)


def test_a_clue_that_somebody_ends_while_the_job_waits_for_it_is_told_to_nobody(
    town: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    clue, lock = tell(town), Thread.lock

    def meanwhile(self: Thread, wanted: Sequence[UUID]) -> None:
        monkeypatch.setattr(Thread, "lock", lock)
        step(town, clue, "verified", minutes=239)

    monkeypatch.setattr(Thread, "lock", meanwhile)
    assert late.tell(at(240)) == 0
    assert Clue.objects.get().late_told == []
