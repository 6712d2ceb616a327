"""Household members who all stand in one cell: 赖涛根 990000198904110022 12000033575；乔丽生 …"""

import re
import unicodedata

import msgspec

_BETWEEN = re.compile(r"[；;\n|]+|[、，,](?=\s*[\u3400-\u9fff])")
_ID = re.compile(
    r"(?<![\dA-Za-z])'?(\d{6} ?\d{8} ?\d{3}[\dXx]|\d{15}|\d\.\d+[Ee]\+\d+|[A-Za-z]{1,2}\d{7,10})(?![\dA-Za-z])"
)
_NAME = re.compile(r"^[^\d+'(]*(?:\([^)]*\)[^\d+'(]*)*")


class MemberText(msgspec.Struct, frozen=True):
    """One member of such a cell, still as text."""

    name: str
    id_text: str = ""
    phone_text: str = ""


def read_members(cell: str) -> list[MemberText]:
    """Part a cell into its members; what is neither name nor id is left in `phone_text`, where it shows as a fault."""
    plain = unicodedata.normalize("NFKC", cell)
    found: list[MemberText] = []
    for piece in _BETWEEN.split(plain):
        piece = piece.strip()
        if piece:
            found += [_member(piece)] if re.search(r"\d", piece) else [MemberText(name) for name in _names(piece)]
    return found


def _member(piece: str) -> MemberText:
    id_found = _ID.search(piece)
    rest = piece.replace(id_found[0], " ", 1) if id_found else piece
    name_found = _NAME.match(rest)
    name = name_found[0] if name_found else ""
    return MemberText(
        name=name.strip(" :："),
        id_text=id_found[1] if id_found else "",
        phone_text=rest[len(name) :].strip(" '"),
    )


def _names(piece: str) -> list[str]:
    """Several names parted by blanks; 邓 艳 is one name, since no part of 邓艳 王芳 is a single character."""
    parts = piece.split()
    return parts if len(parts) > 1 and all(len(part) > 1 for part in parts) else [piece]
