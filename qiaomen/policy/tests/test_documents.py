"""What is wrong with a policy is said all at once, with its line and its rule."""

import re
from datetime import UTC, datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from qiaomen.base.problems import Problem
from qiaomen.policy import documents
from qiaomen.policy.faults import SENTENCES, WARNINGS
from qiaomen.policy.tests.spoilt import (
    CONDITIONS,
    GOOD,
    GROUND,
    GROUNDS,
    HEAD,
    HEADS,
    PHASE_LISTS,
    PHASES,
    PLAIN,
    RULE,
    TRIED,
    UNLESS,
    WHEN,
    said,
    tried,
)


def test_a_good_policy_has_no_fault() -> None:
    assert tried() == []
    assert documents.read(HEAD + GOOD).rules[0].phases[0].days == 7


@pytest.mark.parametrize("ground", GROUNDS)
def test_a_ground_that_makes_no_sense_is_refused_on_its_line(ground: str) -> None:
    assert said(tried(ground=ground)) == {(GROUND, "tried", GROUNDS[ground])}


@pytest.mark.parametrize("when", CONDITIONS)
def test_a_condition_that_makes_no_sense_is_refused_on_its_line(when: str) -> None:
    assert said(tried(when=when)) == {(WHEN, "tried", CONDITIONS[when])}


def test_two_results_wanted_and_three_not_is_no_contradiction() -> None:
    assert tried(when='[{has = "result", count = 2}, {lacks = "result", count = 3}]') == []


def test_what_is_asked_under_when_and_unless_alike_contradicts_itself() -> None:
    wrong = tried(when='[{has = "stay"}]', unless='[{has = "stay"}]')
    assert said(wrong) == {(WHEN, "tried", "when_and_unless")}
    assert wrong[0].args == {"line": RULE + UNLESS}


def test_a_contact_needs_a_ground_that_names_one() -> None:
    asked = '[{has = "result", of = "contact"}]'
    assert said(tried(ground='{fact = "case"}', when=asked)) == {(WHEN, "tried", "no_contact")}
    assert tried(when=asked) == []


def test_a_day_beyond_the_look_back_never_comes() -> None:
    ground = '{fact = "stay", verified = true, look_back = 7}'
    phases = '[{measure = "watch", until = [{has = "result", from_day = 8}]}]'
    assert said(tried(ground=ground, phases=phases)) == {(PHASES, "tried", "never_looked_back")}


@pytest.mark.parametrize("phases", PHASE_LISTS)
def test_a_phase_that_makes_no_sense_is_refused_on_its_line(phases: str) -> None:
    assert said(tried(phases=phases)) == {(PHASES, "tried", PHASE_LISTS[phases])}


@pytest.mark.parametrize(
    "ground",
    [
        '{fact = "exposure"}',
        '{fact = "stay", region = ["11"]}',
        '{fact = "symptom", value = ["fever"]}',
        '{fact = "trait", value = ["old"]}',
        '{fact = "hand"}',
        '{fact = "exposure", lives_with = "together"}',
    ],
)
def test_nobody_is_confined_without_a_verified_ground(ground: str) -> None:
    assert said(tried(ground=ground)) == {(PHASES, "tried", "unverified")}


@pytest.mark.parametrize(
    "ground", ['{fact = "result"}', '{fact = "result", value = ["negative"]}', '{fact = "case", value = ["discarded"]}']
)
def test_nobody_is_confined_over_a_negative_or_a_discarded_case(ground: str) -> None:
    assert said(tried(ground=ground)) == {(PHASES, "tried", "confines_the_well")}


def test_only_an_illness_and_an_area_confine_while_they_last() -> None:
    phases = '[{measure = "home", while_ground = true}]'
    for ground in ('{fact = "case"}', '{fact = "case", lives_with = "together"}', '{lives_in = ["high"]}'):
        assert tried(ground=ground, phases=phases) == []
    for ground in ("{near_case = 100}", '{fact = "case", lives_with = "parted"}'):
        assert said(tried(ground=ground, phases=phases)) == {(PHASES, "tried", "no_days")}


def test_silence_colours_only_while_it_lasts() -> None:
    ground = '{silent = "report", silent_days = 3}'
    assert tried(ground=ground, phases='[{measure = "watch", colour = "grey", while_ground = true}]') == []
    assert said(tried(ground=ground, phases='[{measure = "watch", days = 1}]')) == {(PHASES, "tried", "phase_unfit")}


def test_a_moment_never_ends_so_nothing_lasts_as_long() -> None:
    wrong = tried(ground='{fact = "symptom"}', phases='[{measure = "watch", while_ground = true}]')
    assert said(wrong) == {(PHASES, "tried", "phase_unfit")}


@pytest.mark.parametrize("change", HEADS)
def test_what_is_wrong_around_the_rules_is_refused_on_its_line(change: tuple[str, str]) -> None:
    wrong = documents.faults((HEAD + GOOD).replace(*change))
    assert HEADS[change] in {(fault.line, fault.code) for fault in wrong}


def test_a_rule_name_used_twice_says_where_it_stands_first() -> None:
    wrong = documents.faults(HEAD + GOOD + GOOD)
    assert [(fault.line, fault.rule, fault.code) for fault in wrong] == [(RULE + 2, "good", "rule_twice")]
    assert wrong[0].args["line"] == RULE - 6


def test_all_that_is_wrong_is_said_at_once_and_in_both_languages() -> None:
    bad = TRIED % (PLAIN | {"ground": "{}", "when": '[{has = "case", from_day = 9}]'}) + 'category = "friend"\n'
    with pytest.raises(Problem) as refused:
        documents.read(HEAD + GOOD + bad)
    faults = refused.value.details["faults"]
    assert [(one["line"] - RULE, one["rule"], one["code"]) for one in faults] == [
        (GROUND, "tried", "ground_one"),
        (WHEN, "tried", "days_beyond"),
        (PHASES, "tried", "unverified"),
        (8, "tried", "undefined_category"),
    ]
    assert all(one["text_en"] for one in faults)


def test_a_warning_refuses_nothing() -> None:
    strange = (HEAD + GOOD).replace("strength = 50", "strength = 20")
    assert [fault.code for fault in documents.faults(strange)] == ["same_strength"]
    assert documents.read(strange)


def test_every_kind_of_fault_is_shown_by_a_test_here() -> None:
    shown = {code for _, code in HEADS.values()} | set(GROUNDS.values()) | set(CONDITIONS.values())
    shown |= set(PHASE_LISTS.values())
    apart = {"rule_twice", "when_and_unless", "no_contact", "never_looked_back", "unverified", "confines_the_well"}
    assert shown | apart == set(SENTENCES)
    assert set(SENTENCES) >= WARNINGS


def test_an_example_that_does_not_ship_is_not_read() -> None:
    with pytest.raises(Problem, match=r"policy.example_unknown"):
        documents.example("../language")


def test_a_sentence_names_what_is_known() -> None:
    with translation.override("en"):
        text = tried(ground='{fact = "exposur", verified = true}')[0].text
    assert text.startswith("“fact” cannot be “exposur”. It can be: case, exposure,")


@pytest.mark.parametrize("said", ["2022-06-28T00:00:00+08:00", "2022-06-28 00:00:00.5Z"])
def test_another_hour_changes_nothing_but_the_hour(said: str) -> None:
    written = HEAD.replace("2022-06-28T00:00:00+08:00", f"{said}  # from") + GOOD
    hour = datetime(2022, 7, 1, 15, tzinfo=UTC)
    changed = documents.effective_from(written, hour)
    assert documents.read(changed).edition.effective == hour
    assert changed == written.replace(said, hour.isoformat())


@given(st.data())
def test_however_a_text_is_spoilt_it_is_read_or_refused_with_a_line(data: st.DataObject) -> None:
    lines = documents.example(data.draw(st.sampled_from(documents.examples()))).split("\n")
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        words = re.split(r"(\W+)", lines[at])
        word = data.draw(st.integers(0, len(words) - 1))
        words[word] = data.draw(
            st.sampled_from(["", "7", "-1", '"x"', "true", "[]", "{}", "fact", "=", words[word] * 2])
        )
        lines[at] = "".join(words)
    for fault in documents.faults("\n".join(lines)):
        assert 1 <= fault.line <= len(lines)
        assert fault.text
