"""What a phone foretells of a door's label is what the server reads: contracts/labels.json, here the server's half."""

import json
from typing import Any

import pytest

from qiaomen.places.labels import parse_label
from qiaomen.tools.vendor import PROJECT

CASES = json.loads((PROJECT / "contracts" / "labels.json").read_text("utf-8"))["cases"]


@pytest.mark.parametrize("case", [case for case in CASES if case["read"]], ids=lambda case: case["text"])
def test_the_server_reads_what_the_phone_foretells(case: dict[str, Any]) -> None:
    label = parse_label(case["text"])
    read = {"building": label.building, "stairwell": label.stairwell, "floor": label.floor, "room": label.room}
    assert read == case["read"]


@pytest.mark.parametrize("text", [case["text"] for case in CASES if case["read"] is None and case["text"]])
def test_a_label_of_another_form_is_kept_as_it_was_written(text: str) -> None:
    assert str(parse_label(text))
