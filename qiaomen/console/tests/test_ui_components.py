"""What components say and how they behave in the page."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator

from qiaomen.console import samples
from qiaomen.console.parts import Group, Room, rail, rooms
from qiaomen.console.sprite import ICONS, MARKS
from qiaomen.console.tests.ui_page import draw, guide, page

TEMPLATES = Path(__file__).parents[1] / "templates"
SOURCES = {path.relative_to(TEMPLATES).as_posix(): path.read_text("utf-8") for path in TEMPLATES.rglob("*.html")}


def test_nothing_in_a_page_needs_more_than_its_own_files() -> None:
    html = guide()
    assert re.findall(r"<[^>]* (?:style|on\w+)=", html) == []
    assert re.findall(r"<script(?![^>]* src=)", html) == []
    assert "<style" not in html


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_no_template_has_inline_style_or_script(name: str) -> None:
    assert re.findall(r"<[^>{]*\s(?:style|on[a-z]+|hx-on[\w:.-]*)=|<style|<script(?![^>]* src=)", SOURCES[name]) == []


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_every_icon_and_mark_that_a_template_names_is_drawn(name: str) -> None:
    for kind, known in (("icon", ICONS), ("mark", MARKS)):
        assert set(re.findall(rf'{{% {kind} "([^"]+)"', SOURCES[name])) <= known


@pytest.mark.parametrize("source", ['{% icon "nothing" %}', '{% mark "nothing" %}', '{% badge "word" tone="pink" %}'])
def test_a_word_that_no_component_knows_fails_at_once(source: str) -> None:
    with pytest.raises(ValueError, match="does not exist"):
        draw(source)


def test_a_number_says_of_what_as_of_when_and_opens_its_list() -> None:
    html = draw(
        '{% stat "settled" 8946 unit="doors" url="/gaps" as_of=at %}', at=datetime(2021, 3, 22, 18, 40, tzinfo=UTC)
    )
    assert '<a class="stat " href="/gaps">' in html
    assert "8,946<small>doors</small>" in html
    assert "as of 18:40" in html or "as of 02:40" in html


def test_the_tick_of_a_bar_is_where_the_plan_is() -> None:
    html = draw('{% bar 180 682 plan=421 label="茶山社区" %}')
    assert 'aria-label="茶山社区: 26.4%, plan 61.7%"' in html
    assert 'width="26.4%"' in html
    assert 'x1="61.7%"' in html


def test_an_urgent_badge_is_ink_and_has_a_clock() -> None:
    html = draw('{% urgent "14 hours late" %}')
    assert 'class="badge urgent"' in html
    assert "#m-late" in html


@pytest.mark.parametrize("state", ["done", "todo", "absent", "part", "vacant", "refused", "isolated"])
def test_each_door_state_is_a_shape_and_a_word(state: str) -> None:
    html = draw("{% door_mark state %}", state=state)
    assert f"#m-{state}" in html
    assert re.search(r"</svg>\s*[a-z ]{6,}", html)


def test_text_is_escaped_in_every_block() -> None:
    assert "<b>" not in draw("{% card title=text %}{{ text }}{% endcard %}", text="<b>x")


def test_a_sorted_head_says_so_and_turns_round() -> None:
    html = draw('{% sort "left" "left" %}', query="sort=left&page=3&q=x")
    assert 'aria-sort="ascending"' in html
    assert 'href="?q=x&amp;sort=-left"' in html


def test_pages_keep_the_rest_of_the_address() -> None:
    html = draw("{% pagination page %}", query="state=absent&page=2", page=Paginator(range(120), 50).page(2))
    assert 'href="?state=absent&amp;page=3"' in html
    assert "51 to 100 of 120" in html


def test_a_wrong_field_names_its_message_for_who_cannot_see_it() -> None:
    html = draw("{% field form.number %}", form=samples.form())
    assert 'aria-invalid="true"' in html
    described = re.findall(r'<input[^>]*aria-describedby="([^"]+)"', html)[0].split()
    assert [name for name in described if f'id="{name}"' not in html] == []


class _Plain(forms.Form):
    name = forms.CharField(label="Name")


def test_a_right_form_has_no_summary_of_errors() -> None:
    assert draw("{% error_summary form %}", form=_Plain({"name": "x"})) == ""
    assert 'href="#id_name"' in draw("{% error_summary form %}", form=_Plain({}))


def test_a_job_under_way_asks_again_and_a_finished_one_is_quiet() -> None:
    assert 'hx-trigger="every 1s"' in draw('{% progress 3 10 url="/jobs/1" %}')
    assert "hx-get" not in draw('{% progress 10 10 url="/jobs/1" finished=True %}')


def test_a_poll_that_the_page_pauses_is_marked_as_one() -> None:
    html = draw('{% poll url="/feed" every="10s" id="feed" %}now{% endpoll %}')
    assert 'id="feed" hx-get="/feed" hx-trigger="every 10s, refresh"' in html
    assert "data-poll" in html


def test_the_room_of_the_longest_address_is_the_current_one() -> None:
    here = rooms([Room("/", "home", "a"), Room("/gaps", "gap", "b"), Room("/gapsx", "gap", "c")], path="/gaps/people")
    assert [room.is_current for room in here] == [False, True, False]


def test_the_rail_drops_empty_groups_and_the_name_of_a_group_of_one() -> None:
    one, two, three = (Room(f"/{name}", "gap", name) for name in "abc")
    made = rail([Group("", "", [one]), Group("both", "gap", [two, three]), Group("none", "gap", [])], path="/c/1")
    assert [(group.label, group.is_current) for group in made.groups] == [("", False), ("both", True)]
    assert rail([Group("alone", "gap", [two])], path="/").groups[0].label == ""


def test_what_stands_in_the_bar_is_not_behind_more() -> None:
    made = rail([Group("five", "gap", [Room(f"/{number}", "gap", str(number)) for number in range(6)])], path="/5")
    assert [room.label for room in made.bar] == ["0", "1", "2", "3"]
    assert [room.label for group in made.rest for room in group.rooms] == ["4", "5"]


@pytest.mark.parametrize("theme, wanted", [("dark", True), ("light", True), ("", False), ("pink", False)])
def test_the_page_comes_in_the_chosen_theme(theme: str, wanted: bool) -> None:
    assert (f'<html lang="en" data-theme="{theme}">' in guide(theme=theme)) is wanted


@pytest.mark.parametrize("name", ["403", "403_csrf", "404", "429", "500"])
def test_an_error_page_stands_without_request_or_database(name: str) -> None:
    html = page(f"{name}.html")
    assert "<h1>" in html
    assert 'class="rail"' not in html


@pytest.mark.parametrize("language, tag", [("zh-hans", "zh-Hans"), ("zh-hant", "zh-Hant"), ("en", "en")])
def test_the_page_names_its_language(language: str, tag: str) -> None:
    assert f'<html lang="{tag}"' in guide(language=language)
