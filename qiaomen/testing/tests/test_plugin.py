"""In which order the processes of a run take its modules."""

from types import SimpleNamespace

from qiaomen.testing.plugin import long_first


def test_long_modules_come_first_then_those_with_many_tests_and_each_stays_together() -> None:
    tests = [("few", False), ("many", False), ("journey", False), ("many", False), ("journey", True), ("many", False)]
    items = [SimpleNamespace(location=(module, at, "")) for at, (module, _) in enumerate(tests)]
    found = [item.location[:2] for item in sorted(items, key=long_first(tests))]  # type: ignore[arg-type]
    assert found == [("journey", 2), ("journey", 4), ("many", 1), ("many", 3), ("many", 5), ("few", 0)]
