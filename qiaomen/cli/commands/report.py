"""`qiaomen report freeze | list | show | recompute | check | publish | standard`: the daily report from a terminal."""

import argparse
import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qiaomen.places.models import Place
    from qiaomen.reports.models import Report

HELP = "freeze the daily report, show it, work it out again, say what it counts"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    names = "freeze|list|show|recompute|check|publish|standard"
    todo = parser.add_subparsers(dest="todo", metavar=names, required=True)
    freezes = todo.add_parser("freeze", help="freeze the report of a cut-off; without one, all that are due")
    todo.add_parser("list", help="frozen reports, the newest first")
    shows = todo.add_parser("show", help="the figures of a frozen report, and what it corrects of the one before")
    again = todo.add_parser(
        "recompute",
        help="work a frozen report out again: exit code 1 unless every byte agrees; with --as-of, no report",
    )
    checks = todo.add_parser("check", help="what is wrong with a definition, line by line; changes nothing")
    publishes = todo.add_parser("publish", help="put a definition in force; it is never edited afterwards")
    todo.add_parser("standard", help="the definition that ships")
    for part in (freezes, shows, again):
        part.add_argument("--place", default="", metavar="CODE_OR_NAME", help="whose report (default: the district)")
    for part in (freezes, shows, again):
        part.add_argument("--cut", type=datetime.fromisoformat, metavar="T", help="its cut-off, ISO 8601")
    again.add_argument("--as-of", type=datetime.fromisoformat, metavar="T", help="the figures of any past moment")
    for part in (checks, publishes):
        part.add_argument("file", type=Path, metavar="FILE")
    publishes.add_argument("--by", required=True, metavar="USERNAME")
    for part in todo.choices.values():
        part.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    does = {
        "freeze": _freeze, "list": _list, "show": _show, "recompute": _recompute, "check": _check,
        "publish": _publish, "standard": _standard,
    }  # fmt: skip
    return does[args.todo](args)


def _freeze(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from qiaomen.reports import due
    from qiaomen.reports.freezing import freeze

    if args.cut is None and not args.place:
        frozen = due.freeze_due(timezone.now())
    else:
        frozen = [freeze(place=_place(args), cut=_aware(args.cut) if args.cut else timezone.now())]
    _say([_about(one) for one in frozen], args, [_line(one) for one in frozen])
    return 0


def _list(args: argparse.Namespace) -> int:
    from qiaomen.reports import queries

    found = list(queries.reports())
    _say([_about(one) for one in found], args, [_line(one) for one in found])
    return 0


def _show(args: argparse.Namespace) -> int:
    from qiaomen.reports import corrections, editions, queries

    report = _report(args)
    document, totals = editions.document_of(report.edition), queries.totals(report)
    corrected = {one.figure: one for one in corrections.of(report)}
    lines = [_line(report)]
    lines += [f"{totals[one.key]}\t{one.key}\t{one.as_of}\t{one.name.zh} / {one.name.en}" for one in document.figures]
    lines += [f"{c.reported} → {c.now}\t{key}\t+{len(c.came)} −{len(c.taken)}" for key, c in corrected.items()]
    numbers = {key: [c.reported, c.now] for key, c in corrected.items()}
    answer = {**_about(report), "figures": totals, "corrections": numbers}
    _say(answer, args, lines)
    return 0


def _recompute(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from qiaomen.reports import freezing, queries

    if args.as_of is not None:
        return _as_of(args)
    report = _report(args)
    differing = freezing.differing(report)
    said = _("Every figure comes out as it was frozen, byte by byte.")
    if queries.forgotten(report):
        said = _("Whom it counted was forgotten with its outbreak; nothing is left to compare.")
    _say({**_about(report), "differing": differing}, args, differing or [said])
    return 1 if differing else 0


def _as_of(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from qiaomen.reports import editions, freezing, members

    document, place = editions.definition_now(), _place(args)
    packed = freezing.recount(document, place.id, freezing.moments_of(_aware(args.as_of), timezone.now()))
    totals = {one.key: sum(g.amount for g in members.unpack(packed[one.key])) for one in document.figures}
    _say(totals, args, [f"{totals[one.key]}\t{one.key}\t{one.as_of}\t{one.name.zh}" for one in document.figures])
    return 0


def _check(args: argparse.Namespace) -> int:
    from qiaomen.reports import definition

    faults = definition.faults(_text(args.file))
    lines = [f"{args.file}:{one.line} {one.figure}: {one.text}" for one in faults]
    _say([one.as_dict() for one in faults], args, lines)
    return 1 if faults else 0


def _publish(args: argparse.Namespace) -> int:
    from qiaomen.access.models import Worker
    from qiaomen.access.roles import Verb
    from qiaomen.base.problems import Problem
    from qiaomen.reports import editions

    by = Worker.objects.filter(username=args.by, is_active=True).first()
    if by is None or not by.may(Verb.ADMINISTER):
        raise Problem("access.forbidden")
    edition = editions.publish(text=_text(args.file), by=by)
    answer = {"number": edition.number, "name": edition.name_zh}
    _say(answer, args, [f"{edition.number}\t{edition.name_zh}"])
    return 0


def _standard(args: argparse.Namespace) -> int:
    from qiaomen.reports import definition

    text = definition.standard()
    _say({"text": text}, args, [text.rstrip("\n")])
    return 0


def _report(args: argparse.Namespace) -> "Report":
    from qiaomen.base.problems import Problem
    from qiaomen.reports import queries

    found = queries.reports(_place(args))
    report = found.filter(cut_at=_aware(args.cut)).first() if args.cut else found.first()
    if report is None:
        raise Problem("access.not_found")
    return report


def _place(args: argparse.Namespace) -> "Place":
    from qiaomen.access import logins

    return logins.place_named(args.place)


def _aware(moment: datetime) -> datetime:
    """Without an offset it is the district's time."""
    from django.utils import timezone

    return moment if moment.tzinfo is not None else timezone.make_aware(moment)


def _text(file: Path) -> str:
    from qiaomen.base.problems import Problem

    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise Problem("policy.unreadable") from None


def _about(report: "Report") -> dict[str, Any]:
    return {
        "id": str(report.id),
        "place": report.place.name,
        "cut_at": report.cut_at.isoformat(),
        "cut_seq": report.cut_seq,
        "known_at": report.known_at.isoformat(),
        "known_seq": report.known_seq,
        "edition": report.edition.number,
        "digest": bytes(report.digest).hex(),
    }


def _line(report: "Report") -> str:
    from django.utils import timezone

    cut, known = (timezone.localtime(moment).isoformat(" ", "minutes") for moment in (report.cut_at, report.known_at))
    digest = bytes(report.digest).hex()[:12]
    return f"{cut}\t{known}\t{report.place.name}\t{report.edition.name_zh} {report.edition.number}\t{digest}"


def _say(answer: Any, args: argparse.Namespace, lines: list[str]) -> None:
    print(json.dumps(answer, ensure_ascii=False) if args.json else "\n".join(lines))
