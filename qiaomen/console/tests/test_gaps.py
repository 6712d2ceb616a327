import re

import pytest
from django.test import Client
from django.utils.html import escape

from qiaomen.campaigns.queries import lists
from qiaomen.console.tests.desks import desk, page
from qiaomen.testing.moments import moments
from qiaomen.testing.sweep import Phone
from qiaomen.testing.swept import campaign, phone
from qiaomen.testing.world import World

__all__ = ["campaign", "desk", "phone"]


def doors(html: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/doors/([0-9a-f-]+)', html)


def next_of(html: str) -> str:
    found = re.search(r'href="(\?[^"]*)" rel="next"', html)
    return found[1].replace("&amp;", "&") if found else ""


@pytest.mark.parametrize("key, number", [("district", 40), ("community", 24)])
def test_pages_lead_to_the_end_and_keep_their_filters(
    world: World, phone: Phone, desk: Client, key: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE", 7)
    url, walked = f"/gaps?count=doors&place={world.places[key].id}", list[str]()
    while url:
        html = page(desk, url)
        walked += doors(html)
        url = f"/gaps{next_of(html)}" if next_of(html) else ""
    assert len(walked) == len(set(walked)) == number


def test_people_missing_are_paged_too(
    world: World, phone: Phone, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE", 4)
    phone.send([phone.visit(world.doors[door].id) for door in ("1-1-301", "1-1-102", "alley 3号")])
    html, names = page(desk, "/gaps/people"), list[str]()
    while True:
        names += [name for name in world.people if f">{name} " in html]
        if not next_of(html):
            break
        html = page(desk, f"/gaps/people{next_of(html)}")
    assert sorted(names) == sorted(p.name for d in ("1-1-301", "1-1-102", "alley 3号") for p in world.household(d))


def test_reasons_are_shown_with_their_numbers(world: World, phone: Phone, desk: Client) -> None:
    list(moments(world, phone))
    html = page(desk, f"/gaps?place={world.places['compound'].id}")
    for count, number in (("absent", 0), ("refused", 1), ("partial", 1), ("conflict", 1)):
        shown = re.search(rf"count={count}\">[^<]*<b>(\d+)</b>", html)
        assert (int(shown[1]) if shown else 0) == number, count


def test_a_list_of_a_flag_says_who(world: World, phone: Phone, desk: Client) -> None:
    list(moments(world, phone))
    html = page(desk, "/gaps?count=returnee")
    assert all(person.name in html for person in world.household("1-1-102"))


def test_addresses_hold_no_personal_data(world: World, phone: Phone, desk: Client) -> None:
    list(moments(world, phone))
    for url in ("/overview", "/gaps", "/gaps/people", "/gaps?count=returnee"):
        addresses = " ".join(re.findall(r'(?:href|action)="([^"]*)"', page(desk, url)))
        assert not [name for name in world.people if escape(name) in addresses]


def test_a_claim_leads_to_its_review(world: World, phone: Phone, desk: Client) -> None:
    list(moments(world, phone))
    html = page(desk, "/gaps/claims")
    assert f"/doors/{world.doors['2-2-102'].id}" in html
    assert html.count("#claim") == 1
