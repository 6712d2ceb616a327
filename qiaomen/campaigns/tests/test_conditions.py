"""Conditions mean the same on the server and on the phone: contracts/conditions.json, run here and by node."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qiaomen.campaigns.conditions import holds

CONTRACT: dict[str, Any] = json.loads(
    (Path(__file__).parents[3] / "contracts/conditions.json").read_text(encoding="utf-8")
)


def day(case: dict[str, Any]) -> date:
    return date.fromisoformat(case.get("today", "2022-03-20"))


@pytest.mark.parametrize("case", CONTRACT["holds"], ids=lambda case: case["why"])
def test_a_condition_means_on_the_server_what_it_means_on_the_phone(case: dict[str, Any]) -> None:
    assert holds(case["condition"], case["answers"], day(case)) is case["holds"]
