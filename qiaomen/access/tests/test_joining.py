"""Joining by an organisation's link: who may ask, what is answered, who confirms."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qiaomen.access import enrolling, joining
from qiaomen.access.jobs import forget_old_claims
from qiaomen.access.joining import accept, ask, attach, candidates, give_digits, refuse, said_in, status, waiting
from qiaomen.access.links import code_of, live_links, make_link, revoke_link
from qiaomen.access.models import Audit, Enrolment, JoinClaim, JoinCode, JoinLink, Worker
from qiaomen.access.tokens import authenticate
from qiaomen.base.problems import Problem
from qiaomen.testing.world import World, worker_phone

PHONE = UUID(int=1)
STRANGER = {"name": "陌生人", "phone": "12200000000"}
Ask = Callable[..., tuple[JoinClaim, str]]


@pytest.fixture
def link(world: World) -> JoinLink:
    """The link of 县教育局, made by headquarters."""
    return make_link(world.organisations["education"], by=world.workers["headquarters"])


@pytest.fixture
def lead(world: World) -> Worker:
    return world.workers["lead"]


@pytest.fixture
def ask_as(world: World, link: JoinLink) -> Ask:
    """Ask to join as a member of the cast, or as somebody else."""

    def asking(key: str = "field", **other: Any) -> tuple[JoinClaim, str]:
        said = {"name": world.workers[key].name, "phone": worker_phone(key), "device": PHONE, **other}
        return ask(link=code_of(link), **said)

    return asking


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Problem) as caught:
        call()
    return caught.value.code


def test_who_is_on_the_roster_and_accepted_gets_a_token(world: World, ask_as: Ask, lead: Worker) -> None:
    claim, secret = ask_as()
    assert status(claim=claim.id, secret=secret).state == "waiting"
    assert accept([claim], by=lead) == 1
    standing = status(claim=claim.id, secret=secret)
    assert standing.state == "accepted"
    bearer = authenticate(standing.token)
    assert (bearer.worker, bearer.device) == (world.workers["field"].id, PHONE)


@pytest.mark.parametrize(
    "typed",
    [{"name": " 周 启明 "}, {"name": "周啟明"}, {"phone": "+86 {0}"}, {"phone": "{1}-{2}-{3}"}],
    ids=["spaces", "other script", "country code", "hyphens"],
)
def test_the_roster_is_matched_as_a_person_would(world: World, ask_as: Ask, typed: dict[str, str]) -> None:
    own = worker_phone("field")
    typed = {key: text.format(own, own[:3], own[3:7], own[7:]) for key, text in typed.items()}
    assert ask_as(**typed)[0].worker == world.workers["field"]


@pytest.mark.parametrize(
    ("key", "other"),
    [("field", STRANGER), ("field", {"name": "孟小雨"}), ("field", {"phone": "12200000000"}), ("outsider", {})],
    ids=["stranger", "another's name", "another phone", "of another organisation"],
)
def test_who_does_not_match_waits_all_the_same(ask_as: Ask, key: str, other: dict[str, str]) -> None:
    claim, secret = ask_as(key, **other)
    assert claim.worker is None
    assert status(claim=claim.id, secret=secret).state == "waiting"


def test_asking_takes_the_same_statements_whether_the_roster_knows_one_or_not(ask_as: Ask) -> None:
    seen = []
    for other in ({}, STRANGER):
        with CaptureQueriesContext(
            connection,
        ) as known:
            claim, secret = ask_as(**other)
            for _ in range(2):
                assert refused(lambda: status(claim=claim.id, secret=secret, code="000000")) == "access.digits_wrong"  # noqa: B023
        seen.append([query["sql"].split(" ")[0] for query in known])
    assert seen[0] == seen[1]


def test_six_digits_let_their_worker_in_without_the_leader(world: World, ask_as: Ask) -> None:
    claim, secret = ask_as()
    [(_worker, code)] = give_digits([world.workers["field"]])
    assert len(code) == 6
    standing = status(claim=claim.id, secret=secret, code=f"{code[:3]} {code[3:]}")
    assert authenticate(standing.token).worker == world.workers["field"].id
    assert not JoinCode.objects.exists()


def test_digits_of_one_worker_let_no_other_in(world: World, ask_as: Ask) -> None:
    [(_worker, code)] = give_digits([world.workers["field"]])
    for key, other in (("field 2", {}), ("field", STRANGER)):
        claim, secret = ask_as(key, **other)
        assert refused(lambda: status(claim=claim.id, secret=secret, code=code)) == "access.digits_wrong"  # noqa: B023


@pytest.mark.parametrize("other", [{}, STRANGER], ids=["on the roster", "stranger"])
def test_after_five_wrong_digits_only_the_leader_helps(world: World, ask_as: Ask, other: dict[str, str]) -> None:
    claim, secret = ask_as(**other)
    codes = [
        refused(lambda: status(claim=claim.id, secret=secret, code="wrong")) for _ in range(joining.WRONG_DIGITS + 1)
    ]
    assert codes == ["access.digits_wrong"] * 5 + ["access.digits_spent"]
    [(_worker, code)] = give_digits([world.workers["field"]])
    assert refused(lambda: status(claim=claim.id, secret=secret, code=code)) == "access.digits_spent"


def test_digits_die_after_five_wrong_ones_however_often_one_asks_anew(world: World, ask_as: Ask) -> None:
    [(_worker, code)] = give_digits([world.workers["field"]])
    for device in (uuid4() for _ in range(joining.WRONG_DIGITS)):
        claim, secret = ask_as(device=device)
        refused(lambda: status(claim=claim.id, secret=secret, code="wrong"))  # noqa: B023
    claim, secret = ask_as()
    assert refused(lambda: status(claim=claim.id, secret=secret, code=code)) == "access.digits_wrong"


def test_digits_die_after_a_day_and_new_ones_replace_them(world: World, ask_as: Ask) -> None:
    [(worker, first)] = give_digits([world.workers["field"]])
    claim, secret = ask_as()
    [(_worker, second)] = give_digits([worker])
    if first != second:
        assert refused(lambda: status(claim=claim.id, secret=secret, code=first)) == "access.digits_wrong"
    JoinCode.objects.update(expires_at=timezone.now())
    assert refused(lambda: status(claim=claim.id, secret=secret, code=second)) == "access.digits_wrong"


def test_a_second_phone_is_written_down(world: World, ask_as: Ask, lead: Worker) -> None:
    claim, secret = ask_as()
    accept([claim], by=lead)
    status(claim=claim.id, secret=secret)
    assert Enrolment.objects.filter(worker=world.workers["field"], revoked_at=None).count() == 2
    assert Audit.objects.filter(action="device.second", subject=world.workers["field"].id).count() == 1


def test_a_phone_that_missed_the_answer_asks_again_and_the_lost_token_dies(ask_as: Ask, lead: Worker) -> None:
    claim, secret = ask_as()
    accept([claim], by=lead)
    lost, again = (status(claim=claim.id, secret=secret) for _ in range(2))
    assert authenticate(again.token).revoked_at is None
    assert authenticate(lost.token).revoked_at is not None


def test_a_phone_that_was_signed_out_gets_no_new_token(ask_as: Ask, lead: Worker) -> None:
    claim, secret = ask_as()
    accept([claim], by=lead)
    enrolment = status(claim=claim.id, secret=secret).enrolment
    assert enrolment is not None
    enrolling.revoke(enrolment, by=lead)
    assert status(claim=claim.id, secret=secret).state == "over"


def test_a_link_dies_after_24_hours(link: JoinLink, ask_as: Ask) -> None:
    JoinLink.objects.update(expires_at=timezone.now())
    assert refused(ask_as) == "access.link_dead"


def test_a_revoked_link_turns_away_who_asks_and_who_waits(link: JoinLink, ask_as: Ask, lead: Worker) -> None:
    claim, secret = ask_as()
    revoke_link(link, by=lead)
    assert refused(ask_as) == "access.link_dead"
    assert status(claim=claim.id, secret=secret).state == "over"
    assert not waiting([link.organisation_id])


def test_a_new_link_revokes_the_one_before(world: World, link: JoinLink, ask_as: Ask) -> None:
    fresh = make_link(world.organisations["education"])
    assert refused(ask_as) == "access.link_dead"
    assert live_links([link.organisation_id]) == {link.organisation_id: fresh}


def test_a_claim_ends_after_a_day(ask_as: Ask, lead: Worker) -> None:
    claim, secret = ask_as()
    JoinClaim.objects.update(expires_at=timezone.now())
    assert status(claim=claim.id, secret=secret).state == "over"
    assert accept([claim], by=lead) == 0


def test_only_the_phone_that_asked_learns_what_became_of_it(ask_as: Ask, lead: Worker) -> None:
    claim, _secret = ask_as()
    accept([claim], by=lead)
    assert refused(lambda: status(claim=claim.id, secret="x" * 43)) == "access.not_found"
    assert refused(lambda: status(claim=uuid4(), secret="x" * 43)) == "access.not_found"


def test_asking_again_on_the_same_phone_replaces_what_it_asked(link: JoinLink, ask_as: Ask) -> None:
    for name in ("周启", "周启明"):
        ask_as(name=name)
    assert [claim.worker is not None for claim in waiting([link.organisation_id])] == [True]


def test_a_leader_says_who_it_is(world: World, ask_as: Ask, lead: Worker) -> None:
    claim, secret = ask_as("field 2", phone="12200000000")
    said = said_in(claim, world.outbreak.keys)
    assert candidates(claim, said, world.outbreak.keys)[0] == world.workers["field 2"]
    attach(claim, world.workers["field 2"], by=lead)
    assert authenticate(status(claim=claim.id, secret=secret).token).worker == world.workers["field 2"].id


def test_nobody_of_another_organisation_can_be_attached(world: World, ask_as: Ask, lead: Worker) -> None:
    claim, _secret = ask_as(**STRANGER)
    assert refused(lambda: attach(claim, world.workers["outsider"], by=lead)) == "access.not_found"


def test_who_is_not_on_the_roster_is_not_let_in_with_the_others(ask_as: Ask, lead: Worker) -> None:
    known, _secret = ask_as()
    stranger, _secret = ask_as(device=uuid4(), **STRANGER)
    assert accept([known, stranger], by=lead) == 1
    stranger.refresh_from_db()
    assert stranger.state == "waiting"


def test_who_is_refused_is_told_and_stays_so(ask_as: Ask, lead: Worker) -> None:
    claim, secret = ask_as()
    refuse(claim, by=lead)
    assert status(claim=claim.id, secret=secret).state == "refused"
    assert accept([claim], by=lead) == 0
    assert refused(lambda: refuse(claim, by=lead)) == "access.claim_settled"


def test_a_worker_who_left_gets_no_token(world: World, ask_as: Ask, lead: Worker) -> None:
    claim, secret = ask_as()
    accept([claim], by=lead)
    Worker.objects.filter(pk=world.workers["field"].pk).update(is_active=False)
    assert status(claim=claim.id, secret=secret).state == "over"


@pytest.mark.parametrize(
    ("other", "code"),
    [({"phone": "12"}, "access.phone_unreadable"), ({"name": "  "}, "access.name_missing")],
)
def test_what_is_no_name_or_phone_is_said_at_once(ask_as: Ask, other: dict[str, str], code: str) -> None:
    assert refused(lambda: ask_as(**other)) == code


def test_wrong_links_lock_their_address_and_no_other(ask_as: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enrolling, "WRONG_CODES", 3)
    wrong = {**STRANGER, "link": "AAAAAAAAAA", "device": PHONE, "address": "10.0.0.1"}
    assert [refused(lambda: ask(**wrong)) for _ in range(3)] == ["access.link_dead"] * 3  # type: ignore[arg-type]
    assert refused(lambda: ask_as(address="10.0.0.1")) == "access.too_many_tries"
    assert ask_as(address="10.0.0.2")


@pytest.mark.parametrize("limit", ["MOST_ASKED", "MOST_WAITING"])
def test_nobody_fills_the_leaders_list(ask_as: Ask, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(joining, limit, 2)
    for _ in range(2):
        ask_as(device=uuid4())
    assert refused(lambda: ask_as(device=uuid4())) == "access.too_many_tries"


def test_neither_code_nor_name_nor_secret_is_kept_readable(world: World, link: JoinLink, ask_as: Ask) -> None:
    claim, secret = ask_as(**STRANGER)
    [(_worker, digits)] = give_digits([world.workers["field"]])
    models = (JoinLink, JoinClaim, JoinCode, Audit)
    kept = msgspec.json.encode([list(map(repr, model._default_manager.values())) for model in models]).decode()
    for said in (code_of(link), secret, STRANGER["name"], STRANGER["phone"], f"'{digits}'"):
        assert said not in kept
    refuse(claim, by=world.workers["lead"])
    assert not JoinClaim.objects.exclude(sealed=None).exists()


def test_what_was_typed_is_deleted_after_a_day(ask_as: Ask) -> None:
    ask_as()
    JoinLink.objects.update(expires_at=timezone.now() - timedelta(hours=1))
    forget_old_claims()
    assert JoinClaim.objects.count() == 1
    JoinClaim.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    forget_old_claims()
    assert not JoinClaim.objects.exists()
