"""The words of the phone's screens: all of them are found, and all of them can be said."""

import json

import pytest
from django.test import Client

from qiaomen.base.kinds import KINDS
from qiaomen.field.words import catalogue, messages_of, modules, used


def test_every_way_to_say_something_is_found() -> None:
    source = """t('a door') + t("it’s", {n}) + tn('{n} door', '{n} doors', n) + word('later') + cut('no word')"""
    assert list(messages_of(source)) == ["a door", "it’s", "later", ("{n} door", "{n} doors")]


def test_escapes_are_what_they_stand_for() -> None:
    assert list(messages_of(r"""t('it\'s') + t("\u00d7")""")) == ["it's", "×"]


@pytest.mark.parametrize("source", ["t('one ' + name)", "t(`one`)", "tn('a' + b, 'c', n)"])
def test_a_text_that_is_put_together_is_a_fault(source: str) -> None:
    with pytest.raises(ValueError, match="one literal"):
        list(messages_of(source))


def test_no_module_puts_its_texts_together() -> None:
    assert sum(len(list(messages_of(module.read_text("utf-8")))) for module in modules()) > 200


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_the_catalogue_says_the_states_of_doors(language: str) -> None:
    assert catalogue(language)["nobody home"] == {"zh-hans": "没人", "zh-hant": "沒人"}[language]


def test_english_needs_no_catalogue() -> None:
    assert catalogue("en") == {}


def test_placeholders_survive_translation() -> None:
    said = catalogue("zh-hans")
    counted = {pair[0]: pair[1] for pair in used() if isinstance(pair, tuple)}
    for english, chinese in said.items():
        wanted = {part.split("}")[0] for part in counted.get(english, english).split("{")[1:]}
        given = {part.split("}")[0] for part in chinese.split("{")[1:]}
        assert given <= wanted, english


def test_a_phone_fetches_its_words_without_a_token(client: Client) -> None:
    answer = client.get("/field/words/zh-hans.json")
    assert json.loads(answer.content)["Everyone well"] == "全家正常"
    assert client.get("/field/words/fr.json").status_code == 404


def test_the_standard_questions_are_asked_in_traditional_chinese_where_that_is_read() -> None:
    assert catalogue("zh-hant")["体温（℃）"] == "體溫（℃）"
    assert "体温（℃）" not in catalogue("zh-hans")


# Written otherwise in the scripts: what a newcomer needs, a door's state, a test's result, what a shift or an order is.
OTHERWISE = {"visit", "need", "objection", "order", "phoned", "result", "shift"}


def test_every_kind_of_record_that_the_phone_writes_has_a_name_in_the_outbox() -> None:
    scripts = {module.as_posix(): module.read_text("utf-8") for module in modules()}
    [names] = [text for name, text in scripts.items() if name.endswith("screens/visits.js")]
    written = {kind for kind in KINDS if any(f"'{kind}'" in text for text in scripts.values())}
    assert [kind for kind in sorted(written - OTHERWISE) if f"\n  {kind}: word(" not in names] == []
