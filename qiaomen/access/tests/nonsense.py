"""What nobody means to send: values at the ends of what there is, files that are something else, broken bodies."""

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import Any
from urllib.parse import quote, quote_plus

from django import forms
from hypothesis import strategies as st

from qiaomen.access.tests.forms import Watched

MARK = "<script>alert(7)</script>"
# In an attribute, in text, and where a template already stands between quotes.
HTML = [MARK, f'">{MARK}', f"'>{MARK}", f"</textarea>{MARK}", f"<!--{MARK}"]
FAR = ["9999-12-31", "10000-01-01", "0001-01-01T00:00", "+12020-03-21", "9999-12-31T23:59:59Z"]
TEXTS = [
    "", " ", "\0", "长" * 10_000, "\ud800", "门\udc80", "\r\n\t", "\u202e\u2066", "\ufeff", "🏮" * 300, "%00",
    "../../etc/passwd", "=1+1", "＝cmd|' /C calc'!A0", "@SUM(A1)", "+86", "-", "{{ request.user }}", "%(name)s",
    "{}", "[", "null", '{"a": 1}',
]  # fmt: skip
NUMBERS = [
    "-1",
    "0",
    "9" * 30,
    "9" * 5000,
    "101 " + "9" * 5000,
    "-9223372036854775809",
    "2147483648",
    "1e400",
    "NaN",
    "-Infinity",
    "²",
    "١٢",
    "0x10",
    "1_0",
]
DATES = [
    "2022-02-30",
    "0000-00-00",
    "2020-03-21T25:61",
    "2399-12-31",
    "1600-01-01T00:00",
    "24:00",
    "20200321",
    "2020-W12-6",
]
IDS = [
    "not-a-uuid",
    "00000000-0000-0000-0000-000000000000",
    "f" * 32,
    "{f0000000-0000-7000-8000-000000000000}",
    "0" * 36,
]
ODD = [*TEXTS, *HTML, *NUMBERS, *DATES, *FAR, *IDS]
PLAIN = ["1", "yes", "on", "2020-03-21", "2020-03-21T10:00", "10:00", "词"]


@dataclass(frozen=True, slots=True)
class File:
    """What a browser would send for a file."""

    name: str
    content: bytes
    type: str = "application/octet-stream"


def _workbook_without_sheets() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        zipped.writestr("[Content_Types].xml", "<Types/>")
    return out.getvalue()


FILES = [
    File("表.csv", "姓名,电话\n=1+1,13800000000\n".encode()),
    File("empty.xlsx", b""),
    File("zip.xlsx", _workbook_without_sheets()),
    File("page.csv", f"{MARK},{MARK}\n1,2\n".encode(), "text/html"),
    File("photo.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 40, "image/jpeg"),
    File("photo.png", b"\x89PNG\r\n\x1a\n" + b"\xff" * 40, "image/png"),
    File("deep.json", b"[" * 100_000, "application/json"),
    File("broken.geojson", b'{"type":"FeatureCollection","features":[{"geometry":1}]}', "application/geo+json"),
    File("latin.txt", b"\xe9\xff\xfe\x80", "text/plain"),
    File("../../etc/passwd", b"a,b\n1,2\n", "text/csv"),
    File("名" * 400 + ".csv", b"a\n1\n", "text/csv"),
    File(f"{MARK}.csv", b"a\n1\n", "text/csv"),
    File("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "application/vnd.ms-excel"),
]  # fmt: skip

FORM = "application/x-www-form-urlencoded"
Value = str | File
Pairs = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """One body: its pairs in order, names may come again, and as what it is sent. `raw` goes instead of the pairs."""

    pairs: Pairs = ()
    type: str = FORM
    raw: bytes | None = None

    @property
    def has_html(self) -> bool:
        return any(MARK in (value.name if isinstance(value, File) else value) for _name, value in self.pairs)

    def body(self) -> bytes:
        """The bytes, with lone surrogates as a form delivers them."""
        if self.raw is not None:
            return self.raw
        if self.type.startswith("multipart/"):
            return b"".join(_part(name, value) for name, value in self.pairs) + f"--{BOUNDARY}--\r\n".encode()
        return "&".join(f"{_quoted(name)}={_quoted(str(value))}" for name, value in self.pairs).encode()

    def __str__(self) -> str:
        told = [(name, value if isinstance(value, File) else value[:60]) for name, value in self.pairs]
        return f"{self.type} {told} {self.raw!r:.80}"


# Every form of a page has it: none that is sent is quite empty, but for what a script sends.
TOKEN = ("csrfmiddlewaretoken", "x")
BOUNDARY = "qiaomen-boundary"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


def _field(content: bytes, more: bytes = b"") -> bytes:
    """A whole body of one field, whose part says `more` of itself."""
    edge = b"--" + BOUNDARY.encode()
    return (
        edge
        + b"\r\n"
        + more
        + b'Content-Disposition: form-data; name="note"\r\n\r\n'
        + content
        + b"\r\n"
        + edge
        + b"--\r\n"
    )


# Bodies that are no form, or say that they are another one.
BROKEN = [
    Sent(type="application/json", raw=b'{"name": ["x"]}'),
    Sent(type="text/plain", raw=b"a=1"),
    Sent(type="", raw=b"a=1"),
    Sent(type="multipart/form-data", raw=b"no boundary"),
    Sent(type=MULTIPART, raw=_field(b"half")[:-20]),
    Sent(type=MULTIPART, raw=_field(b"=", b"Content-Transfer-Encoding: base64\r\n")),
    Sent(raw=b"&".join(b"a%d=1" % number for number in range(1001))),
    Sent(raw=b"%zz=%&&=;%ED%A0%80"),
    Sent(type=f"{FORM}; charset=utf-16", raw=b"a=1"),
    Sent(type=f"{MULTIPART}; charset=unicode_escape", raw=_field(b"\\ud800\\x00")),
    Sent(type=f"{MULTIPART}; charset=rot13", raw=_field(b"word")),
]


def _quoted(text: str) -> str:
    return quote_plus(text, errors="surrogatepass")


def _part(name: str, value: Value) -> bytes:
    named = f'form-data; name="{_header(name)}"'
    if not isinstance(value, File):
        return f"--{BOUNDARY}\r\nContent-Disposition: {named}\r\n\r\n{value}\r\n".encode(errors="surrogatepass")
    head = f'--{BOUNDARY}\r\nContent-Disposition: {named}; filename="{_header(value.name)}"\r\n'
    return f"{head}Content-Type: {value.type}\r\n\r\n".encode() + value.content + b"\r\n"


def _header(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ").replace('"', "%22").replace("\0", "%00")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a view was seen to look for, with values that it may take; `files` are the names that hold files."""

    likely: Mapping[str, Sequence[Value]]
    files: frozenset[str]

    @property
    def base(self) -> Sent:
        """One value for each name, as a person would send it."""
        return self._sent([(name, values[0]) for name, values in self.likely.items()])

    def _sent(self, pairs: Iterable[tuple[str, Value]]) -> Sent:
        return Sent((TOKEN, *pairs), MULTIPART if self.files else FORM)


def asked_of(watch: Watched, offers: Mapping[str, Sequence[str]], ids: Sequence[str]) -> Asked:
    """By what was watched, what a page offers for it, and ids of things that are there."""
    names = sorted({*watch.names, *offers} - {"csrfmiddlewaretoken"})
    likely = {name: _likely(watch.fields.get(name), list(offers.get(name, [])), ids) for name in names}
    files = frozenset(name for name in names if isinstance(watch.fields.get(name), forms.FileField))
    return Asked(likely, files)


def _likely(field: forms.Field | None, offered: list[str], ids: Sequence[str]) -> list[Value]:
    if isinstance(field, forms.FileField):
        return [*FILES]
    if (choices := getattr(field, "choices", None)) is not None:
        return [*offered, *filter(None, islice(_flat(choices), 40)), *ids[:1], ""]
    for kind, value in _BY_KIND:
        if isinstance(field, kind):
            return [*offered, value]
    if isinstance(field, forms.UUIDField):
        return [*offered, *ids]
    if isinstance(field, forms.CharField):
        return [*filter(None, offered), *("词条 word"[: field.max_length], "13800138000")]
    return [*offered, *PLAIN, *ids]


_BY_KIND: list[tuple[type[forms.Field], str]] = [
    (forms.DateTimeField, "2020-03-21T10:00"), (forms.DateField, "2020-03-21"), (forms.TimeField, "10:00"),
    (forms.IntegerField, "1"), (forms.BooleanField, "on"), (forms.EmailField, "a@example.org"),
    (forms.URLField, "https://example.org"), (forms.JSONField, "{}"),
]  # fmt: skip


def _flat(choices: Iterable[Any]) -> Iterable[str]:
    for value, words in choices:
        if isinstance(words, (list, tuple)):
            yield from _flat(words)
        else:
            yield str(value)


def bodies(asked: Asked, ids: Sequence[str]) -> st.SearchStrategy[Sent]:
    """Bodies near what the view takes: some values odd, some missing, some twice; now and then no form at all."""
    names = list(asked.likely)
    if not names:
        return st.sampled_from(BROKEN)
    near = st.tuples(
        st.fixed_dictionaries({name: st.sampled_from(values) for name, values in asked.likely.items()}),
        st.dictionaries(st.sampled_from(names), odd(ids), max_size=3),
        st.sets(st.sampled_from(names), max_size=2),
        st.lists(st.tuples(st.sampled_from(names), odd(ids)), max_size=2),
        st.booleans(),
    ).map(lambda drawn: _near(asked, *drawn))
    return st.one_of(near, near, near, near, near, st.sampled_from(BROKEN))


def odd(ids: Sequence[str]) -> st.SearchStrategy[Value]:
    """A value that was not asked for; ids of things that lie elsewhere among them."""
    several: list[st.SearchStrategy[Any]] = [st.sampled_from(one) for one in (TEXTS, HTML, NUMBERS, DATES, FAR, IDS)]
    return st.one_of(*several, st.sampled_from([*ids]), st.text(max_size=20), st.sampled_from(FILES))


def _near(
    asked: Asked, base: dict[str, Value], beside: dict[str, Value], missing: set[str], again: list[tuple[str, Value]],
    is_multipart: bool,
) -> Sent:  # fmt: skip
    pairs = [(name, value) for name, value in {**base, **beside}.items() if name not in missing] + again
    has_files = any(isinstance(value, File) for _name, value in pairs)
    return Sent((TOKEN, *pairs), MULTIPART if is_multipart or asked.files or has_files else FORM)


def as_odd(value: str) -> str:
    """The same in an address, where no slash and nothing beside ASCII stands."""
    return quote(value[:200], safe="", errors="replace") or "-"
