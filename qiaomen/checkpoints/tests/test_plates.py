"""Number plates, by the cases that the phone's pad is checked with, too."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiaomen.checkpoints import plates

CASES = json.loads((Path(__file__).parents[3] / "contracts" / "plates.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["typed"])
def test_a_plate_is_of_the_make_that_the_cases_say(case: dict[str, Any]) -> None:
    assert plates.normal(case["typed"]) == case["normal"]
    assert plates.form_of(case["normal"]) == case["form"]


def test_phone_and_server_know_the_same_provinces() -> None:
    assert CASES["provinces"] == plates.PROVINCES


@given(st.text(max_size=20))
def test_the_normal_form_is_its_own_normal_form(text: str) -> None:
    assert plates.normal(plates.normal(text)) == plates.normal(text)
