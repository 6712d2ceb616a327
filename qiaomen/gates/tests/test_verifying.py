"""Codes at a gate with a network."""

from datetime import timedelta

from qiaomen.gates.verifying import Checked, verify
from qiaomen.passes import actions
from qiaomen.passes.minting import mint
from qiaomen.passes.queries import pass_by_id
from qiaomen.testing.desk import at
from qiaomen.testing.gates import Post


def code(post: Post, name: str) -> str:
    one = pass_by_id(post.pass_of(name))
    assert one is not None
    return mint(one, now=at(21, 8)).text


def checked(post: Post, text: str, *, minute: int = 10, gate: str = "gate") -> Checked:
    return verify([text], gate=post.gate(gate), now=at(21, 8, minute))[0]


def test_a_code_is_ok_and_says_that_its_holder_is_inside_already_here_or_elsewhere(post: Post) -> None:
    text = code(post, "解军")
    assert (checked(post, text).verdict.problem, checked(post, text).inside) == ("ok", None)
    post.went("解军", at=at(21, 8, 5))
    here, there = checked(post, text).inside, checked(post, text, gate="alley gate").inside
    assert here is not None
    assert there is not None
    assert (here.here, there.here, here.since) == (True, False, at(21, 8, 5))
    post.went("解军", "out", at=at(21, 8, 6), gate="south gate")
    assert checked(post, text).inside is None


def test_a_pass_suspended_a_minute_ago_is_refused_online_at_once(post: Post) -> None:
    text, one = code(post, "解军"), pass_by_id(post.pass_of("解军"))
    assert one is not None
    actions.suspend(one, reason="copied", by=post.world.workers["lead"], now=at(21, 8, 5))
    assert checked(post, text).verdict.problem == "suspended"


def test_what_is_no_pass_says_nothing_of_anybody(post: Post) -> None:
    found = verify(["QM1:ABC", "https://example.org", ""], gate=post.gate(), now=at(21, 8) + timedelta(hours=1))
    assert [(one.verdict.problem, one.verdict.token, one.inside) for one in found] == [("unreadable", None, None)] * 3
