"""A district's official places, from lists shaped as the package ships them."""

import gzip
import json
from pathlib import Path

import pytest

from qiaomen.base.problems import Problem
from qiaomen.exchange.divisions import bootstrap, official
from qiaomen.exchange.incoming import IncomingFile
from qiaomen.exchange.load import import_register
from qiaomen.exchange.tests.shared import csv_bytes
from qiaomen.places.models import Place

AREAS = [{"code": "431123", "name": "双牌县"}, {"code": "431124", "name": "道县"}]
STREETS = [{"code": "431123100", "name": "泷泊镇"}, {"code": "431124100", "name": "濂溪街道"}]
VILLAGES = [
    {"code": "431123100001", "name": "平阳社区居委会"},
    {"code": "431123100201", "name": "良村村委会"},
    {"code": "431124100001", "name": "五里牌社区居委会"},
]


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    (tmp_path / "areas.json").write_text(json.dumps(AREAS))
    (tmp_path / "streets.json").write_text(json.dumps(STREETS))
    (tmp_path / "villages.json.gz").write_bytes(gzip.compress(json.dumps(VILLAGES).encode()))
    return tmp_path


@pytest.mark.django_db
def test_a_district_gets_its_official_streets_and_communities(lists: Path) -> None:
    found = bootstrap("431123", folder=lists)
    assert (found.district, found.streets, found.communities, found.added) == ("双牌县", 1, 2, 4)
    assert [(place.kind, place.name, place.code) for place in Place.objects.order_by("code")] == [
        ("district", "双牌县", "431123"),
        ("street", "泷泊镇", "431123100"),
        ("community", "平阳社区", "431123100001"),
        ("community", "良村", "431123100201"),
    ]


@pytest.mark.django_db
def test_the_official_places_twice_change_nothing(lists: Path) -> None:
    bootstrap("431123", folder=lists)
    before = list(Place.objects.order_by("id").values())
    assert bootstrap("431123", folder=lists).added == 0
    assert list(Place.objects.order_by("id").values()) == before


@pytest.mark.django_db
@pytest.mark.usefixtures("key_file")
def test_a_register_without_a_street_gets_it_from_the_official_places(lists: Path) -> None:
    bootstrap("431123", folder=lists)
    result = import_register([IncomingFile("平阳社区.csv", csv_bytes([["地址", "户主"], ["老街5号", "李翠"]]))])
    assert result.cells == []
    assert Place.objects.filter(kind="community").count() == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("key_file")
def test_places_known_before_get_their_official_codes(lists: Path) -> None:
    import_register([IncomingFile("平阳社区.csv", csv_bytes([["地址", "户主"], ["老街5号", "李翠"]]))])
    bootstrap("431123", folder=lists)
    community = Place.objects.get(name="平阳社区")
    assert (community.code, community.parent and community.parent.name) == ("431123100001", "泷泊镇")
    assert Place.objects.get(parent=None).name == "双牌县"
    assert Place.objects.get(name="老街").path.startswith(community.path)


def test_an_unknown_code_is_said(lists: Path) -> None:
    with pytest.raises(Problem) as raised:
        official("999999", folder=lists)
    assert raised.value.code == "place.division_unknown"


def test_the_shipped_lists_know_a_real_district() -> None:
    found = official("431123")
    assert found.district.name == "双牌县"
    assert len(found.streets) >= 10
    assert all(community.code[:9] in {street.code for street in found.streets} for community in found.communities)
