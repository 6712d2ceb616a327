"""The record kinds of checkpoints: a vehicle that was stopped, and a shift that began, ended and handed over."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from qiaomen.access.roles import Verb
from qiaomen.base.kinds import Sealed, record_kind
from qiaomen.monitoring.records import FEVER_ABOVE

Form = Literal["standard", "new_energy", "foreign", "none"]
Vehicle = Literal["car", "van", "bus", "truck", "motorcycle", "emergency", "other"]
Origin = Literal["province", "other_province", "abroad", "unknown"]
Reason = Literal["", "risk_area", "no_permit", "stranger", "fever", "road_closed", "refused", "other"]
Degrees = Annotated[float, Meta(ge=34, le=43)]
Moment = Annotated[datetime, Meta(tz=True)]
Lane = Annotated[str, Meta(max_length=12)]
NoteText = Annotated[str, Meta(max_length=2000)]
Many = Annotated[int, Meta(ge=0, le=200)]


class Occupants(msgspec.Struct, omit_defaults=True):
    """How many people of a vehicle come from one place: the district's own province, another, or abroad.

    `region` is a division code as far as it was said (2, 4 or 6 digits); for people from abroad a country in ISO 3166.
    """

    origin: Origin
    count: Annotated[int, Meta(ge=1, le=200)]
    region: Annotated[str, Meta(pattern="^([0-9]{2,6}|[A-Z]{2})?$")] = ""


class Reading(msgspec.Struct, omit_defaults=True):
    """A temperature in °C that was written down; above 37.3 with the second one, taken 5 minutes later or more."""

    celsius: Degrees
    second: Degrees | None = None
    second_at: Moment | None = None


@record_kind("vehicle_stop", subject="place", verb=Verb.RECORD)
class VehicleStop(msgspec.Struct, omit_defaults=True):
    """A vehicle at a checkpoint (车辆检查): who was in it, what was measured, and whether it was turned back.

    `plate` is as it was typed, without spaces and dots; `form` says of which make it is, `province` which character it
    begins with. `measured` people had their temperature taken; only those worth it have `readings`. With a reason in
    `turned_back`, `people_turned_back` says how many had to go back: everybody, where it is left out.
    """

    form: Form
    vehicle: Vehicle = "car"
    plate: Sealed[Annotated[str, Meta(max_length=16)]] = ""
    province: Annotated[str, Meta(max_length=1)] = ""
    occupants: Annotated[list[Occupants], Meta(max_length=12)] = msgspec.field(default_factory=list)
    measured: Many = 0
    readings: Annotated[list[Reading], Meta(max_length=60)] = msgspec.field(default_factory=list)
    turned_back: Reason = ""
    people_turned_back: Many | None = None
    lane: Lane = ""
    note: Sealed[NoteText] = ""

    @property
    def fever(self) -> str:
        """ "fever" by a second reading above the limit, "waits" where one is due; else "". A fever goes before."""
        high = [one for one in self.readings if one.celsius > FEVER_ABOVE]
        if any(one.second is not None and one.second > FEVER_ABOVE for one in high):
            return "fever"
        return "waits" if any(one.second is None for one in high) else ""

    @property
    def people(self) -> int:
        """Everybody in the vehicle, the driver too."""
        return sum(one.count for one in self.occupants)


class Others(msgspec.Struct):
    """People on a shift who have no account here, by their agency."""

    agency: Annotated[str, Meta(min_length=1, max_length=60)]
    count: Annotated[int, Meta(ge=1, le=200)]


@record_kind("checkpoint_shift", subject="place", verb=Verb.RECORD)
class CheckpointShift(msgspec.Struct, omit_defaults=True):
    """A shift at a checkpoint (班次): `begin` says who is on it; `end` names the `shift` (the begin's record).

    `crew` are workers with an account, each of an agency; `others` have none. `note` is what is handed over.
    """

    event: Literal["begin", "end"]
    shift: UUID | None = None
    crew: Annotated[list[UUID], Meta(max_length=200)] = msgspec.field(default_factory=list)
    others: Annotated[list[Others], Meta(max_length=20)] = msgspec.field(default_factory=list)
    lane: Lane = ""
    note: Sealed[NoteText] = ""
