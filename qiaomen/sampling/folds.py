"""What the records of testing make: a row for each sample, each tube's result and each person's result."""

from collections.abc import Sequence
from typing import Any

from qiaomen.ledger.threads import Thread
from qiaomen.ledger.told import Told


def _sample(said: Told, steps: Sequence[Told]) -> dict[str, Any]:
    body = said.body
    return {
        "id": said.id, "person": said.person, "round": body.round, "place": said.place, "tube": body.tube,
        "holds": body.holds, "taken": body.taken, "method": body.method, "author": said.author,
    }  # fmt: skip


def _place_sample(said: Told, steps: Sequence[Told]) -> dict[str, Any]:
    body = said.body
    return {
        "id": said.id, "place": said.place, "door": said.door, "what": body.what, "tube": body.tube,
        "taken": body.taken, "author": said.author,
    }  # fmt: skip


def _tube(said: Told, steps: Sequence[Told]) -> dict[str, Any]:
    body = said.body
    return {
        "id": said.id, "tube": body.tube, "result": body.result, "reported": body.reported, "at": said.at,
        "known_at": said.known_at, "place": said.place, "author": said.author,
    }  # fmt: skip


def _result(said: Told, steps: Sequence[Told]) -> dict[str, Any]:
    body, first = said.body, steps[0] if steps else None
    return {
        "id": said.id, "person": said.person, "sample": body.sample, "result": body.result, "method": body.method,
        "taken": body.taken, "known_at": said.known_at, "told_at": first and first.at,
        "told_by": first and first.author, "told_way": first.body.way if first else "",
    }  # fmt: skip


SAMPLES = Thread("sampling_sample", "sample", _sample)
PLACE_SAMPLES = Thread("sampling_placesample", "place_sample", _place_sample)
TUBES = Thread("sampling_tube", "tube_result", _tube)
RESULTS = Thread("sampling_result", "result", _result, step="result_told", about="result")
