"""Messages, channels and rounds in the small world; a compound of 114 stairwells; channels that really answer."""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.test import override_settings
from django.utils import timezone

from qiaomen.attachments.models import Attachment, Upload
from qiaomen.base import changes
from qiaomen.base.ids import new_id
from qiaomen.ledger import desk
from qiaomen.ledger.models import Record
from qiaomen.outreach import channels, messages, templates
from qiaomen.outreach.audience import Audience
from qiaomen.outreach.messages import Draft
from qiaomen.outreach.models import Channel, Daily, Message, Round, RoundDone, Telling, Template
from qiaomen.outreach.wording import Words
from qiaomen.places.models import Place, segment
from qiaomen.testing.world import World, fixed


@dataclass
class Post:
    """A server on loopback that takes what apprise posts: what came on which path; some paths refuse."""

    address: str = ""
    heard: list[tuple[str, str]] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)

    def channel(self, name: str) -> str:
        """An address of apprise's that leads here."""
        return f"json://{self.address}/{name}"

    def said(self, name: str) -> list[str]:
        """What came on a path."""
        return [text for path, text in self.heard if path == name]


@contextmanager
def post() -> Iterator[Post]:
    """Listen for as long as the block."""
    kept = Post()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            name = self.path.strip("/").partition("?")[0]
            refused = name in kept.refuses
            if not refused:
                kept.heard.append((name, body["message"]))
            self.send_response(503 if refused else 200)
            self.end_headers()

        def log_message(self, *_arguments: Any) -> None:
            """Nothing is written to the tests' output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.address = f"127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        with override_settings(OUTWARD=["127.0.0.1"]):
            yield kept
    finally:
        server.shutdown()
        server.server_close()


def stairwells(world: World, number: int) -> list[Place]:
    """So many stairwells in the compound, six to a building, named as people call them."""
    compound, made = world.places["compound"], list[Place]()
    with changes.change("stairwells") as change:
        for n in range((number + 5) // 6):
            building = _place(compound, "building", f"{n + 10}栋", f"8{n:05d}", change.id)
            several = min(6, number - n * 6)
            made += [
                building,
                *(_place(building, "stairwell", f"{k + 1}单元", f"{k:06d}", change.id) for k in range(several)),
            ]
        Place.objects.bulk_create(made)
    return [one for one in made if one.kind == "stairwell"]


def reached(world: World, several: Sequence[Place], at: Post) -> None:
    """A chat group for each of these places."""
    named = ((one, at.channel(name_of(one))) for one in several)
    channels.add_many(named, name="志愿者群", by=world.workers["headquarters"])


def name_of(place: Place) -> str:
    """A stairwell as a path: 10-3."""
    building = place.parent.name if place.parent else ""
    return f"{building.removesuffix('栋')}-{place.name.removesuffix('单元')}"


def draft(place: Place, audience: Audience, **more: Any) -> Draft:
    """What is written about a test tomorrow."""
    words = Words("明天 9:00 在{place}核酸检测。", "Test tomorrow at 9:00, {place}.")
    return Draft(place, audience, "核酸通知", more.pop("words", words), **more)


def sent(world: World, place: Place) -> Message:
    """A message to the households of a place, as it stands."""
    wanted = draft(place, Audience("households"))
    return messages.send(wanted, by=world.workers["headquarters"], now=timezone.now())


def template(world: World) -> Template:
    """A template that asks for an hour."""
    if held := Template.objects.filter(title="停水").first():
        return held
    return templates.save(
        None, title="停水", zh="今天{time}停水。", en="No water today {time}.", by=world.workers["lead"]
    )


def channel(world: World, place: Place) -> Channel:
    """A chat group of a place."""
    if held := Channel.objects.filter(place=place).first():
        return held
    return channels.add(place, name="居民群", address="json://gateway.example/1", by=world.workers["headquarters"])


def each_day(world: World, place: Place) -> Daily:
    """A message to every shop at nine."""
    return Daily.objects.create(
        outbreak=world.outbreak, place=place, title="商户提醒", audience={"kind": "doors", "word": "shop"}, at="09:00",
        made_by=world.workers["headquarters"].id, since=timezone.now(), change=world.change,
    )  # fmt: skip


def round_of(world: World, place: Place, photo: Attachment) -> Round:
    """A round of posters that is done at its one place, with a photo."""
    id, now, author = fixed(f"round in {place.id}"), timezone.now(), world.workers["field"].id
    if held := Round.objects.filter(pk=id).first():
        return held
    done = new_id()
    about = {"outbreak": world.outbreak.id, "author": author}
    Record.objects.create(
        id=done, content_hash=b"", kind="outreach_round_done", at=now, device_at=now, received_at=now, place=place.id,
        body={"round": str(id)}, change=world.change, **about,
    )  # fmt: skip
    RoundDone.objects.create(
        id=done, round=id, place=place.id, at=now, author=author, how="tap", photos=1, change=world.change
    )
    Upload.objects.create(
        id=new_id(), record=done, size=photo.size, received=photo.size, attachment=photo.id, **about
    )  # fmt: skip
    return Round.objects.create(
        id=id, place=place.id, title="海报", what="poster", copies=1, photo=False, due=now + timedelta(days=1),
        places=[place.id], at=now, author=author, change=world.change,
    )  # fmt: skip


def asked_round(world: World, places: Sequence[Place], *, due: datetime, now: datetime, **more: Any) -> Any:
    """A round by its record; answers the record's id."""
    body = {"title": "大喇叭", "what": "loudspeaker", "due": due, "places": [one.id for one in places], **more}
    told = desk.tell("outreach_round", body, place=world.places["compound"].id, by=world.workers["lead"], now=now)
    assert told.verdict == "accepted", (told.code, told.field)
    return told.id


def outcomes(message: Message) -> dict[str, int]:
    """How many recipients there are of each outcome, with the reason where they were missed."""
    found: dict[str, int] = {}
    for state, why in Telling.objects.filter(message=message).values_list("state", "why"):
        key = f"{state} {why}".strip()
        found[key] = found.get(key, 0) + 1
    return found


def _place(parent: Place, kind: str, name: str, walk: str, change: Any) -> Place:
    id = fixed(f"{parent.id} {name}")
    return Place(
        id=id, parent=parent, kind=kind, name=name, path=parent.path + segment(id), walk=walk, change=change
    )  # fmt: skip
