"""A form's place: a list where few are offered, a box that searches where many are."""

import pytest
from django import forms
from django.test import Client

from qiaomen.access.roles import Verb
from qiaomen.console import place_field
from qiaomen.console.place_field import PlaceField, offer
from qiaomen.places.models import PlaceKind
from qiaomen.testing.world import World


class Asked(forms.Form):
    place = PlaceField(kinds=[PlaceKind.COMPOUND, PlaceKind.BUILDING], verb=Verb.ASSIGN)


def asked(world: World, place: str = "") -> Asked:
    form = Asked({"place": place})
    offer(form, "place", world.workers["lead"])
    return form


def test_few_places_are_a_list_and_each_says_what_it_lies_in(world: World) -> None:
    drawn = str(asked(world)["place"])
    building = world.places["building 1"]
    assert f'<option value="{building.id}">' in drawn
    assert f"{building.parent.name} {building.name}</option>" in drawn  # type: ignore[union-attr]
    assert "combobox" not in drawn


def test_many_places_are_a_box_that_reads_no_more_of_them_than_the_chosen_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place_field, "FEW", 1)
    building = world.places["building 1"]
    drawn = str(asked(world, str(building.id))["place"])
    assert f'type="hidden" name="place" value="{building.id}"' in drawn
    assert f'{building.name}"' in drawn
    assert "<option" not in drawn


@pytest.mark.parametrize("said", ["", "no id", "00000000-0000-4000-8000-000000000000"])
def test_what_is_no_place_of_the_readers_is_refused_at_its_field(
    world: World, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setattr(place_field, "FEW", 1)
    form = asked(world, said)
    assert not form.is_valid()
    assert "combobox" in str(form["place"])


def test_the_box_finds_only_kinds_that_were_asked_for_where_the_reader_may(client_of: object, world: World) -> None:
    lead: Client = client_of("lead")  # type: ignore[operator]
    compound = next(one for one in world.places.values() if one.kind == PlaceKind.COMPOUND)

    def found(kinds: str, verb: str = "assign") -> bool:
        answer = lead.post("/find/places", {"q": compound.name, "kinds": kinds, "verb": verb})
        return f'data-place="{compound.id}"' in answer.content.decode()

    assert found("compound")
    assert found("")
    assert not found("street")
    assert not found("compound", "administer")
    assert lead.post("/find/places", {"q": "x", "verb": "fly"}).status_code == 404
