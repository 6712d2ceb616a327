"""What encoding a text file is in: byte order mark, then UTF-8, then GB18030, each strictly; else ask a person."""

import codecs
import re

from qiaomen.base.problems import Problem
from qiaomen.people.names import simplified

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CHOICES = ("utf-8", "gb18030", "big5hkscs", "utf-16")
_SAMPLE = 4_000
_CLEARLY = 0.2
_HAN = re.compile(r"[\u3400-\u9fff]")


def decode(content: bytes, *, encoding: str | None = None) -> tuple[str, str]:
    """The text and its encoding. A forced `encoding` must fit. Raises `file.encoding`, naming a likelier one if any."""
    if encoding:
        return _strictly(content, encoding), encoding
    for mark, name in MARKS:
        if content.startswith(mark):
            return _strictly(content, name), name
    if content[:1000].count(b"\0") > len(content[:1000]) // 5:
        name = "utf-16-le" if content[1:2] == b"\0" else "utf-16-be"
        return _strictly(content, name), name
    for name in ("utf-8", "gb18030"):
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        if name == "gb18030" and _reads_better_in_big5(text, content):
            raise Problem("file.encoding", likely="big5hkscs")
        return text, name
    raise Problem("file.encoding", likely="big5hkscs")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        raise Problem("file.encoding", likely=encoding) from None


def _reads_better_in_big5(text: str, content: bytes) -> bool:
    """Big5 bytes often decode as GB18030 too, into characters that nobody writes."""
    try:
        other = content.decode("big5hkscs")
    except UnicodeDecodeError:
        return False
    return _commonness(other) > _commonness(text) + _CLEARLY


def _commonness(text: str) -> float:
    """The share of everyday characters (GB 2312 level 1, in simplified script) among a text's Chinese characters."""
    letters = _HAN.findall(text)[:_SAMPLE]
    common = sum(_is_common(letter) for letter in simplified("".join(letters)))
    return common / len(letters) if letters else 0.0


def _is_common(letter: str) -> bool:
    try:
        return letter.encode("gb2312")[0] < 0xD8
    except UnicodeEncodeError:
        return False
