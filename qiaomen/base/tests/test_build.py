import os
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import RequestFactory, override_settings

from qiaomen.base.build import build_id, earlier, keep
from qiaomen.base.packed import PackedStatic


@pytest.fixture
def package(tmp_path: Path) -> Path:
    for name, text in (("field/static/field/app.js", "first"), ("vendor/static/htmx.js", "// theirs\nfirst")):
        (tmp_path / "package" / name).parent.mkdir(parents=True)
        (tmp_path / "package" / name).write_text(text)
    return tmp_path / "package"


def served(package: Path, data: Path, text: str, second: int) -> str:
    """The next build, with another script, is served; answers its id."""
    (package / "field/static/field/app.js").write_text(text)
    keep(package, data / "static")
    os.utime(data / "static" / build_id(package), (second, second))
    return build_id(package)


def test_a_page_of_the_build_before_still_gets_its_scripts(package: Path, tmp_path: Path) -> None:
    before, now = (served(package, tmp_path, text, at) for at, text in enumerate(("first", "second")))
    with override_settings(DATA_DIR=tmp_path, BUILD=now):
        site = PackedStatic(lambda request: HttpResponse(status=404))
    for name, content in (("field/app.js", b"first"), ("htmx.js", b"// theirs\nfirst")):
        answer = site(RequestFactory().get(f"/static/{before}/{name}"))
        assert b"".join(answer.streaming_content) == content
        assert "immutable" in answer["Cache-Control"]
    assert site(RequestFactory().get("/static/0123456789ab/field/app.js")).status_code == 404


def test_of_earlier_builds_only_the_last_is_kept_however_often_this_one_is_started(
    package: Path, tmp_path: Path
) -> None:
    _first, second = served(package, tmp_path, "first", 1), served(package, tmp_path, "second", 2)
    third = served(package, tmp_path, "third", 3)
    assert served(package, tmp_path, "third", 4) == third
    assert {build for build, _folder in earlier(tmp_path / "static", third)} == {second}


def test_what_was_half_kept_is_kept_anew(package: Path, tmp_path: Path) -> None:
    (tmp_path / "static" / f"{build_id(package)}.half" / "own").mkdir(parents=True)
    keep(package, tmp_path / "static")
    assert [path.name for path in (tmp_path / "static").iterdir()] == [build_id(package)]
