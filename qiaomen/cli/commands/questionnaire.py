"""`qiaomen questionnaire import | export | list`: what sweeps ask, from and to XLSForm workbooks."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qiaomen.campaigns.xlsform_rows import Fault

HELP = "read questionnaires from XLSForm workbooks and write them"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    todo = parser.add_subparsers(dest="todo", metavar="import|export|list", required=True)
    reads = todo.add_parser("import", help="a new edition from an XLSForm workbook")
    reads.add_argument("file", type=Path, metavar="FILE")
    reads.add_argument("--name", default="", help="of the questionnaire (default: the form's title, else the file's)")
    reads.add_argument("--dry-run", action="store_true", help="say what would be asked, and write nothing")
    writes = todo.add_parser("export", help="an edition as an XLSForm workbook")
    writes.add_argument("name", metavar="NAME")
    writes.add_argument("file", type=Path, metavar="FILE")
    writes.add_argument("--edition", type=int, metavar="N", help="its number (default: the newest)")
    todo.add_parser("list", help="all questionnaires and their editions")
    for part in todo.choices.values():
        part.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    return {"import": _import, "export": _export, "list": _list}[args.todo](args)


def _import(args: argparse.Namespace) -> int:
    from qiaomen.campaigns.xlsform import read_xlsform
    from qiaomen.campaigns.xlsform_editions import add_edition

    reading = read_xlsform(_content(args.file))
    answer: dict[str, Any] = {"refused": _told(reading.faults), "warnings": _told(reading.warnings)}
    said = [f"! {_line(fault)}" for fault in reading.faults] + [f"  {_line(one)}" for one in reading.warnings]
    if not reading.faults:
        answer["questions"] = [question.name for question in reading.questions]
        said += [f"{question.of}\t{question.type}\t{question.name}\t{question.zh}" for question in reading.questions]
        if not args.dry_run:
            name = args.name or reading.title or args.file.stem
            edition, is_new = add_edition(name=name, questions=reading.questions)
            answer |= {"id": str(edition.id), "name": name, "edition": edition.number, "new": is_new}
            said.append(f"{edition.id}\t{name}\t{edition.number}{'' if is_new else ' ='}")
    _say(answer, args, "\n".join(said))
    return 1 if reading.faults else 0


def _export(args: argparse.Namespace) -> int:
    from qiaomen.base.problems import Problem
    from qiaomen.campaigns.models import Edition
    from qiaomen.campaigns.xlsform_editions import exported

    found = Edition.objects.select_related("questionnaire").filter(questionnaire__name=args.name).order_by("-number")
    edition = (found.filter(number=args.edition) if args.edition else found).first()
    if edition is None:
        raise Problem("questionnaire.unknown")
    args.file.write_bytes(exported(edition))
    _say({"file": str(args.file), "edition": edition.number}, args, f"{args.file}")
    return 0


def _list(args: argparse.Namespace) -> int:
    from qiaomen.campaigns.models import Edition

    found = Edition.objects.select_related("questionnaire").order_by("questionnaire__name", "-number")
    lines = [
        {"id": str(one.id), "name": one.questionnaire.name, "edition": one.number, "questions": len(one.questions)}
        for one in found
    ]
    _say(lines, args, "\n".join(f"{line['id']}  {line['edition']:>3}  {line['name']}" for line in lines))
    return 0


def _content(file: Path) -> bytes:
    from qiaomen.base.problems import Problem

    try:
        return file.read_bytes()
    except OSError:
        raise Problem("xlsform.unreadable") from None


def _told(faults: "Iterable[Fault]") -> list[dict[str, Any]]:
    return [
        {
            "sheet": fault.sheet,
            "row": fault.row,
            "column": fault.column,
            "code": fault.problem.code,
            "message": fault.problem.message,
        }
        for fault in faults
    ]


def _line(fault: "Fault") -> str:
    where = " ".join(filter(None, (fault.sheet, str(fault.row or ""), fault.column)))
    return f"{where}: {fault.problem.message}"


def _say(answer: Any, args: argparse.Namespace, text: str) -> None:
    print(json.dumps(answer, ensure_ascii=False) if args.json else text)
