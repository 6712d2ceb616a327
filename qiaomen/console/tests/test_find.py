"""The search box: anything by what people say, within one's places, and nothing of it in an address."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from qiaomen.access.audit import disclosures
from qiaomen.access.models import Audit
from qiaomen.base import changes
from qiaomen.campaigns.models import Campaign
from qiaomen.ledger.models import Record
from qiaomen.paper.codes import short
from qiaomen.people import closest
from qiaomen.people.models import Alias
from qiaomen.places import search
from qiaomen.places.models import Door
from qiaomen.testing.sweep import Phone, start_sweep
from qiaomen.testing.world import World, worker_phone

ClientOf = Callable[[str], Client]


def text(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


def look(client: Client, typed: str, *, as_typed: bool = False) -> str:
    headers = {"HX-Request": "true"} if as_typed else {}
    client.cookies["language"] = "en"
    return text(client.post("/find", {"q": typed}, headers=headers))


def rows(html: str) -> list[str]:
    """What was found, each as its title."""
    main = html[html.find("<main") :] if "<main" in html else html
    return re.findall(r"<li><a href=[^>]*>.*?<b>(.*?)</b>", main, re.DOTALL)


@pytest.fixture
def lead(client_of: ClientOf) -> Client:
    return client_of("lead")


@pytest.mark.parametrize("typed", ["彭宇", "彭 宇", "pengyu", "py", "PY"])
def test_people_are_found_in_either_script_by_pinyin_and_initials(lead: Client, typed: str) -> None:
    assert "彭宇" in rows(look(lead, typed))


def test_a_given_name_alone_and_the_traditional_script_find_somebody(lead: Client) -> None:
    assert "韩德福" in rows(look(lead, "德福"))
    assert "韩德福" in rows(look(lead, "韓德福"))


@pytest.mark.parametrize(
    "typed",
    [
        "1-1-201", "1栋1单元201", "翠湖小区 1-1-201", "翠湖小区1栋1单元201", "cuihuxiaoqu 1-1-201", "chxq 1-1-201",
        "翠湖 1栋 201",
    ],
)  # fmt: skip
def test_a_door_is_found_by_its_label_in_any_form(lead: Client, typed: str) -> None:
    assert "1-1-201" in rows(look(lead, typed))


def test_a_label_that_leaves_out_the_stairwell_finds_every_door_that_fits(lead: Client) -> None:
    assert rows(look(lead, "1栋201")) == ["1-1-201", "1-2-201"]


def test_a_house_is_found_by_its_group_and_number(client_of: ClientOf) -> None:
    assert rows(look(client_of("headquarters"), "五组3号")) == ["3号"]


def test_the_district_itself_is_found(client_of: ClientOf) -> None:
    assert "青石县" in rows(look(client_of("headquarters"), "青石县"))


def test_a_place_that_does_not_hold_the_door_finds_none(client_of: ClientOf) -> None:
    assert rows(look(client_of("headquarters"), "五组 1-1-201")) == []


def test_a_shop_is_found_by_its_name(world: World, lead: Client) -> None:
    place = world.places["stairwell 1-1"]
    Door.objects.create(place=place, label="兴旺超市", key="兴旺超市", kind="shop", walk="9", change=world.change)
    assert rows(look(lead, "兴旺")) == ["兴旺超市"]


@pytest.mark.parametrize("typed", ["翠湖", "cuihu", "翠湖小區"])
def test_a_place_is_found_by_name_and_pinyin(lead: Client, typed: str) -> None:
    assert "翠湖小区" in rows(look(lead, typed))


def test_a_numbered_building_is_found_inside_its_compound(lead: Client) -> None:
    assert rows(look(lead, "翠湖小区2栋")) == ["2栋"]
    assert rows(look(lead, "翠湖小区2栋1单元")) == ["1单元"]


def test_a_place_that_was_renamed_is_found_under_its_new_name(world: World, lead: Client) -> None:
    look(lead, "翠湖")
    with changes.change("test") as change:
        place = world.places["compound"]
        place.name, place.change = "碧水小区", change.id
        place.save()
    assert "碧水小区" in rows(look(lead, "bishui"))


def test_a_phone_is_found_whole_and_by_its_last_four_digits(world: World, lead: Client) -> None:
    phone = world.identities["彭宇"].phones[0]
    assert rows(look(lead, phone)) == ["彭宇"]
    assert "彭宇" in rows(look(lead, phone[-4:]))


def test_more_digits_of_a_phone_are_compared_for_who_may_see_identity_and_logged(world: World, lead: Client) -> None:
    person, phone = world.people["彭宇"], world.identities["彭宇"].phones[0]
    other = "9" if phone[-6] != "9" else "8"
    assert rows(look(lead, phone[-6:])) == ["彭宇"]
    assert rows(look(lead, other + phone[-5:])) == []
    assert [one.subject for one in disclosures(worker=world.workers["lead"].id)] == [person.id]


def test_who_may_not_see_identity_cannot_try_digit_after_digit(world: World, client_of: ClientOf) -> None:
    phone = world.identities["彭宇"].phones[0]
    wrong = ("9" if phone[-5] != "9" else "8") + phone[-4:]
    page = look(client_of("headquarters"), wrong)
    assert "彭宇" in rows(page)
    assert "by the last four digits" in page
    assert not disclosures().exists()


def test_what_is_shown_as_one_types_opens_no_card(world: World, lead: Client) -> None:
    look(lead, world.identities["彭宇"].phones[0][-6:], as_typed=True)
    assert not disclosures().exists()


def test_a_worker_is_found_where_one_may_look(world: World, client_of: ClientOf, lead: Client) -> None:
    own, other = world.workers["field"], world.workers["outsider"]
    assert own.name in rows(look(lead, own.name))
    assert other.name not in rows(look(lead, other.name))
    assert other.name in rows(look(client_of("headquarters"), other.name))


def test_nothing_outside_ones_places_is_found(world: World, lead: Client) -> None:
    for typed in ("麦松柏", "maisongbai", "五组1号", "五组", world.identities["麦松柏"].phones[0]):
        assert rows(look(lead, typed)) == []


def test_a_record_is_found_by_its_number_at_its_door(world: World, lead: Client, client_of: ClientOf) -> None:
    campaign: Campaign = start_sweep(world, team="team 1")
    phone = Phone(world.tokens["field"], campaign)
    phone.send([phone.visit(world.doors["1-1-201"].id, "absent")])
    record = Record.objects.get(kind="visit")
    for typed in (str(record.id), short(record.id)):
        assert f"/doors/{record.door}#record-{record.id}" in look(lead, typed)
    assert f'id="record-{record.id}"' in text(lead.get(f"/doors/{record.door}"))


def test_the_box_is_on_every_page_and_sends_what_is_typed_in_a_body(lead: Client) -> None:
    page = text(lead.get("/people/"))
    form = page[page.index("data-find") - 200 : page.index("data-find") + 900]
    assert 'method="post"' in form
    assert 'hx-post="/find"' in form


def test_an_address_finds_nothing_and_nothing_typed_is_kept(world: World, lead: Client) -> None:
    assert "彭宇" not in text(lead.get("/find", {"q": "彭宇"}))
    look(lead, "彭宇")
    assert "彭宇" not in repr(list(Audit.objects.values()))


def test_as_one_types_a_short_panel_comes_and_nothing_for_a_single_letter(lead: Client) -> None:
    panel = look(lead, "1-1-201", as_typed=True)
    assert "<main" not in panel
    assert rows(panel) == ["1-1-201"]
    assert rows(look(lead, "z", as_typed=True)) == []
    assert worker_phone("field") not in panel


@pytest.mark.parametrize("few", [0, 10_000])
@pytest.mark.parametrize("reader", ["lead", "headquarters"])
def test_whichever_way_is_short_the_same_is_found(
    client_of: ClientOf, monkeypatch: pytest.MonkeyPatch, few: int, reader: str
) -> None:
    monkeypatch.setattr(closest, "FEW_DOORS", few)
    monkeypatch.setattr(search, "FEW_PLACES", few)
    client = client_of(reader)
    assert "彭宇" in rows(look(client, "pengyu"))
    assert rows(look(client, "1栋201"))[:2] == ["1-1-201", "1-2-201"]
    assert ("麦松柏" in rows(look(client, "麦松柏"))) == (reader == "headquarters")


@pytest.mark.parametrize("few", [0, 10_000])
def test_who_is_joined_to_another_file_is_found_as_that_one(
    world: World, lead: Client, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(closest, "FEW_DOORS", few)
    elsewhere, here = world.people["麦松柏"], world.people["彭宇"]
    Alias.objects.create(id=elsewhere.id, canonical=here.id, change=world.change)
    assert rows(look(lead, "麦松柏")) == ["彭宇"]
    Alias.objects.update(id=here.id, canonical=elsewhere.id)
    assert rows(look(lead, "彭宇")) == []
