"""Venues, stations and findings at the desk, through the front door."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from docx import Document

from qiaomen.base import changes
from qiaomen.console import stations_page
from qiaomen.places.models import Place, segment
from qiaomen.stations import actions, queries
from qiaomen.stations.models import Stay
from qiaomen.supervision.models import Finding
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.sweeps import launch_sweep
from qiaomen.testing.world import World, fixed
from qiaomen.venues.models import OrderedSuspension

ClientOf = Callable[[str], Client]
LOCAL = "%Y-%m-%dT%H:%M"


def suspended(
    world: World, client: Client, *, days: int = 14, remedy: str = "objection", begins_in: timedelta = timedelta()
) -> str:
    """Suspend 豆腐巷6号; answers the address of its page."""
    page = reverse("console:venue", args=[world.doors["alley 6号"].id])
    now = timezone.localtime() + begins_in
    said = {
        "ground": "crowding", "since": now.strftime(LOCAL), "until": (now + timedelta(days=days)).strftime(LOCAL),
        "ordered_by": "street", "document": "城关〔2020〕3号", "remedy": remedy,
    }  # fmt: skip
    assert client.post(f"{page}/suspend", said).status_code == 302
    return page


def test_a_venue_is_suspended_found_open_and_that_is_a_finding_by_the_same_tap(
    world: World, client_of: ClientOf
) -> None:
    head, inspector = client_of("headquarters"), client_of("inspector")
    page = suspended(world, head)
    order = OrderedSuspension.objects.get()
    assert "城关〔2020〕3号" in inspector.get(page).content.decode()
    tapped = inspector.post(f"{page}/step", {"order": order.id, "step": "looked", "finds": "open"})
    assert tapped.status_code == 302
    finding = Finding.objects.get()
    assert (finding.what, finding.suspension, finding.door) == ("venue_open", order.id, order.door_id)
    listed = head.get(reverse("console:findings")).content.decode()
    assert reverse("console:finding", args=[finding.id]) in listed
    assert inspector.post(f"{page}/step", {"order": order.id, "step": "reopened"}, follow=True).status_code == 200
    assert OrderedSuspension.objects.get().reopened_at is None
    assert_rebuild_agrees()


def printed(client: Client, page: str) -> str:
    """All words of the notice."""
    document = Document(BytesIO(client.post(f"{page}/notice.docx").content))
    return "\n".join(p.text for p in document.paragraphs) + "\n".join(
        cell.text for table in document.tables for row in table.rows for cell in row.cells
    )


def test_the_order_names_the_remedy_that_was_chosen_also_before_it_begins(world: World, client_of: ClientOf) -> None:
    head = client_of("headquarters")
    text = printed(head, suspended(world, head, remedy="court", begins_in=timedelta(days=1)))
    assert "A suit before the people's court" in text
    assert "An objection with the community" in text
    assert "administrative reconsideration" not in text


def test_an_order_that_has_still_to_begin_has_a_list_of_its_own(world: World, client_of: ClientOf) -> None:
    head = client_of("headquarters")
    page = suspended(world, head, begins_in=timedelta(days=1))
    address = reverse("console:venues")
    assert page in head.get(f"{address}?show=to_come").content.decode()
    assert page not in head.get(address).content.decode()
    text = b"".join(head.post("/exports/venues.csv?show=to_come").streaming_content)  # type: ignore[attr-defined]
    assert "6号" in text.decode("utf-8-sig")


def test_the_order_is_printed_with_ground_period_and_remedy(world: World, client_of: ClientOf) -> None:
    head = client_of("headquarters")
    page = suspended(world, head)
    text = printed(head, page)
    for part in ("城关〔2020〕3号", "crowding", "the street office", "6号", "An objection"):
        assert part in text, part


def test_the_file_of_suspended_venues_holds_what_the_page_holds(world: World, client_of: ClientOf) -> None:
    head = client_of("headquarters")
    suspended(world, head)
    text = b"".join(head.post("/exports/venues.csv?show=in_force").streaming_content)  # type: ignore[attr-defined]
    assert "6号" in text.decode("utf-8-sig")
    empty = b"".join(head.post("/exports/venues.csv?show=over").streaming_content)  # type: ignore[attr-defined]
    assert "6号" not in empty.decode("utf-8-sig")


def test_a_finding_is_put_right_by_one_and_looked_at_by_another(world: World, client_of: ClientOf) -> None:
    inspector, lead = client_of("inspector"), client_of("lead")
    place = world.places["gate"]
    said = {"what": "gate_unmanned", "organisation": str(world.organisations["taxes"].id), "note": "没有人"}
    reported = inspector.post(reverse("console:finding_new", args=[place.id]), said)
    finding = Finding.objects.get()
    assert reported.headers["Location"] == reverse("console:finding", args=[finding.id])
    step = reverse("console:finding_step", args=[finding.id])
    lead.post(step, {"step": "rectified"})
    lead.post(step, {"step": "looked_again", "is_right": "on"})
    finding.refresh_from_db()
    assert finding.state == "rectified"
    inspector.post(step, {"step": "looked_again", "is_right": "on"})
    finding.refresh_from_db()
    assert finding.state == "closed"
    assert "没有人" not in lead.get(reverse("console:finding", args=[finding.id])).content.decode()
    assert "没有人" in lead.post(reverse("console:finding_words", args=[finding.id])).content.decode()


@pytest.fixture
def inn(world: World) -> Place:
    """A station of three beds in 东门社区."""
    community = world.places["community"]
    with changes.change("test") as change:
        place = Place(id=fixed("inn"), parent=community, kind="station", name="温馨驿站", change=change.id)
        place.path = community.path + segment(place.id)
        place.save()
    actions.set_rooms(place, {"101": 2, "102": 1}, by=None)
    return place


def test_somebody_found_by_name_is_given_a_bed_and_goes_home(world: World, client_of: ClientOf, inn: Place) -> None:
    lead, page = client_of("lead"), reverse("console:station", args=[inn.id])
    found = lead.post(f"{page}/find", {"text": "解军"}).content.decode()
    person = str(world.people["解军"].id)
    assert person in found
    bed = f"{inn.rooms.get(name='102').id}/1"
    lead.post(f"{page}/event", {"person": person, "event": "arrived", "bed": bed})
    stay = Stay.objects.get()
    assert (stay.bed, stay.left_at) == (1, None)
    assert "解军" in lead.get(page).content.decode()
    lead.post(f"{page}/rooms", {"rooms": "101 2"})
    assert inn.rooms.get(name="102").beds == 1
    lead.post(f"{page}/event", {"person": person, "event": "home"})
    stay.refresh_from_db()
    assert stay.left_to == "home"
    assert client_of("headquarters").get(reverse("console:stations")).status_code == 200
    assert_rebuild_agrees()


def test_who_is_to_go_to_a_central_site_is_not_told_to_go_home(world: World, inn: Place) -> None:
    now, person = timezone.now(), world.people["解军"].id
    [told] = actions.tell([person], inn.id, {"event": "arrived"}, by=world.workers["lead"], now=now)
    assert told.verdict == "accepted"
    [here] = queries.of_places([inn], now=now)
    [guest] = here.guests
    guest.site, guest.result = "site", "negative"
    with translation.override("en"):
        [line] = stations_page.lines([guest], here.today)
    assert (line.next, line.home, line.is_urgent) == ("to the central site", "at a central observation site", True)


def test_the_door_and_its_place_say_that_it_is_suspended(world: World, client_of: ClientOf) -> None:
    launch_sweep(world)
    head, door = client_of("headquarters"), world.doors["alley 6号"]
    page = suspended(world, head)
    assert page in head.get(reverse("console:door", args=[door.id])).content.decode()
    place = head.get(reverse("console:place", args=[door.place_id])).content.decode()
    assert f"{reverse('console:venues')}?place={door.place_id}" in place
    assert "停业场所 1 家" in place
