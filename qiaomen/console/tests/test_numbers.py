"""Numbers that no list, room or record has, in addresses and forms: nothing fails of them."""

from collections.abc import Callable

import pytest
from django.test import Client

from qiaomen.console.mending import leaf
from qiaomen.console.views.stations_forms import RoomsForm

HUGE = "9" * 5000


@pytest.mark.parametrize("address", ["/refusals?from=", "/lists/review?skip="])
def test_a_page_of_a_number_that_there_is_not_is_the_first(client_of: Callable[[str], Client], address: str) -> None:
    assert client_of("headquarters").get(address + HUGE).status_code == 200


@pytest.mark.parametrize("beds", [HUGE, "201", "二"])
def test_a_room_of_more_beds_than_any_has_is_refused(beds: str) -> None:
    assert not RoomsForm({"rooms": f"101 {beds}"}).is_valid()
    assert RoomsForm({"rooms": "101 2"}).is_valid()


def test_a_step_into_a_list_that_is_not_so_long_leads_nowhere() -> None:
    assert leaf({"people": [{"presence": "seen"}]}, f"body.people.{HUGE}") == []
