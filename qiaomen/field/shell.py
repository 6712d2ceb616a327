"""What the shell is made of: the import map, the modules that a first load needs, and the files of one build.

All of it is read from the files themselves, so that nobody keeps a list.
"""

import base64
import gzip
import hashlib
import json
import posixpath
import re
from functools import cache, partial
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse

from qiaomen.base.packed import lean
from qiaomen.field.bundle import Module, joined
from qiaomen.field.kept import keep, kept
from qiaomen.field.words import catalogue
from qiaomen.tools.vendor import read_manifest, static_modules

HERE = Path(__file__).resolve().parent
OWN = HERE / "static" / "field"
ENTRY = "field/app.js"
# The page that the organisation's link leads to has it alone.
APART = "field/arriving.js"
SCRIPTS = ("app", "later")
STYLE = "field/css/field.css"
SPRITE = "console/icons.svg"

# `… from "x"` and `import "x"`; what is imported by a call is loaded when it is needed.
_IMPORT = re.compile(r"""\b(?:from|import)\s*['\"]([^'\"\s]+)['\"]""")

_SHEET = re.compile(r"""@import\s+['"]([^'"]+)['"]""")
_SHEET_LINE = re.compile(r"""@import\s+['"][^'"]+['"];\n""")


@cache
def import_map() -> str:
    """The import map as it stands in the page: bare names of the libraries to their files."""
    imports = {name: static(path) for name, path in static_modules().items()}
    return json.dumps({"imports": imports}, separators=(",", ":"))


@cache
def import_map_hash() -> str:
    """By which the content security policy knows the import map."""
    return base64.b64encode(hashlib.sha256(import_map().encode()).digest()).decode()


def entry() -> str:
    """Address of the script that the page begins with; who changes modules has them as they are."""
    return static(ENTRY) if settings.DEBUG else scripts()[0]


def libraries() -> list[str]:
    """Addresses of the libraries that the entry needs at once, so that the browser fetches them all in one go."""
    return [] if settings.DEBUG else [static(path) for path in _met(ENTRY) if not _is_own(path)]


@cache
def script(name: str) -> bytes:
    """Our own modules as one, packed: those of a first load, or all others. `name` is one of SCRIPTS."""
    first = [path for path in _met(ENTRY) if _is_own(path)]
    texts = {path: _text(path) for path in (first if name == "app" else sorted(_own_modules() - {*first, APART}))}
    bare = sorted({named for text in texts.values() for named in _IMPORT.findall(text) if not named.startswith(".")})
    modules = joined(Module(path, text, partial(_resolved, path)) for path, text in texts.items())
    said = {"modules": modules, "libraries": bare, "entry": ENTRY, "static": settings.STATIC_URL}
    return gzip.compress(render_to_string(f"field/{name}.js", said).encode(), 9, mtime=0)


def served(of: str, name: str) -> bytes | None:
    """A script of this build, packed, or of one that was served before; None where there is none."""
    if of != build():
        return kept(of, name)
    _keep(settings.DATA_DIR, name)
    return script(name)


@cache
def _keep(folder: Path, name: str) -> None:
    """Once for each process: a page that is open now may ask for it when another build is served."""
    keep(build(), name, script(name))


def scripts() -> list[str]:
    """Addresses of our own modules as the phone keeps them."""
    return [reverse("field:script", args=[build(), name]) for name in SCRIPTS]


def style() -> str:
    """All style sheets as one, in the order in which the first one names them: one file to fetch, not fourteen."""
    return _style.__wrapped__() if settings.DEBUG else _style()


@cache
def _style() -> str:
    texts = [Path(str(finders.find(path))).read_text("utf-8") for path in _met(STYLE)]
    return "".join(_SHEET_LINE.sub("", text) for text in texts)


@cache
def files() -> list[str]:
    """Addresses of everything that the app may need without a network."""
    own = sorted(
        str(path.relative_to(OWN.parent))
        for path in OWN.rglob("*")
        if path.is_file() and path.suffix not in (".css", ".js")
    )
    packages = {file.package for file in read_manifest() if file.module}
    theirs = [
        file.target.removeprefix("static/")
        for file in read_manifest()
        if file.package in packages and file.target.startswith("static/")
    ]
    return [static(path) for path in dict.fromkeys([*own, SPRITE, *theirs])]


def _is_own(path: str) -> bool:
    return path.startswith("field/")


def _own_modules() -> set[str]:
    return {str(path.relative_to(OWN.parent)) for path in OWN.rglob("*.js")}


def _text(path: str) -> str:
    return lean(Path(str(finders.find(path))).read_bytes()).decode()


def _resolved(path: str, name: str) -> str:
    """What an import in a module means: a path below the static root, or the bare name of a library."""
    return _beside(path, name) if name.startswith(".") else name


def _beside(path: str, name: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), name))


def standing() -> list[str]:
    """Addresses that stay the same in every build: the style, and the words of each language but English."""
    others = [language for language, _name in settings.LANGUAGES if language != "en"]
    return [reverse("field:style"), *(reverse("field:words", args=[language]) for language in others)]


@cache
def build() -> str:
    """Twelve characters that change with the static files, the words, the shell and the worker."""
    words = [catalogue(language) for language, _name in settings.LANGUAGES]
    digest = hashlib.sha256(json.dumps([files(), import_map(), words, settings.STATIC_URL]).encode())
    for template in sorted((HERE / "templates" / "field").iterdir()):
        digest.update(template.read_bytes())
    return digest.hexdigest()[:12]


@cache
def _met(entry: str) -> tuple[str, ...]:
    """Every module or sheet that this one reaches by static imports, in the order in which they are met."""
    named = static_modules()
    met: dict[str, None] = {}
    ahead = [entry]
    while ahead:
        path = ahead.pop(0)
        file = finders.find(path)
        if path in met or not isinstance(file, str):
            continue
        met[path] = None
        for name in (_SHEET if path.endswith(".css") else _IMPORT).findall(Path(file).read_text("utf-8")):
            ahead.append(named.get(name) or _beside(path, name))
    return tuple(met)
