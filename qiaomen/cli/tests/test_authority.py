"""The commands that say who may: outbreak, login, enrol."""

import argparse
import io
import json

import pytest
from django.test import Client

from qiaomen.access import second_factor
from qiaomen.access.enrolling import enrol
from qiaomen.access.models import Audit, Enrolment, Grant, Worker
from qiaomen.access.roles import Role
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.cli import commands
from qiaomen.places.models import Place
from qiaomen.testing.factors import factor_of
from qiaomen.testing.world import ORDER, World, fixed

PHONE = fixed("a new phone")


def call(name: str, *words: str) -> int:
    """Run a command as `main` does, inside the test's transaction."""
    module, parser = commands.load(name), argparse.ArgumentParser()
    module.add_arguments(parser)
    return int(module.run(parser.parse_args(words)))


def test_an_outbreak_is_opened_once(db: None, key_file: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("outbreak", "open", "基孔肯雅热疫情") == 0
    outbreak = Outbreak.objects.current()
    assert capsys.readouterr().out.strip() == str(outbreak.id)
    assert len(outbreak.keys.data) == 32
    with pytest.raises(Problem, match=r"outbreak.already_open"):
        call("outbreak", "open", "再来一次")


def test_outbreaks_are_listed(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    call("outbreak", "list", "--json")
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["name"] == world.outbreak.name
    assert json.loads(line)["closed"] is None


def test_the_first_login_comes_before_any_place(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call("login", "create", "chen", "--role", "headquarters")
    password = capsys.readouterr().out.strip()
    assert Worker.objects.get(username="chen").check_password(password)
    assert Grant.objects.get().place == Place.objects.get(parent=None)


@pytest.mark.parametrize("where", ["东门社区", "990000001001"])
def test_a_login_holds_at_the_place_that_is_named(world: World, where: str) -> None:
    call("login", "create", "chen", "--role", "lead", "--place", where, "--name", "陈明")
    grant = Grant.objects.get(worker__username="chen")
    assert (grant.place, grant.role) == (world.places["community"], Role.LEAD)
    assert grant.worker.name == "陈明"


@pytest.mark.parametrize("where", ["1单元", "没有的地方"])
def test_a_place_that_is_not_clear_is_refused(world: World, where: str) -> None:
    with pytest.raises(Problem, match=r"access.place_unclear"):
        call("login", "create", "chen", "--role", "lead", "--place", where)


def test_a_password_can_come_from_standard_input(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("槐花开了 敲门 2020 五月\n"))
    call("login", "password", "lead", "--password-stdin")
    assert Worker.objects.get(username="lead").check_password("槐花开了 敲门 2020 五月")
    assert capsys.readouterr().out == ""


def test_a_weak_password_a_taken_name_and_an_unknown_role_are_refused(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("12345678\n"))
    with pytest.raises(Problem, match=r"access.password_weak"):
        call("login", "create", "chen", "--role", "lead", "--password-stdin")
    with pytest.raises(Problem, match=r"access.username_taken"):
        call("login", "create", "headquarters", "--role", "lead")
    assert call("login", "create", "chen", "--role", "king") == 2


def test_a_lost_second_factor_is_taken_away_and_its_sessions_end(world: World, client: Client) -> None:
    lead = world.workers["lead"]
    assert call("login", "factor-off", "lead") == 1
    factor_of(lead)
    client.force_login(lead, backend="django.contrib.auth.backends.ModelBackend")
    assert call("login", "factor-off", "lead") == 0
    assert not second_factor.is_on(lead)
    assert client.get("/account").status_code == 302
    assert Audit.objects.filter(action="factor.off", subject=lead.id, worker=None).exists()


def signed_in(worker: Worker) -> Client:
    client = Client()
    client.force_login(worker, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_an_administrator_ends_one_workers_sessions(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    lead = world.workers["lead"]
    here, there, other = (signed_in(one) for one in (lead, lead, world.workers["headquarters"]))
    assert call("login", "end-sessions", "lead") == 0
    assert capsys.readouterr().out == "2 session(s) ended.\n"
    assert [client.get("/account").status_code for client in (here, there, other)] == [302, 302, 200]
    assert Audit.objects.get(action="session.ended", worker=None, subject=lead.id).details == {"count": 2}
    with pytest.raises(Problem, match=r"access.worker_unknown"):
        call("login", "end-sessions", "nobody")


def test_an_administrator_ends_everybodys_sessions(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    lead, clients = world.workers["lead"], [signed_in(one) for one in (world.workers["headquarters"],) * 2]
    factor_of(lead)
    lead.set_password("槐花开了 2020 五月")
    lead.save()
    halfway = Client()
    halfway.post("/sign-in", {"username": "lead", "password": "槐花开了 2020 五月"})
    assert call("login", "end-sessions", "--all") == 0
    assert capsys.readouterr().out == "2 session(s) ended.\n"
    assert [client.get("/account").status_code for client in clients] == [302, 302]
    assert halfway.get("/sign-in/code").headers["Location"].startswith("/sign-in?")
    assert Audit.objects.get(action="session.ended").subject is None


def test_whose_sessions_end_has_to_be_said(world: World) -> None:
    with pytest.raises(SystemExit):
        call("login", "end-sessions")


def test_all_means_everybody_without_login_and_phone(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    Enrolment.objects.filter(worker=world.workers["field"]).delete()
    Enrolment.objects.filter(worker=world.workers["outsider"]).delete()
    call("enrol", "--all", "--json")
    lines = json.loads(capsys.readouterr().out)
    assert {(line["name"], line["organisation"]) for line in lines} == {("周启明", "县教育局"), ("金海波", "青石一中")}
    _token, enrolment = enrol(code=lines[0]["code"], device=PHONE)
    assert str(enrolment.worker_id) == lines[0]["worker"]


def test_one_worker_gets_a_code_from_a_stated_hour_on(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    call("enrol", "--worker", "周启明", "--organisation", "县教育局", "--since", "2020-03-20T20:00")
    code = capsys.readouterr().out.split()[0]
    assert enrol(code=code, device=PHONE)[1].since == ORDER


@pytest.mark.parametrize("words", [["--worker", "没有这个人"], [], ["revoke"], ["--organisation", "没有的单位"]])
def test_a_worker_who_is_not_clear_gets_no_code(world: World, words: list[str]) -> None:
    with pytest.raises(Problem, match=r"access.worker_unknown"):
        call("enrol", *words)


def test_a_worker_with_a_namesake_is_told_apart_by_organisation(world: World) -> None:
    Worker.objects.create(name="周启明", organisation=world.organisations["taxes"])
    with pytest.raises(Problem, match=r"access.worker_unknown"):
        call("enrol", "--worker", "周启明")
    assert call("enrol", "--worker", "周启明", "--organisation", "县税务局") == 0


def test_a_lost_phone_is_revoked(world: World) -> None:
    call("enrol", "revoke", "--worker", "周启明")
    assert Enrolment.objects.get(worker=world.workers["field"]).revoked_at is not None
    assert Enrolment.objects.get(worker=world.workers["field 2"]).revoked_at is None
