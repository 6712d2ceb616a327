"""The job queue's schema and its sweepers."""

import datetime

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from qiaomen.base import jobs

pytestmark = pytest.mark.django_db(transaction=True)


def comment_and_tables() -> tuple[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description('public_jobs'::regnamespace, 'pg_namespace')")
        (comment,) = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public_jobs'")
        return comment, cursor.fetchone()[0]


def test_the_queue_lives_in_a_schema_of_its_own_and_is_made_anew_for_another_version() -> None:
    jobs.run_worker(wait=False)
    made = comment_and_tables()
    with connection.cursor() as cursor:
        cursor.execute("COMMENT ON SCHEMA public_jobs IS 'procrastinate 0.1'")
        cursor.execute("CREATE TABLE public_jobs.from_then (id int)")
    jobs.run_worker(wait=False)
    assert comment_and_tables() == made
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_tables WHERE tablename LIKE 'procrastinate%%' AND schemaname = 'public'"
        )
        assert cursor.fetchone() == (0,)


def test_the_worker_runs_a_sweeper_and_keeps_no_job() -> None:
    ended = timezone.now() - datetime.timedelta(days=1)
    Session.objects.create(session_key="ended", session_data="", expire_date=ended)
    Session.objects.create(session_key="open", session_data="", expire_date=ended + datetime.timedelta(days=2))
    jobs.run_worker(wait=False)
    with connection.cursor() as cursor:
        cursor.execute("SET search_path TO public_jobs")
        cursor.execute(
            "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('default', %s, 0, NULL, NULL, '{\"timestamp\": 0}', NULL)"
            "::procrastinate_job_to_defer_v1])",
            ["qiaomen.base.jobs.forget_expired_sessions"],
        )
        (job,) = cursor.fetchone()
        cursor.execute("SET search_path TO public")
    jobs.run_worker(wait=False)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM public_jobs.procrastinate_jobs WHERE id = ANY(%s)", [job])
        assert cursor.fetchone() == (0,)  # the clock may have put in others since
