"""What a phone loads, and under which policy."""

import base64
import gzip
import hashlib
import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from qiaomen.base.packed import lean
from qiaomen.field import shell
from qiaomen.tools.vendor import node_command, npm_file

PACKED = {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br"}


def _file(address: str) -> Path:
    found = finders.find(address.removeprefix(settings.STATIC_URL))
    assert isinstance(found, str), address
    return Path(found)


def _body(response: HttpResponse) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]


@pytest.fixture
def page() -> HttpResponse:
    answer: HttpResponse = Client().get("/field/")  # type: ignore[assignment]
    assert answer.status_code == 200
    return answer


def test_the_only_inline_script_is_the_import_map_and_the_policy_knows_it(page: HttpResponse) -> None:
    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", page.content.decode(), re.DOTALL)
    [policy] = re.findall(r"script-src ([^;]+)", page["Content-Security-Policy"])
    digest = base64.b64encode(hashlib.sha256(inline[0].encode()).digest()).decode()
    assert len(inline) == 1
    assert policy.split() == ["'self'", f"'sha256-{digest}'", "'wasm-unsafe-eval'"]


def test_the_shell_names_every_library_that_the_entry_reaches_by_itself(page: HttpResponse) -> None:
    named = re.findall(r'<link rel="modulepreload" href="([^"]+)"', page.content.decode())
    assert named == shell.libraries()
    assert {"preact.js", "hooks.js", "idb.js"} <= {_file(address).name for address in named}
    assert not any("zxing" in address for address in named), "the scanner comes when it is asked for"


def test_every_address_of_the_build_is_a_file_and_nobody_s_module_is_one_of_them() -> None:
    assert all(_file(address).is_file() for address in [*shell.files(), *shell.libraries()])
    assert set(shell.libraries()) <= set(shell.files())
    assert not any("/field/" in address and address.endswith(".js") for address in shell.files())


def test_each_module_of_ours_is_in_one_of_the_two_scripts(page: HttpResponse) -> None:
    app, later = [Client().get(address) for address in shell.scripts()]
    own = {str(path.relative_to(shell.OWN.parent)) for path in shell.OWN.rglob("*.js")} - {shell.APART}
    first, others = [set(re.findall(r'^"(field/[^"]+)": \(', text(answer), re.MULTILINE)) for answer in (app, later)]
    assert first | others == own
    assert not first & others
    assert {"field/session.js", "field/screens/today.js"} <= first
    assert f'src="{shell.scripts()[0]}"' in page.content.decode()
    assert "immutable" in app["Cache-Control"]


def test_a_script_of_another_build_is_not_there() -> None:
    build, names = shell.build(), ("app", "sw", "shell")
    assert [Client().get(f"/field/{build}/{name}.js").status_code for name in names] == [200, 404, 404]
    assert Client().get("/field/0123456789ab/app.js").status_code == 404


def text(script: Any) -> str:
    return gzip.decompress(script.content).decode()


def test_the_scripts_of_the_build_before_stay_served_and_no_older_ones(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_DIR = tmp_path
    own = shell.build()
    before, _later = [Client().get(f"/field/{own}/{name}.js").content for name in shell.SCRIPTS]
    for second, build in enumerate(("aaaaaaaaaaaa", "bbbbbbbbbbbb"), 1):
        os.utime(tmp_path / "scripts" / own, (second, second))
        monkeypatch.setattr(shell, "build", lambda build=build: build)
        shell._keep.cache_clear()
        Client().get(f"/field/{build}/app.js")
        for name in shell.SCRIPTS:
            assert (Client().get(f"/field/{own}/{name}.js").status_code == 200) is (second == 1)
        if second == 1:
            assert Client().get(f"/field/{own}/app.js").content == before
            os.utime(tmp_path / "scripts" / build, (5, 5))
    shell._keep.cache_clear()


def test_the_style_is_every_sheet_as_one_and_brings_nothing_with_it() -> None:
    style = Client().get("/field/style.css").content.decode()
    sheets = [file for file in (shell.OWN / "css").iterdir() if file.name != "field.css"]
    assert len(sheets) > 10
    assert all(sheet.read_text("utf-8") in style for sheet in sheets)
    assert style.index("@layer tokens, base, layout") < style.index("--brand:") < style.index(".p-head")
    assert "@import" not in style
    assert "url(" not in style


def test_the_script_of_a_first_load_is_at_most_80_kb_packed() -> None:
    first = [shell.scripts()[0], *shell.libraries()]
    sizes = [int(Client().get(address, headers={"accept-encoding": "gzip"})["Content-Length"]) for address in first]
    assert sum(sizes) <= 80_000


def test_a_packed_script_is_the_script_without_its_comments(tmp_path: Path) -> None:
    """The type checker's own emitter is the judge: it drops all comments of both."""
    changes: dict[str, Callable[[bytes], bytes]] = {"whole": bytes, "lean": lean}
    emitted = {name: _emitted(tmp_path / name, change) for name, change in changes.items()}
    assert len(emitted["whole"]) > 90
    assert [name for name, text in emitted["whole"].items() if emitted["lean"][name] != text] == []


def _emitted(folder: Path, change: Callable[[bytes], bytes]) -> dict[Path, str]:
    files = {module: folder / "in" / module.relative_to(shell.OWN) for module in sorted(shell.OWN.rglob("*.js"))}
    for module, copy in files.items():
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(change(module.read_bytes()))
    options = ["--ignoreConfig", "--allowJs", "--noCheck", "--noResolve", "--removeComments"]
    options += ["--target", "esnext", "--module", "esnext"]
    places = ["--rootDir", str(folder / "in"), "--outDir", str(folder / "out")]
    command = [*node_command(), str(npm_file("typescript/bin/tsc")), *options, *places, *map(str, files.values())]
    subprocess.run(command, check=False, capture_output=True)
    return {file.relative_to(folder): file.read_text() for file in (folder / "out").rglob("*.js")}


def test_a_comment_goes_and_the_numbers_of_the_lines_stay() -> None:
    script = b"/**\n * What.\n */\nconst a = '//no'; // stays\n  // goes\nconst b = 1 /* stays */;\n"
    assert lean(script) == b"\n\n\nconst a = '//no'; // stays\n\nconst b = 1 /* stays */;\n"


def test_the_worker_names_its_build_and_all_its_files_and_is_always_asked_for_anew() -> None:
    answer = Client().get("/field/sw.js")
    script = answer.content.decode()
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    assert f"'field-{shell.build()}'" in script
    assert all(f'"{address}"' in script for address in [*shell.scripts(), *shell.files(), *shell.standing()])


@pytest.mark.parametrize("part", ["files", "templates"])
def test_another_module_or_another_shell_is_another_build(monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    before, own = shell.build(), shell.snapshot()
    first = min(getattr(own, part))
    another = replace(own, **{part: {**getattr(own, part), first: "another"}})
    monkeypatch.setattr(shell, "snapshot", lambda: another)
    assert shell.build.__wrapped__() != before


TAKEN_IN = (shell.snapshot, shell.build, shell.script, shell._met, shell._style)


@pytest.fixture
def overlay(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """A folder whose static files go before ours, and a process that has taken nothing in yet."""
    settings.STATICFILES_DIRS = [tmp_path, *settings.STATICFILES_DIRS]
    for one in TAKEN_IN:
        one.cache_clear()
    yield tmp_path
    for one in TAKEN_IN:
        one.cache_clear()


def test_modules_that_are_replaced_while_a_process_serves_come_with_the_next_build_only(overlay: Path) -> None:
    module, sheet = overlay / "field" / "screens" / "me.js", overlay / "field" / "css" / "base.css"
    for file in (module, sheet):
        file.parent.mkdir(parents=True)
        file.write_text((shell.OWN / file.relative_to(overlay / "field")).read_text("utf-8"))
    before = shell.build()
    for file in (module, sheet):
        file.write_text("const replaced = 1;\n")
    said = [gzip.decompress(shell.script(name)).decode() for name in shell.SCRIPTS]
    assert not any("replaced = 1" in one for one in [*said, shell.style()])
    for one in TAKEN_IN:
        one.cache_clear()
    assert shell.build() != before


def test_a_process_whose_files_changed_while_it_started_does_not_serve(settings: Settings) -> None:
    shell.settle()
    settings.BUILD = "0123456789ab"
    with pytest.raises(ImproperlyConfigured):
        shell.settle()


INSTALL = """
const stored = [];
const cache = {addAll: async () => undefined, put: async (path) => stored.push(path)};
globalThis.caches = {open: async () => cache};
const installs = {waitUntil: (done) => waited.push(done)};
globalThis.self = {addEventListener: (name, hear) => name === 'install' && hear(installs)};
globalThis.fetch = async () => new Response(PAGES);
const waited = [];
WORKER
Promise.all(waited).then(() => console.log(stored.includes('/field/')), (trouble) => console.log(trouble.message));
"""


@pytest.mark.parametrize("other", [False, True], ids=["its own", "another"])
def test_a_worker_keeps_no_page_of_another_build(page: HttpResponse, other: bool) -> None:
    worker = Client().get("/field/sw.js").content.decode()
    html = page.content.decode()
    assert f'data-build="{shell.build()}"' in html
    answered = html.replace(shell.build(), "0123456789ab") if other else html
    script = INSTALL.replace("WORKER", worker).replace("PAGES", json.dumps(answered))
    ran = subprocess.run([*node_command(), "-e", script], check=True, capture_output=True, text=True)
    assert ran.stdout.strip() == ("/field/: another build" if other else "true")


def test_the_manifest_keeps_the_app_to_its_own_part_of_the_site() -> None:
    said = Client().get("/field/manifest.webmanifest", headers={"accept-language": "zh-hans"}).json()
    assert (said["start_url"], said["scope"], said["short_name"]) == ("/field/", "/field/", "敲门")
    assert all(_file(icon["src"]).is_file() for icon in said["icons"])


@pytest.mark.parametrize("name", ["field/app.js", "field/icons/icon.svg", "vendor/zxing/zxing_reader.wasm"])
def test_static_text_travels_packed(name: str) -> None:
    plain, packed = Client().get(settings.STATIC_URL + name), Client().get(settings.STATIC_URL + name, **PACKED)  # type: ignore[arg-type]
    body = _body(packed)  # type: ignore[arg-type]
    assert packed["Content-Encoding"] == "gzip"
    assert packed["Content-Length"] == str(len(body))
    assert plain["Vary"] == packed["Vary"] == "Accept-Encoding"
    text = _body(plain)  # type: ignore[arg-type]
    assert gzip.decompress(body) == (lean(text) if name.endswith(".js") else text)


def test_what_is_packed_already_is_not_packed_again() -> None:
    answer = Client().get(f"{settings.STATIC_URL}field/icons/icon-192.png", **PACKED)  # type: ignore[arg-type]
    assert "Content-Encoding" not in answer


@pytest.mark.parametrize("refuses", ["identity", "gzip;q=0, br", ""])
def test_who_does_not_take_gzip_gets_the_text_as_it_is(refuses: str) -> None:
    answer = Client().get(f"{settings.STATIC_URL}field/app.js", HTTP_ACCEPT_ENCODING=refuses)
    assert "Content-Encoding" not in answer


def test_a_browser_that_has_the_file_gets_no_body() -> None:
    address = f"{settings.STATIC_URL}field/app.js"
    tag = Client().get(address, **PACKED)["ETag"]  # type: ignore[arg-type]
    assert Client().get(address, HTTP_IF_NONE_MATCH=tag, **PACKED).status_code == 304  # type: ignore[arg-type]
