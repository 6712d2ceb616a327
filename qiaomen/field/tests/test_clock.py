"""The table of the district's clock says what the zone itself says."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils.timezone import now, override

from qiaomen.field.clock import told

ZONES = ["Asia/Shanghai", "Asia/Kolkata", "Europe/Berlin", "America/Los_Angeles", "Australia/Lord_Howe", "Etc/GMT-5"]


@pytest.mark.parametrize("zone", ZONES)
def test_the_table_says_at_every_hour_what_the_zone_says(zone: str) -> None:
    *rows, until = map(int, told(zone, 2026).split())
    changes = list(zip(rows[::2], rows[1::2], strict=True))
    for at in range(rows[0], until, 3600):
        ahead = [offset for since, offset in changes if since <= at][-1]
        assert timedelta(seconds=ahead) == datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(zone)).utcoffset()


def test_a_district_that_never_changes_its_clock_has_one_line() -> None:
    assert told("Asia/Shanghai", 2022) == "1609459200 28800 1735689600"


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Etc/GMT-5"])
def test_the_shell_tells_the_zone_and_its_table(zone: str) -> None:
    with override(zone):
        page = Client().get("/field/").content.decode()
    assert f'data-zone="{zone}"' in page
    assert f'data-clock="{told(zone, now().year)}"' in page
