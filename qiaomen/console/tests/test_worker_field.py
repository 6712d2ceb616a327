"""A form's worker: a list where few are offered, a box that searches where many are."""

import pytest
from django import forms
from django.test import Client

from qiaomen.console import worker_field
from qiaomen.console.worker_field import WorkerField, offer
from qiaomen.testing.statements import sent
from qiaomen.testing.world import World


class Asked(forms.Form):
    worker = WorkerField()


def asked(world: World, worker: str = "") -> Asked:
    form = Asked({"worker": worker})
    offer(form, "worker", world.workers["headquarters"])
    return form


def test_few_workers_are_a_list_and_many_a_box_that_reads_no_more_than_the_chosen_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = world.workers["field"]
    assert f'<option value="{one.id}" selected>' in str(asked(world, str(one.id))["worker"])
    monkeypatch.setattr(worker_field, "FEW", 1)
    form = asked(world, str(one.id))
    with sent() as statements:
        drawn = str(form["worker"])
    assert f'type="hidden" name="worker" value="{one.id}"' in drawn
    assert "<option" not in drawn
    assert [statement for statement in statements if "LIMIT 2" in statement]


def test_only_who_works_where_the_reader_assigns_is_taken_and_found(client_of: object, world: World) -> None:
    one, other = world.workers["field"], world.workers["inspector"]
    assert asked(world, str(one.id)).is_valid()
    assert not any(asked(world, said).is_valid() for said in (str(other.id), "no id", ""))
    headquarters: Client = client_of("headquarters")  # type: ignore[operator]

    def found(text: str) -> str:
        return headquarters.post("/find/workers", {"q": text}).content.decode()

    assert f'data-place="{one.id}"' in found(one.name)
    assert f'data-place="{other.id}"' not in found(other.name)
    assert "data-place" not in found("")
