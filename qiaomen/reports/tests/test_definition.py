"""A definition says all of its faults at once, by line and figure."""

from typing import Any

import pytest

from qiaomen.base.problems import Problem
from qiaomen.reports import definition
from qiaomen.reports.sources import SOURCES

HEAD = '[report]\nname = { zh = "日报", en = "Report" }\n'


def figure(**fields: Any) -> str:
    """A figure with these fields, as TOML."""
    lines = {
        "key": '"doors"',
        "name": '{ zh = "户", en = "Doors" }',
        "counts": '"targets"',
        "as_of": '"known"',
        **fields,
    }
    return "[[figures]]\n" + "".join(f"{key} = {value}\n" for key, value in lines.items() if value is not None)


def codes(text: str) -> list[tuple[int, str, str]]:
    return [(fault.line, fault.figure, fault.code) for fault in definition.faults(text)]


def test_the_definition_that_ships_has_no_fault_and_says_what_its_figures_are_as_of() -> None:
    document = definition.read(definition.standard())
    assert document.report.cut == "18:00"
    assert {one.as_of for one in document.figures} == {"known", "happened"}
    assert all(document.heading(one) for one in document.figures)


@pytest.mark.parametrize(
    ("fields", "line", "code"),
    [
        ({"counts": '"targts"'}, 6, "unknown_source"),
        ({"where": '{ stat = "absent" }'}, 8, "unknown_column"),
        ({"where": '{ state = "asleep" }'}, 8, "bad_value"),
        ({"where": '{ state = ["absent", "asleep"] }'}, 8, "bad_value"),
        ({"where": '{ gap = "yes" }'}, 8, "bad_value"),
        ({"where": "{ state = [] }"}, 8, "not_a_value"),
        ({"sum": '"doors"'}, 8, "no_sum"),
        ({"period": '"day"'}, 8, "no_day"),
        ({"period": '"week"'}, 8, "unknown_value"),
        ({"group": '"sweep"'}, 8, "undefined_group"),
        ({"as_of": None}, 3, "missing"),
        ({"key": '"Doors"'}, 4, "bad_name"),
        ({"name": '{ zh = "户" }'}, 5, "language_missing"),
        ({"colour": '"red"'}, 8, "unknown_key"),
    ],
)
def test_a_fault_is_shown_on_its_line_with_its_figure(fields: dict[str, Any], line: int, code: str) -> None:
    assert [(found[0], found[2]) for found in codes(HEAD + figure(**fields))] == [(line, code)]


def test_all_faults_are_said_at_once_in_both_languages() -> None:
    text = HEAD + 'cut = "25:00"\n' + figure() + figure(counts='"x"')
    with pytest.raises(Problem) as caught:
        definition.read(text)
    faults = caught.value.details["faults"]
    assert [(one["line"], one["code"]) for one in faults] == [
        (3, "bad_time"),
        (10, "figure_twice"),
        (12, "unknown_source"),
    ]
    assert "targets" in faults[2]["text_zh"]
    assert "cannot be counted" in faults[2]["text_en"]


def test_what_is_no_toml_says_on_which_line() -> None:
    assert codes(HEAD + "figures = [\n")[0][2] == "syntax"


def test_figures_about_health_are_known_as_such() -> None:
    document = definition.read(definition.standard())
    health = {one.key for one in document.figures if one.tells_of_health}
    assert {"cases", "isolated_home", "doors_fever", "checks_today"} <= health
    assert not {"doors", "gaps", "people", "doors_returnee"} & health


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(SOURCES))
def test_every_column_of_a_source_can_be_asked_for(name: str) -> None:
    from qiaomen.base.sql import rows

    source = SOURCES[name]
    wanted = [column.sql for column in source.columns.values()] + [*source.sums.values(), *source.moments.values()]
    asked: Any = f"SELECT subject, door, place{''.join(f', {one}' for one in wanted)} FROM ({source.sql}) s"
    assert rows(asked) == []
