"""Clues as pages show them: lines in words, a clue's time line, the views of the list. Who told it is opened apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from qiaomen.access.models import Organisation, Worker
from qiaomen.attachments.queries import Photo
from qiaomen.base.ids import SYSTEM
from qiaomen.campaigns.queries.names import locate
from qiaomen.clues.doubles import Double
from qiaomen.clues.folds import source_of
from qiaomen.clues.models import Reward, Source, State, What
from qiaomen.clues.queries import SHOWN, Row, Series
from qiaomen.clues.queries import Line as Told
from qiaomen.clues.records import ClueStep, ClueTold
from qiaomen.console import parts
from qiaomen.console.asked import link
from qiaomen.console.words import author_word

PROTECTED = ("reporter", "phone", "signed")
"""Words that say who told it, or who signed for what it earned."""
OPENED = ("words", "where", "plate", "agency", "to", "note")


@dataclass(frozen=True, slots=True)
class Line:
    """A clue in words; `doubles`: how many others may be of the same thing.

    `ended_apart`: how reports joined to it ended while it is open; `ended_alone`: how one that is joined ended itself.
    """

    row: Row
    what: str
    source: str
    state: str
    reward: str
    is_late: bool
    doubles: int
    series: str
    url: str
    ended_apart: str
    ended_alone: str


@dataclass(frozen=True, slots=True)
class Said:
    """One record of a clue in words; `words` as names and values, where they were opened."""

    at: datetime
    title: str
    author: str
    words: Sequence[tuple[str, str]]
    photos: Sequence[Photo] = field(default=())


def lines(
    several: Sequence[Row], now: datetime, *, doubles: Mapping[UUID, Sequence[Double]], series: Mapping[UUID, Series]
) -> list[Line]:
    """These clues in words, with where they are."""
    locate(several)
    return [
        Line(
            one, str(What(one.what).label), source_word(one), str(State(one.state).label), reward_word(one),
            one.is_late(now), len(doubles.get(one.id, ())), series_word(series.get(one.id)), link("clue", one.id),
            ended_word(one.ended_apart), ended_word([one.ended_as] if one.joined_to and one.ended_as else []),
        )
        for one in several
    ]  # fmt: skip


def segments(shown: str, numbers: Mapping[str, int]) -> list[parts.Segment]:
    """The views of the list; each number is that of its list."""
    words = {
        "open": pgettext("clue", "To be looked at"), "late": pgettext("clue", "Late"),
        "unsent": pgettext("clue", "Nobody sent"), "apart": pgettext("clue", "Ended in a joined report"),
        "verified": pgettext("clue", "Verified"),
        "unfounded": pgettext("clue", "Unfounded"), "elsewhere": pgettext("clue", "Handed on"),
        "joined": pgettext("clue", "Joined"), "rewards": _("Rewards"), "all": _("All"),
    }  # fmt: skip
    return [parts.Segment(words[key], link("clues", show=key), key == shown, numbers[key]) for key in SHOWN]


def ended_word(states: Sequence[str]) -> str:
    """These ends in words."""
    return _(", ").join(str(State(one).label) for one in states)


def source_word(row: Row) -> str:
    """By which way it came; of an agency that the district knows, its name."""
    return row.organisation or str(Source(row.source).label)


def reward_word(row: Row) -> str:
    """What it earned, and whether that was collected."""
    if row.reward == Reward.NONE:
        return ""
    what = _("%(what)s × %(count)s") % {"what": row.reward_what or _("reward"), "count": row.reward_count}
    return f"{what} · {Reward(row.reward).label}"


def series_word(series: Series | None) -> str:
    """How many clues of who told this one were unfounded, where there were others."""
    if series is None or series.told < 2:
        return ""
    said = ngettext("%(bad)s of %(n)s clue unfounded", "%(bad)s of %(n)s clues unfounded", series.told)
    return said % {"bad": series.unfounded, "n": series.told}


def told(several: Sequence[Told], photos: Mapping[UUID, Sequence[Photo]], *, names_teller: bool) -> list[Said]:
    """The records of a clue in words, the newest first. A volunteer who told it is named to those who may know."""
    bodies = [one.told.body for one in several]
    workers = {id for body in bodies if isinstance(body, ClueStep) for id in (body.worker, *body.workers) if id}
    names = dict(Worker.objects.filter(id__in=workers | {one.told.author for one in several}).values_list("id", "name"))
    handed = {body.organisation for body in bodies if body.organisation}
    names |= dict(Organisation.objects.filter(id__in=handed).values_list("id", "name"))
    kept = OPENED + PROTECTED if names_teller else OPENED
    found = [
        Said(
            one.told.at, _title(one.told.body, names), _author(one, names, names_teller=names_teller),
            [(named(key), one.words[key]) for key in kept if one.words.get(key)], photos.get(one.told.id, ()),
        )
        for one in several
    ]  # fmt: skip
    return found[::-1]


def named(key: str) -> str:
    """What a sealed field is called."""
    return {
        "words": pgettext("letter", "In their words"),
        "where": pgettext("clue", "Where"),
        "plate": pgettext("clue", "Plate"),
        "agency": pgettext("clue", "Agency"),
        "to": pgettext("clue", "Handed on to"),
        "note": _("Note"),
        "reporter": pgettext("clue", "Told by"),
        "phone": _("Phone"),
        "signed": pgettext("clue", "Signed for by"),
    }[key]


def _author(one: Told, names: Mapping[UUID, str], *, names_teller: bool) -> str:
    if isinstance(one.told.body, ClueTold) and source_of(one.told) == Source.VOLUNTEER and not names_teller:
        return _("a volunteer")
    if one.told.author == SYSTEM:
        return pgettext("clue", "by itself")
    return author_word(one.told.author, names.get(one.told.author, ""))


def _title(body: ClueTold | ClueStep, names: Mapping[UUID, str]) -> str:
    if isinstance(body, ClueTold):
        return _("told: %(what)s") % {"what": What(body.what).label}
    if body.step == "dispatched":
        who = names.get(body.worker, "") if body.worker else ""
        return _("sent: %(who)s") % {"who": who} if who else _("its clock began; nobody was sent yet")
    if body.step == "told":
        whom = _(", ").join(names.get(one, "") for one in body.workers)
        return _("late: told to %(whom)s") % {"whom": whom} if whom else _("late: nobody is left to be told")
    if body.step == "elsewhere" and body.organisation:
        return _("handed on to %(organisation)s") % {"organisation": names.get(body.organisation, "")}
    if body.step == "rewarded":
        said = _("booked: %(what)s × %(count)s, receipt %(number)s")
        return said % {"what": body.what or _("reward"), "count": body.count, "number": body.number}
    return _step_word(body.step)


def _step_word(step: str) -> str:
    return {
        "seen": pgettext("clue", "somebody was there"),
        "verified": pgettext("clue", "it is so: verified"),
        "unfounded": pgettext("clue", "it is not so: unfounded"),
        "elsewhere": pgettext("clue", "handed on elsewhere"),
        "reopened": pgettext("clue", "opened again"),
        "joined": pgettext("clue", "joined to another clue of the same thing"),
        "parted": pgettext("clue", "parted again: not the same thing"),
        "distinct": pgettext("clue", "looked at beside another: not the same thing"),
        "collected": pgettext("clue", "the reward was collected"),
    }[step]
