"""On which line of a TOML text each thing stands, so that what is wrong with it can be shown there."""

import re

Path = tuple[str | int, ...]

SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
BLANK = re.compile(r"[ \t]*")
BARE = re.compile(r"[A-Za-z0-9_-]+")
SCALAR = re.compile(r"[^,\]\}\n#]*")
STRINGS = (
    re.compile(r'"""(?:\\.|[^\\])*?"{3,5}', re.S),
    re.compile(r"'''.*?'{3,5}", re.S),
    re.compile(r'"(?:\\.|[^"\\])*"'),
    re.compile(r"'[^']*'"),
)


class Lines:
    """The lines of a text that `tomllib` can read: by path, as `("rules", 0, "ground", "fact")`."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0
        self._known: dict[Path, int] = {}
        self._several: dict[Path, int] = {}
        self._document()

    def of(self, path: Path) -> int:
        """The line of the thing at `path`, or of the nearest around it; the first is 1."""
        while path and path not in self._known:
            path = path[:-1]
        return self._known.get(path, 1)

    def _document(self) -> None:
        table: Path = ()
        self._take(SPACE)
        while self._at < len(self._text):
            if self._text.startswith("[", self._at):
                table = self._header()
            else:
                self._pair(table)
            self._take(SPACE)

    def _header(self) -> Path:
        line, several = self._line(), self._text.startswith("[[", self._at)
        self._at += 2 if several else 1
        *around, last = self._key()
        self._at += 2 if several else 1
        path: Path = ()
        for part in around:
            path = self._inside((*path, part))
        path = (*path, last)
        if several:
            self._known.setdefault(path, line)
            self._several[path] = self._several.get(path, -1) + 1
            path = self._inside(path)
        self._known[path] = line
        return path

    def _inside(self, path: Path) -> Path:
        """A header that names an array of tables means its newest one."""
        return (*path, self._several[path]) if path in self._several else path

    def _pair(self, table: Path) -> None:
        line, path = self._line(), table
        for part in self._key():
            path = (*path, part)
            self._known.setdefault(path, line)
        self._at += 1
        self._value(path)

    def _key(self) -> list[str]:
        parts: list[str] = []
        while not parts or self._text.startswith(".", self._at):
            self._at += 1 if parts else 0
            self._take(BLANK)
            quoted = self._string()
            parts.append(self._take(BARE) if quoted is None else quoted.strip("\"'"))
            self._take(BLANK)
        return parts

    def _value(self, path: Path) -> None:
        self._take(SPACE)
        opening = self._text[self._at : self._at + 1]
        if opening == "[":
            self._array(path)
        elif opening == "{":
            self._inline(path)
        elif self._string() is None:
            self._take(SCALAR)

    def _array(self, path: Path) -> None:
        self._at += 1
        index = 0
        while not self._closes("]"):
            self._known[*path, index] = self._line()
            self._value((*path, index))
            index += 1

    def _inline(self, path: Path) -> None:
        self._at += 1
        while not self._closes("}"):
            self._pair(path)

    def _closes(self, bracket: str) -> bool:
        """Step over space, a comma and the closing bracket; whether that was there."""
        self._take(SPACE)
        if self._text.startswith(",", self._at):
            self._at += 1
            self._take(SPACE)
        if not self._text.startswith(bracket, self._at):
            return False
        self._at += 1
        return True

    def _string(self) -> str | None:
        for pattern in STRINGS:
            if found := pattern.match(self._text, self._at):
                self._at = found.end()
                return found[0]
        return None

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        if found is None:
            return ""
        self._at = found.end()
        return found[0]

    def _line(self) -> int:
        return self._text.count("\n", 0, self._at) + 1
