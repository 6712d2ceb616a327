"""What is said of the database's files is looked at: samples of emptied tables, and the log of writes."""

import pytest
from django.db import connection

from qiaomen.base.sql import rows, run
from qiaomen.ending import rewriting
from qiaomen.ending.models import Closing

MARK = "龘靐"


@pytest.fixture
def own_server(transactional_db: None) -> None:
    if not str(connection.settings_dict["HOST"]).startswith("/"):
        pytest.skip("an external server's files are not ours")


def test_samples_of_an_emptied_table_do_not_outlive_its_rows(own_server: None) -> None:
    run(
        "INSERT INTO axes_accesslog (user_agent, http_accept, path_info, attempt_time, session_hash, username)"
        " SELECT '', '', '', now(), '', %s || mod(n, 5) FROM generate_series(1, 300) n", [MARK],
    )  # fmt: skip
    run("ANALYZE axes_accesslog")
    assert _samples()
    run("TRUNCATE axes_accesslog")
    rewriting.rewrite()
    assert not _samples()


def _samples() -> int:
    return int(rows("SELECT count(*) FROM pg_stats WHERE most_common_vals::text LIKE %s", [f"%{MARK}%"])[0][0])


def test_a_log_of_writes_that_something_still_holds_is_not_called_cleared(own_server: None) -> None:
    """As a copy of the cluster that is being made holds it."""
    with rewriting.superuser() as server:
        server.execute("SELECT pg_create_physical_replication_slot('holds', true)")
        try:
            assert rewriting.clear_wal(wait_s=0) == ""
        finally:
            server.execute("SELECT pg_drop_replication_slot('holds')")
    assert rewriting.clear_wal() == Closing.Wal.CLEARED
