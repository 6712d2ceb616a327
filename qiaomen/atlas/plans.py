"""Plans kept and changed: always whole, as a new version."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.access.queries import check
from qiaomen.access.roles import Verb
from qiaomen.atlas import document, layout
from qiaomen.atlas.blocks import ground
from qiaomen.atlas.document import Document, Feature
from qiaomen.atlas.models import Picture, Plan
from qiaomen.atlas.pictures import read_picture
from qiaomen.base import changes
from qiaomen.base.problems import Problem
from qiaomen.places.models import Place, PlaceKind

# What has a plan of its own: it has one gate, and one looks at it as a whole.
MAPPED = (
    PlaceKind.ENCLOSURE, PlaceKind.COMPOUND, PlaceKind.URBAN_VILLAGE, PlaceKind.RESIDENT_GROUP, PlaceKind.SCHOOL,
    PlaceKind.STATION,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanNow:
    """The plan that holds for a place: the newest version kept, or (`number` 0) one that drew itself."""

    place: Place
    number: int
    document: Document
    picture: UUID | None = None
    made_at: datetime | None = None
    made_by: Worker | None = None

    @property
    def is_drawn(self) -> bool:
        """Whether it drew itself from the places, and nobody has kept it."""
        return self.number == 0


def plan_of(place: Place, *, number: int | None = None) -> PlanNow:
    """The plan of a place now, or a version of it. Raises `access.not_found` for a version that never was."""
    kept = Plan.objects.filter(place=place).select_related("made_by")
    found = kept.first() if number is None else kept.filter(number=number).first()
    if found is not None:
        read = document.read(found.document)
        return PlanNow(place, found.number, read, found.picture_id, found.made_at, found.made_by)
    if number:
        raise Problem("access.not_found")
    return PlanNow(place, 0, layout.drawn(place))


def versions(place: Place) -> list[Plan]:
    """The versions that were kept, newest first, without their documents."""
    return list(Plan.objects.filter(place=place).defer("document").select_related("made_by"))


def save(
    *, place: Place, plan: Document | bytes, by: Worker | None, after: int, picture: UUID | None = None
) -> PlanNow:
    """Keep a plan as the next version after number `after`; without a `picture` the one before goes on.

    Raises `atlas.bad_plan`, `atlas.plan_changed` where somebody else saved meanwhile, `access.forbidden` and
    `access.not_found` for who may not assign work there, `atlas.not_mapped` for a place that has no plan.
    """
    checked = _checked(place, plan, by)
    with changes.change("atlas.plan", worker=by.id if by else None) as change:
        # The place's row is the lock: two who save at once come one after the other.
        Place.objects.select_for_update().only("id").get(pk=place.pk)
        last = Plan.objects.filter(place=place).only("number", "picture").first()
        if (last.number if last else 0) != after:
            raise Problem("atlas.plan_changed")
        made = Plan.objects.create(
            place=place, number=after + 1, document=document.built(checked), made_by=by, made_at=timezone.now(),
            picture_id=picture or (last.picture_id if last else None), change=change.id,
        )  # fmt: skip
        audit.write(by, "atlas.plan", place.id, number=made.number, features=len(checked.features))
    return PlanNow(place, made.number, checked, made.picture_id, made.made_at, by)


def undo(*, place: Place, by: Worker, after: int) -> PlanNow:
    """Save the version before number `after` once more, as the newest. Raises `atlas.no_older`; else as `save`."""
    older = Plan.objects.filter(place=place, number=after - 1).first()
    if older is None:
        raise Problem("atlas.no_older")
    return save(place=place, plan=document.read(older.document), by=by, after=after, picture=older.picture_id)


def put_picture(*, place: Place, content: bytes, by: Worker | None, after: int) -> PlanNow:
    """Lay a picture under the plan: its pixels become the frame, and what is on the plan is scaled to it.

    Raises `attachment.no_picture`, `atlas.picture_too_large`; else as `save`.
    """
    read = read_picture(content)
    before = plan_of(place)
    kept = Picture.objects.create(
        place=place, type=read.type, width=read.width, height=read.height, content=read.content
    )
    moved = _onto(before.document if not before.is_drawn else None, read.width, read.height)
    return save(place=place, plan=moved, by=by, after=after, picture=kept.id)


def picture(place: Place, id: UUID) -> tuple[bytes, str]:
    """A picture of a place and its media type. Raises `access.not_found`."""
    found = Picture.objects.filter(place=place, pk=id).first()
    if found is None:
        raise Problem("access.not_found")
    return bytes(found.content), found.type


def untied(place: Place, plan: Document) -> tuple[list[Feature], list[Place]]:
    """The plan's buildings that are tied to no place, and the place's blocks that are not on the plan."""
    tied = {feature.place for feature in plan.of_kind("building")}
    missing = [block.place for block in ground(place).blocks if block.place.id not in tied]
    return [feature for feature in plan.of_kind("building") if feature.place is None], missing


def _checked(place: Place, plan: Document | bytes, by: Worker | None) -> Document:
    if place.kind not in MAPPED:
        raise Problem("atlas.not_mapped")
    if by is not None:
        check(by, Verb.ASSIGN, place.path)
    if isinstance(plan, bytes):
        checked = document.read(plan)
    else:
        document.check(checked := plan)
    tied = {feature.place for feature in checked.features if feature.place is not None}
    if len(tied) != place.below().filter(pk__in=tied).count():
        raise Problem("atlas.bad_plan", feature="", reason=gettext("it is tied to a place outside"))
    return checked


def _onto(before: Document | None, width: int, height: int) -> Document:
    frame = document.Frame(unit="px", width=width, height=height)
    if before is None:
        return Document(frame=frame)
    wide, high = width / before.frame.width, height / before.frame.height
    features = [
        Feature(
            id=one.id, kind=one.kind, points=[(x * wide, y * high) for x, y in one.points], name=one.name,
            place=one.place, open=one.open, floors=one.floors,
        )
        for one in before.features
    ]  # fmt: skip
    return Document(frame=frame, features=features)
