"""A sweep in the small world, and a phone that sends records over HTTP as phones do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.test import Client

from qiaomen.base.ids import new_id
from qiaomen.campaigns.actions import assign, launch, make_campaign, make_questionnaire
from qiaomen.campaigns.models import Campaign
from qiaomen.campaigns.questionnaires import Choice, Question, Raises
from qiaomen.campaigns.standard import QUESTIONS
from qiaomen.testing.world import NOW, ORDER, World

__all__ = ["Choice", "Phone", "Question", "Raises", "start_sweep"]


def start_sweep(world: World, *, team: str = "", **settings: Any) -> Campaign:
    """Launch 城区第一轮敲门 over the whole district; hand all doors to one team when it is named."""
    edition = make_questionnaire(name="入户摸排", questions=QUESTIONS)
    campaign = make_campaign(
        outbreak=world.outbreak,
        name="城区第一轮敲门",
        place=next(place for place in world.places.values() if place.parent_id is None),
        edition=edition,
        opens_at=ORDER,
        deadline=ORDER + timedelta(hours=72),
        **settings,
    )
    launch(campaign)
    if team:
        doors = [door.id for door in world.doors.values()]
        assign(campaign, doors=doors, teams=[world.teams[team].id] * len(doors))
    return campaign


@dataclass(slots=True)
class Phone:
    """A phone in a test: makes records and sends them under one author's token."""

    token: str
    campaign: Campaign
    now: datetime = NOW
    client: Client = field(default_factory=Client)

    def visit(
        self, door: UUID, outcome: str = "answered", *, at: datetime | None = None, **body: Any
    ) -> dict[str, Any]:
        """A visit record, not sent yet."""
        return self.record(
            "visit",
            at=at,
            door=door,
            body={"campaign": self.campaign.id, "edition": self.campaign.edition_id, "outcome": outcome, **body},
        )

    def record(
        self, kind: str, *, at: datetime | None = None, body: dict[str, Any] | None = None, **envelope: Any
    ) -> dict[str, Any]:
        """Any record, not sent yet."""
        return {"id": new_id(), "kind": kind, "device_at": at or self.now, "body": body or {}, **envelope}

    def call(self, **call: Any) -> Any:
        """`POST /api/sync`, whatever comes of it."""
        return self.client.post(
            "/api/sync",
            msgspec.json.encode({"protocol": 1, **call}),
            content_type="application/json",
            headers={"authorization": f"Bearer {self.token}"},
        )

    def send(self, records: Sequence[dict[str, Any]], **call: Any) -> list[dict[str, Any]]:
        """Send records; answers their verdicts."""
        response = self.call(records=records, **call)
        assert response.status_code == 200, response.content
        verdicts: list[dict[str, Any]] = response.json()["verdicts"]
        return verdicts

    def pull(self, cursor: str | None = None) -> dict[str, Any]:
        """One pull."""
        response = self.call(pull=True, cursor=cursor)
        assert response.status_code == 200, response.content
        answer: dict[str, Any] = response.json()
        return answer
