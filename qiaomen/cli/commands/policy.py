"""`qiaomen policy check | examples | what-if | publish | explain`: its text, whom it moves, why somebody is red."""

import argparse
import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from qiaomen.access.models import Worker
    from qiaomen.policy.language import Words
    from qiaomen.policy.whatif import Household

HELP = "check a policy, see whom it would move, publish it, ask why somebody is under a measure"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    todo = parser.add_subparsers(dest="todo", metavar="check|examples|what-if|publish|explain", required=True)
    checks = todo.add_parser("check", help="what is wrong with a text, line by line; changes nothing")
    examples = todo.add_parser("examples", help="the editions that ship; with a name: its text")
    examples.add_argument("name", nargs="?", metavar="NAME")
    asks = todo.add_parser("what-if", help="the households that it would move, from what to what; changes nothing")
    publishes = todo.add_parser("publish", help="put a text in force from an hour on; it is never edited afterwards")
    why = todo.add_parser("explain", help="what holds for a person, by which rule, since when, until when")
    why.add_argument("person", type=UUID, metavar="PERSON", help="the id of the person's file")
    why.add_argument("--at", type=_hour, metavar="HOUR", help="another hour than now")
    for part in (checks, asks, publishes):
        part.add_argument("file", type=Path, metavar="FILE")
    for part in (asks, publishes):
        part.add_argument("--from", dest="hour", type=_hour, metavar="HOUR", help="instead of the text's own hour")
    for part in (publishes, why):
        part.add_argument("--by", required=True, metavar="USERNAME", help="who does this, and answers for it")
    for part in todo.choices.values():
        part.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    does = {"check": _check, "examples": _examples, "what-if": _what_if, "publish": _publish, "explain": _explain}
    return does[args.todo](args)


def _check(args: argparse.Namespace) -> int:
    from qiaomen.policy import documents

    faults = documents.faults(_text(args.file))
    lines = [f"{'!' if not one.warning else ' '} {args.file}:{one.line} {one.rule}: {one.text}" for one in faults]
    _say([one.as_dict() for one in faults], args, lines)
    return 1 if any(not one.warning for one in faults) else 0


def _examples(args: argparse.Namespace) -> int:
    from qiaomen.policy import documents

    if args.name:
        text = documents.example(args.name)
        _say({"name": args.name, "text": text}, args, [text.rstrip("\n")])
        return 0
    about = {name: documents.read(documents.example(name)).edition for name in documents.examples()}
    lines = [f"{name}\t{one.evidence}\t{one.name.zh} / {one.name.en}" for name, one in about.items()]
    _say([{"name": name, "evidence": one.evidence, "source": one.source} for name, one in about.items()], args, lines)
    return 0


def _what_if(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from qiaomen.policy import whatif

    several = whatif.by_household(whatif.moves(_dated(args), now=timezone.now()))
    answer = [_household(one) for one in several]
    _say(answer, args, [f"{_where(one)}\t{one['people']}" for one in answer] + [str(len(answer))])
    return 0


def _publish(args: argparse.Namespace) -> int:
    from django.db import transaction
    from django.utils import timezone

    from qiaomen.access.roles import Verb
    from qiaomen.policy import editions, publishing

    by = _worker(args.by, Verb.ADMINISTER)
    with transaction.atomic():
        edition = editions.draft(text=_dated(args), by=by)
        publishing.publish(edition, by=by, now=timezone.now())
    answer = {"id": str(edition.id), "name": edition.name_zh, "effective": edition.effective.isoformat()}
    _say(answer, args, ["\t".join(answer.values())])
    return 0


def _explain(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from qiaomen.access import audit
    from qiaomen.access.roles import Verb
    from qiaomen.policy import explain

    by = _worker(args.by, Verb.DECIDE)
    audit.write(by, "policy.explained", args.person)
    found = explain.at(args.person, args.at or timezone.now())
    lines = [found.colour, *_both(found.measure_name)]
    for one in found.because:
        until = one.until.isoformat() if one.until else "–"
        lines += [f"{one.rule}\t{one.day0}\t{one.since.isoformat()}\t{until}", *_both(one.text)]
        lines += _both(one.edition_name)
    _say(_plain(found), args, [*lines, *_both(found.says if not found.because else None), *_both(found.how_to_object)])
    return 0


def _text(file: Path) -> str:
    from qiaomen.base.problems import Problem

    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise Problem("policy.unreadable") from None


def _dated(args: argparse.Namespace) -> str:
    from qiaomen.policy import documents

    text = _text(args.file)
    return documents.effective_from(text, args.hour) if args.hour else text


def _worker(username: str, verb: Any) -> "Worker":
    from qiaomen.access.models import Worker
    from qiaomen.base.problems import Problem

    worker = Worker.objects.filter(username=username, is_active=True).first()
    if worker is None or not worker.may(verb):
        raise Problem("access.forbidden")
    return worker


def _household(one: "Household") -> dict[str, Any]:
    moves = [
        {
            "person": str(move.person),
            "from": move.before.measure or move.before.colour,
            "to": move.after.measure or move.after.colour,
            "until": move.after.until.isoformat() if move.after.until else None,
        }
        for move in one.people
    ]
    return {"door": one.label, "place": one.neighbourhood, "people": len(moves), "moves": moves}


def _where(one: dict[str, Any]) -> str:
    kinds = sorted({f"{move['from']} → {move['to']}" for move in one["moves"]})
    return f"{one['place']} {one['door']}\t{', '.join(kinds)}"


def _both(words: "Words | None") -> list[str]:
    return [words.zh, words.en] if words else []


def _plain(found: Any) -> Any:
    import msgspec

    return msgspec.to_builtins(found)


def _hour(text: str) -> datetime:
    """An hour; without an offset it is the district's."""
    from zoneinfo import ZoneInfo

    from django.conf import settings

    said = datetime.fromisoformat(text)
    return said if said.tzinfo else said.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))


def _say(answer: Any, args: argparse.Namespace, lines: list[str]) -> None:
    print(json.dumps(answer, ensure_ascii=False) if args.json else "\n".join(lines))
