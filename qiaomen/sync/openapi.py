"""The interface's OpenAPI description, generated from the Structs that the views decode."""

import re
from functools import cache
from typing import Any

import msgspec

from qiaomen.base.kinds import KINDS
from qiaomen.ledger.wire import Envelope, Verdict
from qiaomen.sync import checkpoint_wire, gate_wire, join_views, sensor_views, wire

_TOKEN: dict[str, Any] = {"security": [{"token": []}]}
# The token of a source of sensors, which is nobody's.
_SENSOR: dict[str, Any] = {"security": [{"sensor": []}]}
_BEARER = {"type": "http", "scheme": "bearer"}
Feeds = dict[str, type[msgspec.Struct]]


@cache
def document() -> dict[str, Any]:
    """OpenAPI 3.1, with one schema per record kind."""
    structs = [
        wire.Enrol, wire.Enrolled, join_views.Join, join_views.Joined, join_views.JoinStatus, join_views.JoinStanding,
        wire.Call, wire.Answer, wire.Pulled, wire.Page, wire.Standing, wire.Numbers, Envelope, Verdict,
        gate_wire.GateFeed, gate_wire.GateNumbers, gate_wire.GateVerify, gate_wire.GateVerdict,
        checkpoint_wire.CheckpointAnswer, checkpoint_wire.HandedOver,
        sensor_views.SensorCall, sensor_views.SensorAnswer,
        *(kind.body for kind in KINDS.values()),
    ]  # fmt: skip
    feeds = _feeds()
    structs += [*feeds.values(), _statements()]
    _refs, schemas = msgspec.json.schema_components(structs, ref_template="#/components/schemas/{name}")
    return {
        "openapi": "3.1.0",
        "info": {"title": "Qiaomen", "version": str(wire.PROTOCOL)},
        "paths": {
            "/api/enrol": {"post": _call("Enrol", "Enrolled", secured=False)},
            "/api/join": {"post": _call("Join", "Joined", secured=False)},
            "/api/join/status": {"post": _call("JoinStatus", "JoinStanding", secured=False)},
            "/api/sync": {"post": _call("Call", "Answer", secured=True)},
            "/api/doors/{door}/people": {
                "get": {
                    "parameters": [
                        {"name": "door", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
                    ],
                    "responses": _responses("Page"),
                    "security": [{"token": []}],
                }
            },
            "/api/doors/{door}/numbers": {
                "get": {"parameters": [_uuid("door", "path")], "responses": _responses("Numbers"), **_TOKEN}
            },
            "/api/gate": {
                "get": {"parameters": [_text("since")], "responses": _responses("GateFeed"), **_TOKEN},
            },
            "/api/gate/verify": {"post": _call("GateVerify", "GateVerdict", secured=True)},
            "/api/gate/{gate}/numbers": {
                "get": {"parameters": [_uuid("gate", "path")], "responses": _responses("GateNumbers"), **_TOKEN}
            },
            **{path: _feed(path, answer) for path, answer in feeds.items()},
            "/api/statements": {
                "post": {"requestBody": _nothing(), "responses": _responses("StatementFeed"), **_TOKEN}
            },
            "/api/openapi.json": {"get": {"responses": {"200": {"description": "This document"}}, "security": []}},
            "/api/seals/opened": {"post": _call("SensorCall", "SensorAnswer", secured=True) | _SENSOR},
            "/api/checkpoint": {"get": {"responses": _responses("CheckpointAnswer"), **_TOKEN}},
            "/api/checkpoint/{checkpoint}/handed-over": {
                "get": {"parameters": [_uuid("checkpoint", "path")], "responses": _responses("HandedOver"), **_TOKEN}
            },
            "/api/attachments/{photo}": {
                "get": {"parameters": [_uuid("photo", "path")], "responses": _responses("Standing"), **_TOKEN},
                "put": _piece(),
            },
        },
        "components": {"schemas": schemas, "securitySchemes": {"token": _BEARER, "sensor": _BEARER}},
        "x-record-kinds": {name: kind.body.__name__ for name, kind in sorted(KINDS.items())},
    }


def _feeds() -> Feeds:
    """What the screens of a phone's other work ask for, each by one GET. Their views ask for this document, too."""
    from qiaomen.sync import (
        care_views,
        clue_views,
        inspection_views,
        outreach_views,
        sampling_views,
        shift_views,
        station_views,
        venue_views,
    )

    return {
        "/api/care": care_views.CareFeed,
        "/api/clues": clue_views.ClueFeed,
        "/api/inspection": inspection_views.InspectionFeed,
        "/api/outreach": outreach_views.OutreachFeed,
        "/api/sampling": sampling_views.SamplingAnswer,
        "/api/sampling/{round}/{door}": sampling_views.GroupAnswer,
        "/api/shifts": shift_views.ShiftFeed,
        "/api/shifts/{turn}/options": shift_views.ShiftOptions,
        "/api/stations": station_views.StationFeed,
        "/api/venues": venue_views.VenueFeed,
    }


def _statements() -> type[msgspec.Struct]:
    from qiaomen.sync.statement_views import StatementFeed

    return StatementFeed


def _feed(path: str, answer: type[msgspec.Struct]) -> dict[str, Any]:
    named = [_uuid(name, "path") for name in re.findall(r"{(\w+)}", path)]
    return {"get": {"parameters": named, "responses": _responses(answer.__name__), **_TOKEN}}


def _nothing() -> dict[str, Any]:
    """An empty object as the body."""
    return {"required": True, "content": {"application/json": {"schema": {"type": "object", "maxProperties": 0}}}}


def _piece() -> dict[str, Any]:
    """A piece of a photo: bytes as the body, and where they belong in the address."""
    where = [_uuid("photo", "path"), _uuid("record", "query"), *(_number(name) for name in ("offset", "size"))]
    body = {"required": True, "content": {"application/octet-stream": {}}}
    return {"parameters": where, "requestBody": body, "responses": _responses("Standing"), **_TOKEN}


def _uuid(name: str, where: str) -> dict[str, Any]:
    return {"name": name, "in": where, "required": True, "schema": {"type": "string", "format": "uuid"}}


def _text(name: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": {"type": "string"}}


def _number(name: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": True, "schema": {"type": "integer", "minimum": 0}}


def _call(request: str, answer: str, *, secured: bool) -> dict[str, Any]:
    return {
        "requestBody": {"required": True, "content": {"application/json": {"schema": _ref(request)}}},
        "responses": _responses(answer),
        "security": [{"token": []}] if secured else [],
    }


def _responses(name: str) -> dict[str, Any]:
    problem = {"description": "A problem: code and message"}
    return {
        "200": {"description": "Done", "content": {"application/json": {"schema": _ref(name)}}},
        **dict.fromkeys(("400", "401", "403", "413", "426", "429", "503"), problem),
    }


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
