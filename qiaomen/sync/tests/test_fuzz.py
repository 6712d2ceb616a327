"""The phones' interface under whatever a program could send: no answer is ever an error of the server's.

A few examples of each call here; `QIAOMEN_FUZZ=2000 python -m pytest qiaomen/sync/tests/test_fuzz.py` runs that many.
"""

import os
from typing import Any

import msgspec
import pytest
import schemathesis
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.core import NotSet
from schemathesis.core.result import Ok

from qiaomen.base.kinds import KINDS
from qiaomen.sync.openapi import document
from qiaomen.testing.desk import Desk
from qiaomen.testing.urls import every_url

EXAMPLES = int(os.environ.get("QIAOMEN_FUZZ") or 1)
SCHEMA = schemathesis.openapi.from_dict(document())
OPERATIONS: list[Any] = [found.ok() for found in SCHEMA.get_all_operations() if isinstance(found, Ok)]
ONCE = settings(
    max_examples=EXAMPLES,
    database=None,
    derandomize=EXAMPLES < 100,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
# Bytes that decoders have tripped over, and what is beside any type.
BROKEN = [
    b"", b"{", b"[" * 100_000, b'{"a":' * 50_000, b'"\xff"', b'"\\ud800"', b"\xef\xbb\xbf{}", b"null", b"9" * 5_000,
    b"1e999", b"NaN", b'{"protocol":1,"records":[' + b"[" * 50_000, b"\0", b"\x1f\x8b\x08\0" + b"\0" * 40,
]  # fmt: skip


def call(client: Client, method: str, path: str, **given: Any) -> int:
    """The status of one call, of which nothing stays."""
    with transaction.atomic():
        status = client.generic(method, path, **given).status_code
        transaction.set_rollback(True)
    return status


@pytest.fixture
def client(desk: Desk) -> Client:
    return Client(raise_request_exception=False, headers={"Authorization": f"Bearer {desk.world.tokens['field']}"})


def test_the_document_describes_every_call() -> None:
    described = {path.replace("{", "<").replace("}", ">") for path in document()["paths"]}
    ours = [url.route for url in every_url() if url.view.__module__.startswith("qiaomen.sync.")]
    served = {"/" + route.replace("<uuid:", "<") for route in ours}
    assert served == described


def ask(client: Client, case: Any) -> str:
    """Make the call of a case; what it was where the server failed, else nothing."""
    body = b"" if isinstance(case.body, NotSet) else case.body
    raw = body if isinstance(body, bytes) else msgspec.json.encode(body)
    query = {name: str(value) for name, value in (case.query or {}).items()}
    path = case.formatted_path
    status = call(client, case.method, path, data=raw, content_type="application/json", query_params=query)
    return f"{case.method} {path} {query} {raw[:300]!r}" if status >= 500 else ""


def test_no_call_of_the_document_ends_in_an_error_of_the_servers(client: Client) -> None:
    wrong: list[str] = []
    for operation in OPERATIONS:
        ONCE(given(case=operation.as_strategy())(lambda case: wrong.append(ask(client, case))))()
    assert len(wrong) >= len(OPERATIONS)
    assert [one for one in wrong if one] == []


@pytest.mark.parametrize("path", ["/api/sync", "/api/enrol", "/api/join", "/api/join/status", "/api/gate/verify"])
def test_broken_bytes_are_refused_and_never_an_error(client: Client, path: str) -> None:
    for encoding in ("", "gzip"):
        for raw in BROKEN:
            more: dict[str, Any] = {"headers": {"Content-Encoding": encoding}} if encoding else {}
            assert call(client, "POST", path, data=raw, content_type="application/json", **more) < 500, raw[:20]


@pytest.mark.parametrize("kind", sorted(KINDS))
@given(raw=st.one_of(st.sampled_from(BROKEN), st.binary(max_size=40)))
@settings(max_examples=max(EXAMPLES, 15), database=None, derandomize=EXAMPLES < 100)
def test_no_body_of_a_kind_breaks_its_decoder(kind: str, raw: bytes) -> None:
    try:
        KINDS[kind].decode(raw)
    except (ValueError, RecursionError):
        return


def values() -> st.SearchStrategy[Any]:
    """JSON of any shape, with numbers and texts at the ends of what there is."""
    odd = st.sampled_from(["", "\0", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "🏮" * 50, 2**63, -(2**63), 1e308])
    return st.recursive(odd | st.none() | st.booleans() | st.integers() | st.text(max_size=8), nested, max_leaves=6)


def nested(inside: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=6), inside, max_size=3)


def test_records_of_every_kind_with_odd_bodies_get_a_verdict_each(desk: Desk, client: Client) -> None:
    @ONCE
    @given(bodies=st.lists(values(), min_size=len(KINDS), max_size=len(KINDS)))
    def send(bodies: list[Any]) -> None:
        at = {"door": desk.door("1-1-202"), "place": desk.world.places["compound"].id,
              "person": desk.world.household("1-1-101")[0].id, "device_at": "2020-03-21T10:00:00+08:00"}  # fmt: skip
        records = [
            {"id": f"00000000-0000-7000-8000-{number:012d}", "kind": kind, "body": body, **at}
            for number, (kind, body) in enumerate(zip(KINDS, bodies, strict=True))
        ]
        raw = msgspec.json.encode({"protocol": 1, "records": records}, enc_hook=str)
        assert call(client, "POST", "/api/sync", data=raw, content_type="application/json") == 200

    send()
