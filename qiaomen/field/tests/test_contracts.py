"""Rules that run on the server and on the phone: the cases of contracts/*.json, here against the server's half."""

import json
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
import pytest
from django.utils import translation

from qiaomen.base.kinds import KINDS
from qiaomen.base.problems import Problem
from qiaomen.campaigns.questionnaires import Question, check_answers, check_required, flags_of
from qiaomen.campaigns.states import FIRST_CLOSED, Flag, Presence, State
from qiaomen.campaigns.windows import next_window, tries, window_of
from qiaomen.drill import phone as drill
from qiaomen.field.tests.folding import MOMENTS, Json, folded
from qiaomen.ledger.wire import Envelope
from qiaomen.paper import codes
from qiaomen.people.idnumbers import read_id
from qiaomen.sync import wire
from qiaomen.tools.vendor import PROJECT

CONTRACTS = PROJECT / "contracts"


def contract(name: str) -> Any:
    return json.loads((CONTRACTS / f"{name}.json").read_text("utf-8"))


def why(case: Json) -> str:
    return str(case["why"])


WINDOWS, STATES, QUESTIONS, BATCHING = (contract(name) for name in ("windows", "states", "questions", "batching"))
PREDICT, IDS, CODES, RECORDS = (contract(name) for name in ("predict", "idnumbers", "codes", "records"))
ASKED = {question["name"]: msgspec.convert(question, Question) for question in QUESTIONS["questions"]}


def moments(texts: list[str]) -> list[datetime]:
    return [datetime.fromisoformat(text) for text in texts]


@pytest.mark.parametrize("case", WINDOWS["window_of"], ids=lambda case: case["at"])
def test_a_try_counts_for_a_part_of_the_day(case: Json) -> None:
    zone = ZoneInfo(case.get("zone", WINDOWS["zone"]))
    assert window_of(datetime.fromisoformat(case["at"]), zone) == case["window"]


@pytest.mark.parametrize("case", WINDOWS["next"], ids=why)
def test_when_to_knock_next(case: Json) -> None:
    zone = ZoneInfo(case.get("zone", WINDOWS["zone"]))
    hours = {name: time.fromisoformat(case[name]) for name in ("day_from", "day_until")}
    assert list(next_window(moments(case["tries"]), zone, **hours)) == moments([case["from"], case["until"]])


@pytest.mark.parametrize("case", WINDOWS["tries"], ids=why)
def test_how_many_tries_the_knocks_are(case: Json) -> None:
    assert tries(moments(case["knocks"])) == case["count"]


def test_the_states_are_those_of_the_phone() -> None:
    with translation.override("en"):
        mine = [{"name": state.name, "number": state.value, "word": str(state.label)} for state in State]
    assert mine == STATES["states"]
    assert STATES["first_closed"] == FIRST_CLOSED
    assert {flag.name: flag.value for flag in Flag} == STATES["flags"]
    assert [str(presence) for presence in Presence] == STATES["presences"]


@pytest.mark.parametrize("case", QUESTIONS["fits"], ids=lambda case: f"{case['question']}={case['answer']}")
def test_an_answer_fits_its_question_or_is_refused(case: Json) -> None:
    answers = {case["question"]: case["answer"]}
    if case["misfit"] is None:
        check_answers(ASKED, answers, where="body.answers")
    else:
        with pytest.raises(Problem) as refused:
            check_answers(ASKED, answers, where="body.answers")
        assert refused.value.code == "visit.answer_invalid"


def required(case: Json) -> dict[str, Question]:
    kinds = {name: q.door_kinds for name, q in ASKED.items()}
    return {
        name: question
        for name, question in ASKED.items()
        if question.of == case["of"] and (not kinds[name] or case["door_kind"] in kinds[name])
    }


@pytest.mark.parametrize("case", QUESTIONS["missing"], ids=str)
def test_a_mandatory_question_without_an_answer_is_named(case: Json) -> None:
    if not case["missing"]:
        check_required(required(case), case["answers"], where="body.answers")
        return
    with pytest.raises(Problem) as refused:
        check_required(required(case), case["answers"], where="body.answers")
    assert refused.value.details["question"] == case["missing"][0]


@pytest.mark.parametrize("case", QUESTIONS["flags"], ids=str)
def test_answers_raise_flags(case: Json) -> None:
    questions = {name: question for name, question in ASKED.items() if question.of == case["of"]}
    assert flags_of(questions, case["answers"]) == case["flags"]


@pytest.mark.parametrize("case", IDS["cases"], ids=why)
def test_an_id_is_read(case: Json) -> None:
    today = date.fromisoformat(case["today"]) if "today" in case else None
    found = read_id(case["text"], today=today)
    birth = found.birth.isoformat() if found.birth else None
    mine = {"number": found.number, "kind": found.kind, "sex": found.sex, "birth": birth, "issue": found.issue}
    assert mine == {name: case[name] for name in mine}


@pytest.mark.parametrize("case", CODES["codes"], ids=why)
def test_a_printed_code_is_what_the_phone_reads(case: Json) -> None:
    if case["kind"] in ("door", "place", "seal"):
        assert codes.address(case["base"], case["kind"][0], UUID(case["id"])) == case["text"]
    elif case["kind"] == "venue":
        assert case["text"] == f"{case['base']}/v/{codes.short(UUID(case['id']))}"


@pytest.mark.parametrize("case", RECORDS["cases"], ids=why)
def test_what_a_phone_writes_is_a_record_that_the_server_reads(case: Json) -> None:
    envelope = msgspec.convert({**case["record"], "body": msgspec.Raw(b"{}")}, Envelope)
    kind = KINDS[envelope.kind]
    body = json.dumps(case["record"]["body"]).encode()
    known = set(msgspec.json.decode(msgspec.json.encode(kind.decode(body))))
    assert set(case["record"]["body"]) <= known
    assert kind.subject == "record" or getattr(envelope, kind.subject)


def test_the_protocol_s_limits_are_the_phone_s() -> None:
    limits = [BATCHING[name] for name in ("protocol", "most_records", "most_bytes", "longest_wait_s")]
    assert limits == [wire.PROTOCOL, wire.MOST_RECORDS, wire.MOST_BYTES, drill.LONGEST_WAIT_S]
    assert timedelta(days=BATCHING["kept_days"]) == drill.KEPT_FOR


def a_phone(records: int) -> drill.Phone:
    now = datetime(2022, 3, 21, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    phone = drill.Phone(clock=lambda: now, dice=Random(1))
    for _ in range(records):
        phone.write("visit", body={})
    return phone


@pytest.mark.parametrize("case", BATCHING["verdicts"], ids=lambda case: case["verdict"])
def test_what_a_verdict_means_for_a_record(case: Json) -> None:
    phone = a_phone(1)
    request = phone.request()
    assert request is not None
    verdict = {"id": request["records"][0]["id"], "index": 0, "verdict": case["verdict"]}
    phone.answered(drill.Answer(200, {"verdicts": [verdict], "generation": "a"}))
    assert (bool(phone.kept), bool(phone.outbox)) == (case["kept"], False)
    phone.answered(drill.Answer(200, {"generation": "b"}))
    assert bool(phone.outbox) is case["again_after_restore"]


@pytest.mark.parametrize("case", BATCHING["refusals"], ids=why)
def test_what_goes_out_after_a_call_was_refused(case: Json) -> None:
    phone = a_phone(case["records"])
    phone.request()
    problem = {"problem": {"code": case["code"]}} if case["code"] else {}
    phone.answered(drill.Answer(case["status"], problem))
    for _ in range(case.get("others", 0)):
        phone.write("visit", body={})
    following = phone.request()
    sent = len(following["records"]) if following else 0
    # What was set aside never goes with the others; the drill's phone then tries them one by one, ours at once.
    assert sent == case["next"] or ("others" in case and 0 < sent <= case["others"])


@pytest.mark.parametrize("case", PREDICT["cases"], ids=why)
def test_the_fold_is_what_the_phone_predicts(case: Json) -> None:
    assert target_and_roll(folded(PREDICT, case, case["before"])) == (instants(case["target"]), case["roll"])
    after, _roll = target_and_roll(folded(PREDICT, case, [*case["before"], *case["new"]]))
    assert after == instants(case["then"])


def target_and_roll(made: Json) -> tuple[Json, dict[str, str]]:
    roll = made.pop("roll")
    return instants(made), roll


def instants(target: Json) -> Json:
    return {
        name: datetime.fromisoformat(value) if name in MOMENTS and value else value for name, value in target.items()
    }


def test_every_contract_is_run_by_both_sides() -> None:
    """A cases file that only one side reads holds nobody to anything."""
    for path in CONTRACTS.glob("*.json"):
        for tests in ("*.py", "*.mjs"):
            readers = [file for file in Path(PROJECT / "qiaomen").rglob(f"tests/**/{tests}") if _names(file, path.stem)]
            assert readers, (path.name, tests)


def _names(file: Path, name: str) -> bool:
    text = file.read_text("utf-8")
    return "contract" in text.lower() and any(one in text for one in (f"{name}.json", f"'{name}'", f'"{name}"'))
