"""Codes of passes: the cases of contracts/passes.json on the server, the official vectors, an independent reader."""

import json
from base64 import urlsafe_b64decode
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import base45
import cbor2
import cwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiaomen.exchange.tests.shared import DATA
from qiaomen.passes.tests import attacks, forging
from qiaomen.passes.token import COLOURS, PREFIX, Signer, Token, Unreadable, is_genuine, read, token_of
from qiaomen.passes.verdicts import PROBLEMS, STATES, Gate, Key, Known, Listed, judge

VECTORS = DATA / "vectors"
PASSES = json.loads(attacks.CASES.read_text("utf-8"))
Json = dict[str, Any]


def unb64(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


KEYS = {
    unb64(row["kid"]): Key(unb64(row["public"]), row["district"], row["from"], row["until"], row["own"])
    for row in PASSES["keys"]
}
LISTED = {unb64(who): Listed(since, COLOURS[colour], STATES[state]) for who, since, colour, state in PASSES["list"]}
GATE = Gate(bytes.fromhex(PASSES["gate"]["area"]), tuple(map(bytes.fromhex, PASSES["gate"]["above"])))


@pytest.mark.parametrize("case", PASSES["cases"], ids=lambda case: case["why"])
def test_a_gate_says_of_a_code(case: Json) -> None:
    known = Known(KEYS, LISTED, case.get("list_age", PASSES["list_age"]), PASSES["limits"]["list_old_s"])
    verdict = judge(case["token"], now=case.get("at", PASSES["now"]), gate=GATE, known=known)
    token = verdict.token
    told = {name: getattr(verdict, name) for name in ("problem", "rules", "colour", "said", "elsewhere", "list_old")}
    told |= {"name": token.name if token else ""}
    if token:
        told |= {"form": token.form, "district": token.district, "id": str(token.id)}
        told |= {"issued": token.issued, "expires": token.expires}
    assert {name: told[name] for name in case["expect"]} == case["expect"]


def test_the_cases_are_the_ones_that_are_made() -> None:
    assert attacks.CASES.read_text("utf-8") == attacks.text()


def test_every_problem_has_a_case() -> None:
    assert {case["expect"]["problem"] for case in PASSES["cases"]} == {*PROBLEMS, "ok"}


def test_a_code_holds_no_more_than_eleven_things_and_none_is_a_diagnosis_or_an_id_number() -> None:
    payload = cbor2.loads(token_payload(PASSES["cases"][0]["token"]))
    colour, name, areas, form = payload.pop(-65537)
    assert (colour, name, len(areas), form) == (1, "李*", 1, 0)
    assert payload.pop(7) == UUID(PASSES["cases"][0]["expect"]["id"]).bytes
    assert payload == {1: "431123", 4: forging.ISSUED + 86_400, 5: forging.ISSUED, 6: forging.ISSUED}


def token_payload(text: str) -> bytes:
    return read(text).payload


def test_an_independent_library_reads_and_verifies_it() -> None:
    now = int(datetime.now(UTC).timestamp())
    signer = forging.SIGNERS["own"]
    jwk = {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "kid": signer.kid, "x": forging.b64(signer.public)}
    key = cwt.COSEKey.from_jwk(jwk)
    claims = cwt.decode(base45.b45decode(forging.code(issued=now)[len(PREFIX) :]), key)
    assert isinstance(claims, dict)
    assert claims[1] == "431123"
    assert claims[4] == now + 86_400
    assert claims.get(-65537) == [1, "李*", [forging.HERE], 0]


@pytest.mark.skipif(not VECTORS.is_dir(), reason="the official base45 vectors are not here")
def test_base45_is_the_one_of_the_standard() -> None:
    for plain, text in vectors("rfc9285.tsv"):
        assert base45.b45encode(plain.encode()).decode() == text
        assert base45.b45decode(text.encode()) == plain.encode()
    for wrong, _ in vectors("rfc9285-invalid.tsv"):
        with pytest.raises(Unreadable):
            read(PREFIX + wrong)


def vectors(name: str) -> list[list[str]]:
    lines = (VECTORS / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


TOKENS = st.builds(
    lambda **said: Token(begins=said["issued"], expires=said["issued"] + said.pop("life"), **said),
    district=st.text(min_size=1, max_size=20), id=st.uuids(), colour=st.sampled_from(COLOURS),
    name=st.text(min_size=1, max_size=24), areas=st.lists(st.binary(min_size=4, max_size=4), max_size=8).map(tuple),
    form=st.sampled_from(["phone", "card"]), issued=st.integers(0, 2**33), life=st.integers(1, 14 * 86_400),
)  # fmt: skip


@given(TOKENS)
def test_what_is_written_is_read_again(token: Token) -> None:
    signer = Signer(b"\x07" * 32)
    signed = read(signer.code(token))
    assert is_genuine(signed, signer.public)
    assert token_of(signed.payload) == token


@given(st.binary(max_size=300))
def test_bytes_that_are_no_token_are_refused_and_never_break_the_reader(data: bytes) -> None:
    with pytest.raises(Unreadable):
        token_of(data)
    with pytest.raises(Unreadable):
        read(forging.encoded(data))
