"""The record kinds of testing: samples without a person, what a laboratory said of a tube, who was told of a result.

People's `sample` and `result` records are policy's, which reads them.
"""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from qiaomen.access.roles import Verb
from qiaomen.base.kinds import Sealed, record_kind

TubeCode = Annotated[str, Meta(min_length=1, max_length=40)]
Moment = Annotated[datetime, Meta(tz=True)]
NoteText = Annotated[str, Meta(max_length=2000)]
Method = Literal["pcr", "antigen", "serology", "culture", "other"]


@record_kind("place_sample", subject="place", verb=Verb.RECORD)
class PlaceSampled(msgspec.Struct, omit_defaults=True):
    """A sample of a place, of water or of goods (环境样本), at a place and perhaps at one door of it."""

    taken: Moment
    tube: TubeCode
    what: Literal["surface", "air", "water", "wastewater", "food", "goods", "animal", "mosquito", "other"] = "surface"
    spot: Sealed[Annotated[str, Meta(max_length=200)]] = ""


@record_kind("tube_result", subject="place", verb=Verb.DECIDE)
class TubeResult(msgspec.Struct, omit_defaults=True):
    """What a laboratory found in a tube (检测结果). `place` is the district, for which it answers.

    A negative or invalid one is each member's result; so is a positive one of a single tube. A positive one of several
    people makes nobody a case: each of them is tested again, alone.
    """

    tube: TubeCode
    result: Literal["negative", "positive", "invalid"]
    reported: Moment
    method: Method = "pcr"
    ct: float | None = None


@record_kind("result_told", subject="person", verb=Verb.RECORD)
class ResultTold(msgspec.Struct, omit_defaults=True):
    """Somebody was told of their `result`."""

    result: UUID
    way: Literal["phone", "message", "in_person", "paper"]
