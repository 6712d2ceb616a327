"""Many doors with made-up histories: what the phone predicts is what the server folds, but for what it cannot know."""

import json
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import pytest

from qiaomen.campaigns.states import State
from qiaomen.field.tests.folding import Json, folded
from qiaomen.tools.vendor import PROJECT, node_command

CONTRACT = json.loads((PROJECT / "contracts/predict.json").read_text("utf-8"))
MANY = Path(__file__).parent / "js/many.mjs"
START = datetime.fromisoformat("2022-03-20T07:10:00+08:00")
PEOPLE = [str(UUID(int=number)) for number in range(1, 5)]
OUTCOMES = ["answered", "absent", "absent", "vacant", "refused", "inaccessible", "wrong_address", "phone", "online"]
PRESENCES = ["seen", "stated", "stated", "elsewhere", "unaccounted", "unaccounted"]
MOMENTS = ("last_at", "next_from", "next_until")


def history(dice: Random, length: int) -> list[Json]:
    """Visits in order of time, 20 minutes to 14 hours apart."""
    moment, records = START, []
    for number in range(length):
        moment += timedelta(minutes=dice.randint(20, 14 * 60))
        records.append(
            {
                "id": str(UUID(int=1000 + number)),
                "kind": "visit",
                "device_at": moment.isoformat(),
                "door": CONTRACT["door"],
                "body": body(dice),
            }
        )
    return records


def body(dice: Random) -> Json:
    outcome = dice.choice(OUTCOMES)
    made: Json = {"campaign": CONTRACT["campaign"]["id"], "edition": CONTRACT["edition"]["id"], "outcome": outcome}
    if outcome in ("answered", "phone", "online"):
        made["verified"] = dice.random() < 0.5
        made["people"] = [person(dice, one) for one in PEOPLE if dice.random() < 0.7]
    if outcome == "vacant" and dice.random() < 0.4:
        made["confirmed_by"] = "neighbour"
    if dice.random() < 0.2:
        made["answers"] = {"needs": [dice.choice(["food", "medicine"])]}
    return made


def person(dice: Random, one: str) -> Json:
    train = {"returned": dice.random() < 0.7, "returned_on": f"2022-03-{dice.randint(1, 23):02d}", "by_train": True}
    answers = dice.choice(
        [{}, {}, {"temperature": 38.5}, {"temperature": 36.4, "returned": True}, train, {"waits": True}]
    )
    return {"person": one, "presence": dice.choice(PRESENCES), "answers": answers}


def taken_back(dice: Random, new: list[Json]) -> list[Json]:
    """Some of the new records are taken back or said anew, shortly after the last."""
    moment = datetime.fromisoformat(new[-1]["device_at"])
    more = []
    for number, record in enumerate(new):
        if dice.random() < 0.2:
            made = {"id": str(UUID(int=2000 + number)), "amends": record["id"], "door": record["door"]}
            made["device_at"] = (moment + timedelta(minutes=number + 1)).isoformat()
            again = dice.random() < 0.5
            more.append({**made, "kind": "visit" if again else "void", "body": body(dice) if again else {}})
    return more


def cases(seed: int, many: int) -> Iterator[Json]:
    dice = Random(seed)
    for _ in range(many):
        before, new = [], history(dice, dice.randint(1, 5))
        cut = dice.randint(0, len(new) - 1)
        before, new = new[:cut], new[cut:]
        case: Json = {"registered": PEOPLE[: dice.randint(0, 3)], "before": before, "is_open": dice.random() < 0.95}
        case["new"] = new + taken_back(dice, new)
        case["target"] = folded(CONTRACT, case, before)
        case["roll"] = case["target"].pop("roll")
        case["knocks"] = [one["device_at"] for one in before if one["body"]["outcome"] not in ("phone", "online")]
        case["then"] = folded(CONTRACT, case, before + case["new"])
        yield case


def unknowable(case: Json) -> set[str]:
    """Which fields the phone cannot know; field/domain/predict.js says why."""
    outcomes = [one["body"]["outcome"] for one in case["before"]]
    again = any(one["body"].get("outcome") == "vacant" for one in case["new"])
    unsure: set[str] = set()
    # An earlier vacancy that another outcome hides, or whose part of the day is not the last try's.
    state = case["target"]["state"]
    plain = state == State.VACANT_CLAIMED and outcomes.count("vacant") == 1 and outcomes[-1] == "vacant"
    if again and "vacant" in outcomes and not plain and state not in (State.VACANT, State.CONFLICT):
        unsure |= {"state", "next_from", "next_until", "by_phone", "claim"}
    # Whether a partly accounted door was opened or only reached by telephone, once everyone is accounted for.
    if state == State.PARTIAL and "answered" not in outcomes and case["target"]["attempts"]:
        unsure.add("state")
    return unsure


def known(case: Json, target: Json) -> Json:
    """The target's fields that the phone can know, moments as instants."""
    skipped = unknowable(case) | {"campaign", "door", "team", "roll"}
    return {
        name: datetime.fromisoformat(value) if name in MOMENTS and value else value
        for name, value in target.items()
        if name not in skipped
    }


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5, 6])
def test_the_phone_predicts_what_the_server_will_fold(seed: int, tmp_path: Path) -> None:
    made = list(cases(seed, 400))
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({**CONTRACT, "cases": made}), "utf-8")
    done = subprocess.run([*node_command(), str(MANY), str(file)], capture_output=True, text=True, check=True)
    for case, predicted in zip(made, json.loads(done.stdout), strict=True):
        assert known(case, predicted) == known(case, case["then"]), json.dumps(case, ensure_ascii=False)


def test_nearly_everything_can_be_predicted() -> None:
    """The exceptions must not swallow the rule."""
    made = list(cases(4, 400))
    assert sum(not unknowable(case) for case in made) > 0.9 * len(made)
