"""Sets the stage of the demo: an invented county through the real imports, a sweep planned and launched, phones.

Everything here calls what commands and console call; only the sweep's opening lies in the past, and authority with it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from qiaomen.access import logins
from qiaomen.access.enrolling import invite_many
from qiaomen.access.models import Grant, Organisation, Worker
from qiaomen.access.passwords import random_password
from qiaomen.access.roles import Role
from qiaomen.base.models import Outbreak
from qiaomen.base.outbreaks import open_outbreak
from qiaomen.base.problems import Problem
from qiaomen.campaigns import planning
from qiaomen.campaigns.actions import launch, make_campaign, make_questionnaire
from qiaomen.campaigns.models import Campaign
from qiaomen.campaigns.questionnaires import Question
from qiaomen.campaigns.standard import QUESTIONS
from qiaomen.drill import county, names
from qiaomen.drill.county import County
from qiaomen.duty.actions import give_duty
from qiaomen.duty.models import DutyRole, Membership
from qiaomen.exchange.incoming import IncomingFile
from qiaomen.exchange.load import import_register
from qiaomen.exchange.tables import Table, read_table
from qiaomen.exchange.workforce_load import import_organisations, import_workers
from qiaomen.exchange.zones_load import import_zones
from qiaomen.places.models import Place, PlaceKind

OUTBREAK = "演练：一座虚构的县"
CAMPAIGN = "城区第一轮敲门"
_OPENED_AT_LEAST = timedelta(hours=14)
_OPENS_AT_HOUR = 8

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Login:
    """A console login; the password is known here only."""

    role: Role
    username: str
    password: str
    place: str


@dataclass(frozen=True, slots=True)
class Guest:
    """A member of a team whom whoever looks at the demo may play, with the code to join by."""

    name: str
    zone: str
    team: int
    code: str


@dataclass(frozen=True, slots=True)
class Sweep:
    """When the sweep opened and how long it lasts; what is asked beside the usual questions."""

    opens_at: datetime
    lasts: timedelta = timedelta(hours=72)
    team_size: int = 3
    questions: Sequence[Question] = ()


def is_stage() -> bool:
    """Whether this district is the demo's, and not somebody's real one. Raises ``demo.not_empty`` for a real one."""
    outbreak = Outbreak.objects.filter(closed_at=None).first()
    if outbreak is None and not Worker.objects.exists() and Place.objects.count() <= 1:
        return False
    if outbreak is None or outbreak.name != OUTBREAK:
        raise Problem("demo.not_empty")
    return Campaign.objects.filter(launched_at__isnull=False).exists()


def opening(now: datetime, *, ago: timedelta = _OPENED_AT_LEAST) -> datetime:
    """The last eight o'clock of the district that is so long ago; by default, for a sweep to be well under way."""
    local = timezone.localtime(now - max(ago, _OPENED_AT_LEAST))
    eight = local.replace(hour=_OPENS_AT_HOUR, minute=0, second=0, microsecond=0)
    return eight if eight <= local else eight - timedelta(days=1)


def build(folder: Path, *, invented: County, say: Say, sweep: Sweep | None = None) -> None:
    """Writes the county's files into ``folder``, imports them, and launches a sweep that opened some time ago."""
    sweep = sweep or Sweep(opening(timezone.now()))
    truth = invented.write(folder)
    say(f"{truth.doors:,} doors with {truth.people:,} people written to {folder}")
    outbreak = Outbreak.objects.filter(closed_at=None).first() or open_outbreak(name=OUTBREAK)
    opens_at = sweep.opens_at
    import_zones(_table(folder / county.ZONES))
    result = import_register(_files(*sorted((folder / county.REGISTER).iterdir())))
    import_organisations(_table(folder / county.ORGANISATIONS))
    import_workers(_table(folder / county.WORKERS))
    say(f"{result.doors:,} doors and {result.people:,} people imported, {len(result.cells):,} cells to look at")
    _leads(outbreak, since=opens_at)
    campaign = make_campaign(
        outbreak=outbreak,
        name=CAMPAIGN,
        place=logins.district(),
        edition=make_questionnaire(name="入户排查", questions=[*QUESTIONS, *sweep.questions]),
        opens_at=opens_at,
        deadline=opens_at + sweep.lasts,
        team_size=sweep.team_size,
    )
    proposal = planning.propose(campaign)
    summary = planning.apply(campaign, proposal, lending=proposal.plan.lending)
    launch(campaign)
    # Whoever knocks now has been allowed to since the opening; visits of the past hours would be refused otherwise.
    Grant.objects.update(since=opens_at)
    say(f"{summary.assigned:,} doors handed out to {summary.teams} teams; forecast: {summary.hours_99} h for 99 %")


def codes(*, phones_a_team: int) -> tuple[list[str], list[str]]:
    """Personal codes for so many members of every team, and for the community leads; whoever has a phone has none."""
    campaign = Campaign.objects.filter(launched_at__isnull=False).order_by("-opens_at")[0]
    members = _members(phones_a_team)
    leads = list(Worker.objects.filter(duties__role=DutyRole.CHIEF, username=None).distinct())
    field = [code for _, code in invite_many(members, since=campaign.opens_at)]
    return field, [code for _, code in invite_many(leads, since=campaign.opens_at)]


def guest() -> Guest | None:
    """A code for somebody whose team knocks without them: for who tries the field app. None when all have codes."""
    found = (
        Membership.objects.filter(until_change=None, team__is_active=True, worker__invitations=None)
        .select_related("worker", "team__zone")
        .order_by("team__zone__name", "team__number", "worker")
        .first()
    )
    if found is None:
        return None
    [(worker, code)] = invite_many([found.worker])
    return Guest(worker.name, found.team.zone.name, found.team.number, code)


def make_logins() -> list[Login]:
    """A login for each role, with a password of its own, which stays; those that are there get a new one."""
    community = Place.objects.filter(kind=PlaceKind.COMMUNITY).order_by("path").first() or logins.district()
    made = []
    roles = (Role.HEADQUARTERS, Role.LEAD, Role.HEALTH, Role.INSPECTOR, Role.DATA_OFFICER)
    for role, name in zip(roles, names.grown_ups(seed="logins"), strict=False):
        place = community if role is Role.LEAD else logins.district()
        known = Worker.objects.filter(username=role.value).first()
        if known is not None:
            password = logins.set_password(worker=known, password=random_password())
        else:
            _, password = logins.create_login(
                username=role.value, role=role, place=place, name=name, password=random_password()
            )
        made.append(Login(role, role.value, password, place.name))
    return made


def _files(*paths: Path) -> Iterator[IncomingFile]:
    return (IncomingFile(name=path.name, content=path.read_bytes()) for path in paths)


def _table(path: Path) -> Table:
    return read_table(path.read_bytes(), path.name)


def _leads(outbreak: Outbreak, *, since: datetime) -> None:
    """A lead for every community, with a phone: the chain's second link, who decides on claims."""
    office, _ = Organisation.objects.get_or_create(name="县疫情防控指挥部")
    communities = Place.objects.filter(kind=PlaceKind.COMMUNITY).order_by("path")
    for community, name in zip(communities, names.grown_ups(seed="leads"), strict=False):
        lead = Worker(name=name, title="包社区干部", outbreak=outbreak, organisation=office)
        lead.set_unusable_password()
        lead.save()
        give_duty(worker=lead, place=community, role=DutyRole.CHIEF, by=None, since=since)


def _members(most: int) -> list[Worker]:
    """So many members of each team, the local one first."""
    taken: dict[object, int] = {}
    chosen: list[Worker] = []
    memberships: Iterable[Membership] = (
        Membership.objects.filter(until_change=None, team__is_active=True)
        .select_related("worker")
        .order_by("team", "-is_local", "worker")
    )
    for membership in memberships:
        taken[membership.team_id] = taken.get(membership.team_id, 0) + 1
        if taken[membership.team_id] <= most:
            chosen.append(membership.worker)
    return chosen
