"""What the server may take of the machine that it runs on."""

import pytest

from qiaomen.postgres import tuning

GB = 1024**3


@pytest.mark.parametrize(("disk", "most"), [(10, 1024), (40, 2560), (250, 16000), (4000, 16384)])
def test_the_log_of_writes_may_take_a_sixteenth_of_the_disk(disk: int, most: int) -> None:
    assert tuning.settings(disk=disk * GB)["max_wal_size"] == f"{most}MB"
