"""Codes of real passes at the server's own gate: renewed by themselves, withdrawn, under keys that change."""

from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from qiaomen.base import keys as key_file
from qiaomen.base.problems import Problem
from qiaomen.passes import actions, keys, minting
from qiaomen.passes.models import IssuerKey
from qiaomen.passes.naming import masked
from qiaomen.passes.suspending import suspensions
from qiaomen.passes.tests.conftest import Passes, at
from qiaomen.passes.tests.forging import b64
from qiaomen.passes.token import Signer

HIM, HER = "周国庆", "谢丽敏"


def test_a_code_says_no_more_than_colour_masked_name_and_where(passes: Passes) -> None:
    passes.issue(HIM)
    verdict = passes.shown(passes.code(HIM))
    assert (verdict.problem, verdict.rules) == ("ok", "green")
    assert verdict.token is not None
    assert (verdict.token.name, verdict.token.district) == ("周**", "990000")


def test_the_same_quarter_hour_gives_the_same_code_and_the_next_one_a_fresh_one(passes: Passes) -> None:
    one = passes.issue(HIM)
    first, same, next_one = (
        minting.mint(one, now=at(21, 9) + timedelta(minutes=minutes)) for minutes in (1, 14, 15)
    )  # fmt: skip
    assert first.text == same.text != next_one.text
    assert first.expires == at(22, 9)
    assert next_one.expires == at(22, 9) + timedelta(minutes=15)


def test_a_card_lives_for_fourteen_days_and_no_code_longer_than_its_pass(passes: Passes) -> None:
    assert minting.mint(passes.issue(HIM, form="card"), now=at(21, 9)).expires == at(21, 9) + timedelta(days=14)
    guest = passes.issue(HER, ends=at(21, 18))
    assert minting.mint(guest, now=at(21, 17)).expires == at(21, 18)
    with pytest.raises(Problem, match=r"pass\.ended"):
        minting.mint(guest, now=at(21, 18))


def test_the_code_of_before_says_red_once_the_person_is(passes: Passes) -> None:
    passes.issue(HIM)
    code = passes.code(HIM)
    passes.at(at(21, 10)).expose(HIM)
    verdict = passes.shown(code)
    assert (verdict.said, verdict.colour, verdict.rules) == ("green", "red", "red")


def test_a_suspended_pass_is_refused_and_has_no_new_code(passes: Passes) -> None:
    passes.issue(HIM)
    code = passes.code(HIM)
    actions.suspend(passes.of(HIM), reason="lost", **passes.by)
    assert passes.shown(code).problem == "suspended"
    with pytest.raises(Problem, match=r"pass\.suspended"):
        passes.code(HIM)


def test_issued_anew_the_old_code_is_dead(passes: Passes) -> None:
    passes.issue(HIM)
    old = passes.code(HIM)
    actions.reissue(passes.of(HIM), reason="copied", **passes.by)
    assert passes.shown(old).problem == "revoked"
    assert passes.shown(passes.code(HIM)).problem == "ok"


def test_the_list_names_what_changed_since_a_cursor_and_nothing_that_was_only_issued(passes: Passes) -> None:
    for name in (HIM, HER):
        passes.issue(name)
    empty = suspensions("", now=at(21, 9))
    assert (empty.whole, empty.entries) == (True, [])
    actions.suspend(passes.of(HIM), reason="lost", **passes.by)
    new = suspensions(empty.cursor, now=at(21, 9))
    [(who, since, colour, state)] = new.entries
    assert (new.whole, who, colour, state) == (False, b64(passes.of(HIM).id.bytes[:8]), 1, 1)
    assert since > at(21, 9).timestamp()
    assert suspensions(new.cursor, now=at(21, 9)).entries == []
    assert suspensions("", now=at(21, 9)).entries == new.entries


def test_a_resumed_pass_stays_on_the_list_as_one_that_counts(passes: Passes) -> None:
    passes.issue(HIM)
    actions.suspend(passes.of(HIM), reason="lost", **passes.by)
    actions.resume(passes.of(HIM), **passes.at(at(21, 10)).by)
    assert [entry[2:] for entry in suspensions("", now=at(21, 9)).entries] == [(1, 0)]


def test_after_the_longest_life_of_a_code_the_list_forgets(passes: Passes) -> None:
    passes.issue(HIM)
    actions.revoke(passes.of(HIM), reason="died", **passes.by)
    [(_who, since, *_rest)] = suspensions("", now=at(21, 9)).entries
    later = at(21, 9).fromtimestamp(since + 14 * 86_400, at(21, 9).tzinfo)
    assert suspensions("x", now=later).entries == []


def test_a_cursor_from_before_a_restore_gets_the_whole_list(passes: Passes) -> None:
    assert suspensions("0123456789abcdef0123456789abcdef.12", now=at(21, 9)).whole


def test_after_rotation_the_old_key_counts_to_the_end_of_what_it_signed(passes: Passes) -> None:
    passes.issue(HIM)
    old = passes.code(HIM)
    keys.rotate(passes.at(at(21, 10)).now)
    new = passes.code(HIM)
    verdicts = [passes.shown(code) for code in (old, new)]
    assert [verdict.problem for verdict in verdicts] == ["ok", "ok"]
    assert verdicts[0].kid != verdicts[1].kid
    assert len(keys.feed(at(21, 10))) == 2
    assert len(keys.feed(at(21, 11) + timedelta(days=15))) == 1


def test_a_lost_key_counts_for_nothing_any_more(passes: Passes) -> None:
    passes.issue(HIM)
    old = passes.code(HIM)
    keys.rotate(passes.at(at(21, 10)).now, at_once=True)
    assert passes.shown(old).problem == "old_key"


def test_a_private_key_lies_in_the_key_file_and_its_escrow_only(
    passes: Passes, settings: Settings, tmp_path: Path
) -> None:
    settings.KEY_ESCROW = tmp_path / "escrow.json"
    key = keys.rotate(passes.now)
    assert key_file.private(key.kid) is not None
    assert key.kid in settings.KEY_ESCROW.read_text()
    passes.issue(HIM)
    settings.KEY_FILE.unlink()
    keys._signer.cache_clear()
    with pytest.raises(Problem, match=r"pass\.no_key"):
        passes.code(HIM)


def test_a_neighbours_pass_is_verified_and_treated_as_yellow(passes: Passes) -> None:
    signer = Signer(b"\x05" * 32)
    theirs = keys.PublicKey("990001", "白石县", signer.kid.hex(), b64(signer.public), at(1, 0))
    keys.pin(keys.as_file(theirs).encode())
    passes.issue(HIM)
    token = minting.mint(passes.of(HIM), now=passes.now).token
    code = signer.code(type(token)(**{**{f: getattr(token, f) for f in token.__struct_fields__}, "district": "990001"}))
    verdict = passes.shown(code)
    assert (verdict.problem, verdict.rules, verdict.elsewhere) == ("ok", "yellow", True)
    assert keys.districts(passes.now) == {"990000": "青石县", "990001": "白石县"}
    keys.unpin(IssuerKey.objects.get(own=False))
    assert passes.shown(code).problem in {"old_key", "unknown_key"}


@pytest.mark.parametrize("change", [{"kid": "00" * 8}, {"public": "AAAA"}, {"district": "990000"}, {"district": ""}])
def test_a_key_that_is_none_is_not_pinned(passes: Passes, change: dict[str, str]) -> None:
    signer = Signer(b"\x05" * 32)
    said = {"district": "990001", "name": "白石县", "kid": signer.kid.hex(), "public": b64(signer.public)}
    with pytest.raises(Problem, match=r"pass\.key_unreadable"):
        keys.pin(keys.as_file(keys.PublicKey(**{**said, **change}, since=at(1, 0))).encode())


@pytest.mark.parametrize(
    "name, shown",
    [("李明", "李*"), ("李小明", "李**"), ("欧阳小明", "欧阳**"), ("欧阳", "欧*"), ("Li Ming", "L***"), ("", "*"),
     ("李", "李*"), ("买买提·艾合买提", "买***")],
)  # fmt: skip
def test_a_name_shows_its_surname_only(name: str, shown: str) -> None:
    assert masked(name) == shown
