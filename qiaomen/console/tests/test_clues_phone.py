"""What the phone of who is sent has of clues: the words, never who told them; and how many more there are."""

import json

import pytest

from qiaomen.access.models import Audit, Worker
from qiaomen.clues.models import Clue
from qiaomen.console.tests.clue_desk import TOLD, ClientOf, answering, feed, taken_down
from qiaomen.sync import clue_views
from qiaomen.testing.world import World

__all__ = ["answering"]


def test_the_phone_of_who_is_sent_gets_the_words_and_not_who_told_them_and_that_is_written_down_once(
    town: World, client_of: ClientOf
) -> None:
    clue = taken_down(town, client_of("lead"), plate="京A12345")
    for _again in range(2):
        told = feed(town, "field")
    [task] = told["tasks"]
    assert (task["id"], task["words"], task["plate"], task["late"]) == (str(clue), TOLD["words"], "京A12345", False)
    assert [word for word in ("赵告知", "12000000007") if word in json.dumps(told, ensure_ascii=False)] == []
    assert [one["name"] for one in told["places"]] == ["东门社区 翠湖小区"]
    assert Audit.objects.filter(action="words.opened", subject=clue).count() == 1
    assert feed(town, "field 2")["tasks"] == []
    Worker.objects.filter(id=town.workers["field"].id).update(is_police=True)
    Audit.objects.all().delete()
    [task] = feed(town, "field")["tasks"]
    assert [task[key] for key in ("words", "at", "plate")] == ["", "", ""], "as at a desk"
    assert not Audit.objects.filter(action="words.opened").exists()


def test_the_phone_says_how_many_more_there_are_and_has_nothing_that_its_owner_told(
    town: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clue_views, "MOST_TASKS", 1)
    monkeypatch.setattr(clue_views, "MOST_PLACES", 1)
    lead = client_of("lead")
    taken_down(town, lead)
    taken_down(town, lead, what="venue")
    told = feed(town, "field")
    assert (len(told["tasks"]), told["more_tasks"]) == (1, 1)
    assert (len(told["places"]), told["more_places"]) == (1, 0)
    Clue.objects.update(told_by=town.workers["field"].id, source="volunteer")
    assert feed(town, "field")["tasks"] == []
