"""Districts as cells of shared servers: each behind a role of its own, and moved with every row or not at all."""

import os

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from qiaomen.base import jobs
from qiaomen.base.moved import left_behind
from qiaomen.cli.commands import district as command
from qiaomen.cli.districts import adding, cells, comparing, listing, moving
from qiaomen.cli.districts.errors import DistrictError
from qiaomen.cli.districts.registry import Cell, District, Registry, check_name, read
from qiaomen.cli.districts.servers import joined
from qiaomen.cli.supervisor import right
from qiaomen.cli.tests.shared_servers import NAMES, added, as_role, city, make_tables, said, servers

__all__ = ["city", "servers"]


def test_a_role_uses_its_own_schema_and_nothing_else(city: Registry) -> None:
    added(city, "t_north")
    added(city, "t_south")
    with as_role(city, "t_north") as own:
        assert own.execute("SELECT count(*) FROM door").fetchone() == (500,)
        own.execute("CREATE TABLE more ()")
        for forbidden in (
            "SELECT * FROM t_south.door",
            "CREATE TABLE t_south.door2 ()",
            "CREATE TABLE public.door ()",
            "CREATE SCHEMA t_elsewhere",
            "CREATE ROLE t_other",
            "SET ROLE t_south",
            "ALTER ROLE t_south PASSWORD 'x'",
            "CREATE DATABASE t_mine",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                own.execute(forbidden.encode())


def test_roles_of_other_applications_still_reach_a_database_that_districts_share_with_them(
    city: Registry, servers: dict[str, str]
) -> None:
    asked = "SELECT has_database_privilege('t_app', current_database(), %s)"
    with psycopg.connect(servers["b"], autocommit=True) as admin:
        admin.execute("CREATE ROLE t_app LOGIN")
        admin.execute(sql.SQL("GRANT CREATE ON DATABASE {} TO PUBLIC").format(sql.Identifier(NAMES[1])))
        added(city, "t_north", "b")
        may = {right: admin.execute(asked, [right]).fetchone() for right in ("CONNECT", "TEMPORARY", "CREATE")}
    assert may == {"CONNECT": (True,), "TEMPORARY": (True,), "CREATE": (False,)}


def test_the_registry_holds_no_secret_and_who_holds_one_is_private(city: Registry) -> None:
    added(city, "t_north")
    text = (city.folder / "districts.toml").read_text()
    settings = city.data_dir("t_north") / "environment"
    password = settings.read_text().split("t_north:", 1)[1].split("@", 1)[0]
    assert len(password) > 20
    assert password not in text
    assert settings.stat().st_mode & 0o077 == 0
    assert read(city.folder).districts == city.districts


def test_a_district_whose_making_was_cut_short_is_finished_by_adding_it_again(
    city: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(registry: Registry, name: str) -> None:
        raise DistrictError("no room")

    monkeypatch.setattr(adding, "migrate", fail)
    with pytest.raises(DistrictError, match="no room"):
        added(city, "t_north")
    assert read(city.folder).districts["t_north"].state == "making"
    monkeypatch.setattr(adding, "migrate", make_tables)
    district = city.districts["t_north"]
    adding.add(city, district)
    assert read(city.folder).districts["t_north"].state == "ready"


def test_a_second_district_of_a_name_a_port_or_a_foreign_schema_is_refused(
    city: Registry, servers: dict[str, str]
) -> None:
    added(city, "t_north")
    with pytest.raises(DistrictError, match="there already"):
        added(city, "t_north")
    with pytest.raises(DistrictError, match="Port 8001 is that of t_north"):
        adding.add(city, District("t_south", Cell("a", "t_south", "t_south"), 8001))
    with psycopg.connect(servers["a"], autocommit=True) as admin:
        admin.execute("CREATE SCHEMA IF NOT EXISTS t_foreign")
    with pytest.raises(DistrictError, match="has a schema t_foreign already"):
        added(city, "t_foreign")


@pytest.mark.parametrize("name", ["public", "pg_x", "North", "a-b", "1st", "north_jobs", "x" * 41, "embedded", ""])
def test_a_name_that_would_not_do_as_schema_role_and_folder_is_refused(name: str) -> None:
    with pytest.raises(DistrictError):
        check_name(name)


def test_what_an_operator_wrote_into_the_settings_stays(city: Registry) -> None:
    district = added(city, "t_north")
    settings = city.data_dir("t_north") / "environment"
    settings.write_text(settings.read_text() + "QIAOMEN_PASS_HOURS=12\n")
    moving.move(city, district, "b", rebuild_check=False, say=said)
    assert "QIAOMEN_PASS_HOURS=12" in settings.read_text().splitlines()


def test_the_job_queue_is_made_anew_by_a_role_that_may_make_no_schema(
    city: Registry, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    added(city, "t_north")
    settings.SCHEMA = "t_north"  # type: ignore[attr-defined]
    with as_role(city, "t_north") as own:
        monkeypatch.setattr(jobs, "_conninfo", lambda: make_conninfo(own.info.dsn, password=own.info.password))
        assert jobs._provide_schema() == "t_north_jobs"
        own.execute("COMMENT ON SCHEMA t_north_jobs IS 'an older one'")
        own.execute("CREATE TABLE t_north_jobs.of_an_older_one ()")
        jobs._provide_schema()
        found = own.execute("SELECT relname FROM pg_class WHERE relnamespace = 't_north_jobs'::regnamespace").fetchall()
    assert ("procrastinate_jobs",) in found
    assert ("of_an_older_one",) not in found


def test_a_move_carries_every_row_and_leaves_the_old_one_locked_until_confirmed(city: Registry) -> None:
    district = added(city, "t_north")
    with as_role(city, "t_north") as before:
        moving.move(city, district, "b", rebuild_check=False, say=said)
        with pytest.raises(psycopg.OperationalError):
            before.execute("SELECT 1")
        old = make_conninfo(before.info.dsn, password=before.info.password)
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        psycopg.connect(old)
    with as_role(city, "t_north") as own:
        assert own.info.dbname == NAMES[1]
        assert own.execute("SELECT count(*) FROM visit JOIN door ON door.id = visit.door").fetchone() == (500,)
        assert own.execute("INSERT INTO door (name) VALUES ('新') RETURNING id").fetchone() == (501,)
    with pytest.raises(DistrictError, match="not confirmed"):
        moving.move(city, district, "a", rebuild_check=False, say=said)
    assert left_behind(city.data_dir("t_north")) == "t_north on a"
    gone = moving.confirm(city, district)
    assert not left_behind(city.data_dir("t_north"))
    with joined(city, "a") as server, server.administered() as admin:
        assert not cells.has_role(admin, gone.role)
        assert not cells.has_schema(admin, "t_north")


def test_a_move_that_fails_leaves_the_district_where_it_was_and_nothing_elsewhere(city: Registry) -> None:
    district = added(city, "t_north")
    with joined(city, "a") as server, server.administered() as admin:
        admin.execute("CREATE FUNCTION public.only_here() RETURNS int LANGUAGE sql AS 'SELECT 1'")
        admin.execute("ALTER TABLE t_north.door ADD COLUMN more int DEFAULT public.only_here()")
    with pytest.raises(DistrictError, match=r"pg_restore failed: .*only_here"):
        moving.move(city, district, "b", rebuild_check=False, say=said)
    assert (district.cell.server, district.state, district.target) == ("a", "ready", None)
    with as_role(city, "t_north") as own:
        assert own.execute("SELECT count(*) FROM door").fetchone() == (500,)
    with joined(city, "b") as server, server.administered() as admin:
        assert not cells.has_schema(admin, "t_north")
    with joined(city, "a") as server, server.administered() as admin:
        admin.execute("DROP FUNCTION public.only_here() CASCADE")


class Killed(BaseException):
    """As if by the kernel: nothing tidies up."""


@pytest.mark.parametrize("then", ["again", "undo"])
def test_a_move_that_was_killed_is_begun_anew_or_taken_back(
    city: Registry, monkeypatch: pytest.MonkeyPatch, then: str
) -> None:
    def die(*arguments: object) -> None:
        raise Killed

    district = added(city, "t_north")
    with monkeypatch.context() as patch:
        patch.setattr(comparing, "digest", die)
        with pytest.raises(Killed):
            moving.move(city, district, "b", rebuild_check=False, say=said)
    kept = read(city.folder).districts["t_north"]
    assert (kept.state, kept.cell.server) == ("moving", "a")
    if then == "again":
        moving.move(city, district, "b", rebuild_check=False, say=said)
    else:
        moving.undo(city, district, lose=False)
    with as_role(city, "t_north") as own:
        assert own.info.dbname == NAMES[1 if then == "again" else 0]
        assert own.execute("SELECT count(*) FROM visit").fetchone() == (500,)


def test_going_back_is_refused_once_something_was_accepted_where_it_went(city: Registry) -> None:
    district = added(city, "t_north")
    moving.move(city, district, "b", rebuild_check=False, say=said)
    with as_role(city, "t_north") as own:
        own.execute("UPDATE base_clock SET seq = seq + 2")
    with pytest.raises(DistrictError, match="2 changes"):
        moving.undo(city, district, lose=False)
    moving.undo(city, district, lose=True)
    assert not left_behind(city.data_dir("t_north"))
    with as_role(city, "t_north") as own:
        assert own.info.dbname == NAMES[0]
        assert own.execute("SELECT seq FROM base_clock").fetchone() == (7,)


def test_a_district_that_is_served_is_not_moved(city: Registry) -> None:
    district = added(city, "t_north")
    held = right.claim(city.data_dir("t_north"))
    with pytest.raises(DistrictError, match="being served"):
        moving.plan(city, district, "b")
    (row,) = listing.rows(city, {("base", "0001_initial"), ("base", "0002_more")})
    assert (row.served_by, row.behind, row.version) == (os.getpid(), 1, "1 migrations")
    assert row.size is not None
    assert row.size > 100_000
    os.close(held)


def test_a_server_that_cannot_be_reached_is_said_so_for_its_districts_alone(city: Registry) -> None:
    added(city, "t_north")
    city.servers["gone"] = "host=/nowhere dbname=x"
    city.districts["t_lost"] = District("t_lost", Cell("gone", "t_lost", "t_lost"), 9)
    rows = {row.name: row for row in listing.rows(city, set())}
    assert (rows["t_lost"].version, rows["t_north"].version) == ("unreachable", "1 migrations")
    assert "unreachable" in listing.table(list(rows.values()))
    del city.districts["t_lost"]


def test_differences_name_the_table_and_what_is_missing() -> None:
    one = {"table door": ("2", "9"), "index door_name": ("CREATE INDEX",)}
    assert comparing.differences(one, one) == []
    assert comparing.differences(one, {"table door": ("2", "8")}) == [
        "index door_name: CREATE INDEX here, missing there",
        "table door: other rows",
    ]


def test_a_move_says_what_it_will_do_and_does_nothing_unasked(
    city: Registry, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import argparse

    added(city, "t_north")
    words = argparse.ArgumentParser()
    command.add_arguments(words)
    monkeypatch.setattr("sys.stdin", open(os.devnull))  # noqa: SIM115 - closed with the process
    assert command._move(city, words.parse_args(["move", "t_north", "--to", "b"])) == 1
    told = capsys.readouterr()
    assert "1. lock t_north on a" in told.out
    assert "nothing was done" in told.err
    assert city.districts["t_north"].cell.server == "a"
