"""What the shell is made of: the import map, the modules that a first load needs, and the files of one build.

All of it is read from the files themselves, so that nobody keeps a list. A process reads them once, when it starts to
serve: whatever it answers under the name of a build is of that one moment, also while files are being replaced.
"""

import base64
import gzip
import hashlib
import json
import posixpath
import re
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.template import engines
from django.template.backends.django import DjangoTemplates, Template
from django.templatetags.static import static
from django.urls import reverse

from qiaomen.base.build import build_id
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
# The one sheet that comes from elsewhere: the console's colours.
TOKENS = "console/css/tokens.css"
SPRITE = "console/icons.svg"

# `… from "x"` and `import "x"`; what is imported by a call is loaded when it is needed.
_IMPORT = re.compile(r"""\b(?:from|import)\s*['\"]([^'\"\s]+)['\"]""")

_SHEET = re.compile(r"""@import\s+['"]([^'"]+)['"]""")
_SHEET_LINE = re.compile(r"""@import\s+['"][^'"]+['"];\n""")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Our own modules and sheets by their path below the static root, and the templates by their name, as text."""

    files: dict[str, str]
    templates: dict[str, str]


@cache
def snapshot() -> Snapshot:
    """What this process serves, of one moment."""
    return _read()


def _read() -> Snapshot:
    paths = sorted(str(path.relative_to(OWN.parent)) for kind in ("*.js", "*.css") for path in OWN.rglob(kind))
    files = {path: Path(str(finders.find(path))).read_text("utf-8") for path in [*paths, TOKENS]}
    templates = {path.name: path.read_text("utf-8") for path in sorted((HERE / "templates" / "field").iterdir())}
    return Snapshot(files, templates)


def settle() -> None:
    """Take everything in, before the first page is asked for.

    Raises ImproperlyConfigured where static files changed since the process began: their addresses say another build.
    """
    build()
    if not settings.DEBUG and build_id(settings.PACKAGE) != settings.BUILD:
        raise ImproperlyConfigured("The static files changed while this process was starting. Start it again.")


def template(name: str) -> Template:
    """A template of the page, the worker or a script; who changes it has it as it is."""
    return _compiled((_read() if settings.DEBUG else snapshot()).templates[name])


@cache
def _compiled(text: str) -> Template:
    engine = engines["django"]
    assert isinstance(engine, DjangoTemplates)
    return engine.from_string(text)


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
    others = sorted({path for path in snapshot().files if path.endswith(".js")} - {*first, APART})
    texts = {path: _lean(snapshot().files[path]) for path in (first if name == "app" else others)}
    bare = sorted({named for text in texts.values() for named in _IMPORT.findall(text) if not named.startswith(".")})
    modules = joined(Module(path, text, partial(_resolved, path)) for path, text in texts.items())
    said = {"modules": modules, "libraries": bare, "entry": ENTRY, "static": settings.STATIC_URL}
    return gzip.compress(template(f"{name}.js").render(said).encode(), 9, mtime=0)


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
    return _style_of(_read()) if settings.DEBUG else _style()


@cache
def _style() -> str:
    return _style_of(snapshot())


def _style_of(said: Snapshot) -> str:
    return "".join(_SHEET_LINE.sub("", said.files[path]) for path in _met(STYLE))


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


def _lean(text: str) -> str:
    return lean(text.encode()).decode()


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
    own = [snapshot().files, snapshot().templates]
    said = json.dumps([files(), import_map(), words, settings.STATIC_URL, own], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


@cache
def _met(entry: str) -> tuple[str, ...]:
    """Every module or sheet that this one reaches by static imports, in the order in which they are met."""
    named = static_modules()
    met: dict[str, None] = {}
    ahead = [entry]
    while ahead:
        path = ahead.pop(0)
        text = _text(path)
        if path in met or text is None:
            continue
        met[path] = None
        for name in (_SHEET if path.endswith(".css") else _IMPORT).findall(text):
            ahead.append(named.get(name) or _beside(path, name))
    return tuple(met)


def _text(path: str) -> str | None:
    """Ours as it was taken in; a library's, which another installation alone changes. None where there is none."""
    file = None if path in snapshot().files else finders.find(path)
    return Path(file).read_text("utf-8") if isinstance(file, str) else snapshot().files.get(path)
