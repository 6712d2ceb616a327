"""Codes and tokens: who becomes an author on which phone."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from qiaomen.access import enrolling
from qiaomen.access.enrolling import enrol, invite, invite_many, revoke
from qiaomen.access.models import Audit, Enrolment, Invitation, Worker
from qiaomen.access.tokens import authenticate
from qiaomen.base.problems import Problem
from qiaomen.testing.world import World

PHONE, OTHER_PHONE = UUID(int=1), UUID(int=2)


@pytest.fixture
def guard(world: World) -> Worker:
    """Somebody without a phone yet."""
    return Worker.objects.create(name="新来的", outbreak=world.outbreak)


def refused(code: str, device: UUID = PHONE) -> str:
    with pytest.raises(Problem) as caught:
        enrol(code=code, device=device)
    return caught.value.code


def test_a_code_makes_its_worker_an_author(guard: Worker) -> None:
    token, enrolment = enrol(code=invite(guard), device=PHONE, device_name="荣耀 8")
    bearer = authenticate(token)
    assert (bearer.worker, bearer.device, bearer.enrolment) == (guard.id, PHONE, enrolment.id)
    assert len(token) == 43
    assert enrolment.worker.name == "新来的"


def test_case_spaces_and_hyphens_of_a_code_do_not_matter(guard: Worker) -> None:
    code = invite(guard).replace("-", "")
    assert enrol(code=f" {code[:3].lower()} {code[3:7]}—{code[7:]} ", device=PHONE)


def test_a_code_serves_one_phone(guard: Worker) -> None:
    code = invite(guard)
    enrol(code=code, device=PHONE)
    assert refused(code, OTHER_PHONE) == "access.code_wrong"


def test_a_phone_that_missed_the_answer_may_ask_again_and_the_lost_token_dies(guard: Worker) -> None:
    code = invite(guard)
    lost, _ = enrol(code=code, device=PHONE)
    token, _ = enrol(code=code, device=PHONE)
    assert authenticate(token).revoked_at is None
    assert authenticate(lost).revoked_at is not None


def test_a_code_dies_after_24_hours(guard: Worker) -> None:
    code = invite(guard)
    Invitation.objects.update(expires_at=timezone.now())
    assert refused(code) == "access.code_wrong"


def test_a_new_code_replaces_the_unused_one(guard: Worker) -> None:
    first, second = invite(guard), invite(guard)
    assert refused(first) == "access.code_wrong"
    assert enrol(code=second, device=PHONE)


def test_a_worker_who_left_cannot_enrol(guard: Worker) -> None:
    code = invite(guard)
    Worker.objects.filter(pk=guard.pk).update(is_active=False)
    assert refused(code) == "access.code_wrong"


def test_a_second_phone_leaves_the_first_and_is_written_down(guard: Worker) -> None:
    enrol(code=invite(guard), device=PHONE)
    enrol(code=invite(guard), device=OTHER_PHONE)
    assert Enrolment.objects.filter(worker=guard, revoked_at=None).count() == 2
    assert Audit.objects.filter(action="device.second", subject=guard.id).count() == 1


def test_enrolling_a_phone_again_keeps_what_it_recorded_before(guard: Worker) -> None:
    earlier = timezone.now() - timedelta(hours=5)
    enrol(code=invite(guard, since=earlier), device=PHONE)
    _, again = enrol(code=invite(guard), device=PHONE)
    assert again.since == earlier


def test_a_revoked_phone_begins_anew(guard: Worker) -> None:
    _, first = enrol(code=invite(guard, since=timezone.now() - timedelta(hours=5)), device=PHONE)
    revoke(first)
    _, again = enrol(code=invite(guard), device=PHONE)
    assert again.since > first.since
    assert first.revoked_at is not None


def test_codes_for_everybody_take_a_handful_of_statements(
    world: World, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    workers = list(world.workers.values())
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        codes = invite_many(workers)
    assert [worker for worker, _ in codes] == workers
    assert len({code for _, code in codes}) == len(workers)


def test_neither_code_nor_token_is_kept_readable(guard: Worker) -> None:
    code = invite(guard)
    token, _ = enrol(code=code, device=PHONE)
    kept = (
        repr(list(Invitation.objects.values()))
        + repr(list(Enrolment.objects.values()))
        + repr(list(Audit.objects.values()))
    )
    assert code.replace("-", "") not in kept
    assert token not in kept


def test_wrong_codes_lock_their_address_and_no_other(guard: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enrolling, "WRONG_CODES", 3)
    for _ in range(3):
        with pytest.raises(Problem, match=r"access.code_wrong"):
            enrol(code="AAAAAAAAAA", device=uuid4(), address="10.0.0.1")
    code = invite(guard)
    with pytest.raises(Problem, match=r"access.too_many_tries"):
        enrol(code=code, device=PHONE, address="10.0.0.1")
    assert enrol(code=code, device=PHONE, address="10.0.0.2")


def test_an_unknown_token_is_refused_by_code(world: World) -> None:
    with pytest.raises(Problem, match=r"access.token_unknown"):
        authenticate("nobody")
