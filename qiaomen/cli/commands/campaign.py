"""`qiaomen campaign create | list | plan | replan | close`: sweeps, who knocks where, and what it comes to."""

import argparse
import json
from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from qiaomen.campaigns.models import Campaign, Edition
    from qiaomen.campaigns.planning import Proposal, Summary

HELP = "make sweeps, plan who knocks where, plan again, close"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    todo = parser.add_subparsers(dest="todo", metavar="create|list|plan|replan|close", required=True)
    _add_create(todo.add_parser("create", help="a new sweep"))
    _add_plan(todo.add_parser("plan", help="propose who knocks where; with --apply hand the doors out"))
    _add_replan(todo.add_parser("replan", help="hand on the doors of people who dropped out"))
    todo.add_parser("list", help="all sweeps, the newest first")
    todo.add_parser("close", help="end a sweep").add_argument("name", metavar="NAME")
    for part in todo.choices.values():
        part.add_argument("--json", action="store_true")


def _add_create(create: argparse.ArgumentParser) -> None:
    create.add_argument("name", metavar="NAME")
    create.add_argument("--deadline-hours", type=_hours, default=72.0, metavar="H", help="from the opening (72)")
    create.add_argument("--opens", type=datetime.fromisoformat, metavar="T", help="ISO 8601 (default: now)")
    create.add_argument("--place", default="", metavar="CODE_OR_NAME", help="where (default: the district)")
    create.add_argument("--kinds", default="", help="door kinds, with commas (default: all)")
    create.add_argument("--questionnaire", default="", metavar="NAME", help="its newest edition asks")
    create.add_argument("--pace", type=_pace, default=11.0, metavar="N", help="doors a team and day (11)")
    create.add_argument("--team-size", type=int, choices=(1, 2, 3), default=3, help="people a team (3)")
    create.add_argument("--knocking", type=_knocking, default=(time(8), time(21)), metavar="08:00-21:00")
    create.add_argument("--launch", action="store_true", help="hand the doors out as planned and open it to phones")


def _add_plan(plan: argparse.ArgumentParser) -> None:
    plan.add_argument("name", metavar="NAME")
    plan.add_argument("--apply", action="store_true", help="make the teams and hand the doors out")
    plan.add_argument("--lend", action="store_true", help="take all suggested lending steps")
    plan.add_argument("--by-kind", action="store_true", help="doors take longer by kind, floor and lift")
    plan.add_argument("--reform", action="store_true", help="form all teams anew")


def _add_replan(replan: argparse.ArgumentParser) -> None:
    replan.add_argument("name", metavar="NAME")
    replan.add_argument("--gone", action="append", default=[], metavar="WORKER", help="id or name; may be repeated")
    replan.add_argument("--smallest", type=int, choices=(1, 2, 3), help="people who may go on as a team")
    replan.add_argument("--relieve", action="store_true", help="also take from teams what they will not manage")
    replan.add_argument("--dry-run", action="store_true", help="say what would move, and write nothing")


def run(args: argparse.Namespace) -> int:
    does = {"create": _create, "list": _list, "plan": _plan, "replan": _replan, "close": _close}
    return does[args.todo](args)


def _create(args: argparse.Namespace) -> int:
    from datetime import timedelta

    from django.utils import timezone

    from qiaomen.access.logins import place_named
    from qiaomen.base.models import Outbreak
    from qiaomen.campaigns.planning import apply, as_json, propose, sweeps

    opens = args.opens or timezone.now()
    opens = timezone.make_aware(opens) if timezone.is_naive(opens) else opens
    campaign = sweeps.create(
        outbreak=Outbreak.objects.current(),
        name=args.name,
        place=place_named(args.place),
        edition=_edition(args.questionnaire),
        opens_at=opens,
        deadline=opens + timedelta(hours=args.deadline_hours),
        day_from=args.knocking[0],
        day_until=args.knocking[1],
        door_kinds=_kinds(args.kinds),
        pace=args.pace,
        team_size=args.team_size,
    )
    answer = {"id": str(campaign.id), "name": campaign.name}
    if not args.launch:
        _say(answer, args, str(campaign.id))
        return 0
    summary = apply(campaign, propose(campaign))
    sweeps.launch(campaign)
    _say(answer | {"plan": as_json(summary)}, args, f"{campaign.id}\n{_told(summary)}")
    return 0


def _list(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from qiaomen.campaigns.models import Campaign

    lines = [
        {
            "id": str(campaign.id),
            "name": campaign.name,
            "opens": timezone.localtime(campaign.opens_at).isoformat(timespec="minutes"),
            "deadline": timezone.localtime(campaign.deadline).isoformat(timespec="minutes"),
            "state": _state(campaign),
        }
        for campaign in Campaign.objects.all()
    ]
    told = (f"{line['id']}  {line['opens']}  {line['state']:<9}  {line['name']}" for line in lines)
    _say(lines, args, "\n".join(told))
    return 0


def _plan(args: argparse.Namespace) -> int:
    from qiaomen.campaigns.planning import apply, as_json, propose, summarise, sweeps

    campaign = sweeps.named(args.name)
    proposal = propose(campaign, by_kind=args.by_kind, reform=args.reform)
    if args.lend:
        proposal = proposal.lending(proposal.plan.lending)
    summary = apply(campaign, proposal) if args.apply else summarise(proposal)
    answer = as_json(summary) | {"applied": args.apply, "assignments": _hands(proposal) if not args.apply else None}
    _say(answer, args, _told(summary))
    return 0


def _replan(args: argparse.Namespace) -> int:
    import msgspec

    from qiaomen.campaigns.planning import apply_replan, replan, sentences, summarise_replan, sweeps

    campaign = sweeps.named(args.name)
    gone = [_worker(text) for text in args.gone]
    again = replan(campaign, gone_workers=gone, smallest=args.smallest, relieve=args.relieve)
    summary = summarise_replan(again) if args.dry_run else apply_replan(campaign, again)
    _say(msgspec.to_builtins(summary), args, sentences.moved(summary))
    return 0


def _close(args: argparse.Namespace) -> int:
    from qiaomen.campaigns.planning import sweeps

    campaign = sweeps.named(args.name)
    sweeps.close(campaign)
    _say({"id": str(campaign.id), "name": campaign.name}, args, str(campaign.id))
    return 0


def _told(summary: "Summary") -> str:
    """The plan for the terminal: the verdict, the zones, the steps."""
    from qiaomen.campaigns.planning import sentences

    lines = [sentences.verdict(summary), sentences.pooled(summary.pooled), sentences.expected(summary)]
    lines += [
        f"{zone.name}\t{zone.doors}\t{zone.teams}\t{zone.longest_doors}\t{zone.finish_hours}\t{zone.short_teams}"
        for zone in summary.zones
    ]
    lines += [f"{part.name}\t{part.doors}\t-" for part in summary.outside]
    for sign, steps in (("+", summary.lent), ("?", summary.lending)):
        lines += [f"{sign} {step.from_zone} → {step.to_zone}\t{step.organisation}\t{step.teams}" for step in steps]
    return "\n".join(lines)


def _hands(proposal: "Proposal") -> dict[str, list[str]]:
    """Doors by the planner's name for the team: a dry run shows everything that it would do."""
    hands: dict[str, list[str]] = {}
    for door, team in proposal.doors():
        hands.setdefault(team, []).append(str(door))
    return hands


def _edition(name: str) -> "Edition | None":
    from qiaomen.base.problems import Problem
    from qiaomen.campaigns.xlsform_editions import newest

    found = newest(name) if name else None
    if name and found is None:
        raise Problem("questionnaire.unknown")
    return found


def _worker(text: str) -> UUID:
    from qiaomen.access.models import Worker
    from qiaomen.base.problems import Problem

    try:
        found = list(Worker.objects.filter(pk=UUID(text)).values_list("id", flat=True))
    except ValueError:
        found = list(Worker.objects.filter(name=text, is_active=True).values_list("id", flat=True))
    if len(found) != 1:
        raise Problem("access.worker_unknown")
    return found[0]


def _kinds(text: str) -> list[str]:
    from qiaomen.places.models import DoorKind

    kinds = [word.strip() for word in text.split(",") if word.strip()]
    unknown = [kind for kind in kinds if kind not in DoorKind.values]
    if unknown:
        raise SystemExit(f"qiaomen: no door kind {', '.join(unknown)}; there are {', '.join(DoorKind.values)}.")
    return kinds


def _state(campaign: "Campaign") -> str:
    if campaign.closed_at is not None:
        return "closed"
    return "prepared" if campaign.launched_at is None else "launched"


def _say(answer: Any, args: argparse.Namespace, text: str) -> None:
    print(json.dumps(answer, ensure_ascii=False) if args.json else text)


def _hours(text: str) -> float:
    return _positive(text, "hours")


def _pace(text: str) -> float:
    return _positive(text, "doors a day")


def _positive(text: str, what: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 100_000:
        raise argparse.ArgumentTypeError(f"not a number of {what}: {text}")
    return value


def _knocking(text: str) -> tuple[time, time]:
    try:
        start, end = (time.fromisoformat(part.strip()) for part in text.split("-"))
    except ValueError:
        raise argparse.ArgumentTypeError(f"not two times of a day: {text}") from None
    return start, end
