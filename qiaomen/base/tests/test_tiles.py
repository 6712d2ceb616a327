import pytest

from qiaomen.base.tiles import tile_sources


@pytest.mark.parametrize(
    ("address", "sources"),
    [
        ("", []),
        ("/tiles/{z}/{x}/{y}.png", []),
        ("https://tiles.example/{z}/{x}/{y}.png?k=1", ["https://tiles.example"]),
        ("https://{s}.tiles.example:8443/{z}/{x}/{y}.png", ["https://*.tiles.example:8443"]),
    ],
)
def test_the_policy_allows_the_tiles_and_nothing_else(address: str, sources: list[str]) -> None:
    assert tile_sources(address) == sources


@pytest.mark.parametrize(
    "address", ["//tiles.example/{z}", "ftp://tiles.example/{z}", "https://a b;script-src *", "tiles"]
)
def test_what_is_no_address_of_tiles_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="QIAOMEN_MAP_TILES"):
        tile_sources(address)
