"""People on duty in the console: who is where, whose phone is enrolled, codes, revoking, export."""

import io
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from python_calamine import CalamineWorkbook

from qiaomen.access.enrolling import enrol
from qiaomen.access.models import Audit, Organisation, Worker
from qiaomen.access.sexes import state, stated
from qiaomen.base.ids import NOBODY
from qiaomen.duty.models import Membership
from qiaomen.exchange.tables import read_table
from qiaomen.exchange.workforce_load import import_workers
from qiaomen.testing.world import World, fixed


@pytest.fixture
def headquarters(client_of: Callable[[str], Client]) -> Client:
    return client_of("headquarters")


def test_zones_say_how_ready_they_are(headquarters: Client, world: World) -> None:
    first, second = headquarters.get("/duty").context["lines"]
    assert (first.name, first.teams, first.people, first.enrolled) == ("第1责任区", 2, 5, 5)
    assert list(first.organisations) == ["县教育局", "县税务局"]
    assert (second.teams, second.teams_without_local) == (1, 0)


def test_a_lead_sees_the_zones_that_reach_into_their_community(
    client_of: Callable[[str], Client], world: World
) -> None:
    lead = client_of("lead")
    assert [line.name for line in lead.get("/duty").context["lines"]] == ["第1责任区"]
    assert lead.get(f"/duty/zones/{world.zones['second'].id}").status_code == 404


def test_organisations_that_answer_for_no_zone_are_shown_to_headquarters(
    headquarters: Client, client_of: Callable[[str], Client], world: World
) -> None:
    Organisation.objects.create(name="县气象局")
    named = [line.name for line in headquarters.get("/duty/organisations").context["lines"]]
    assert "县气象局" in named
    lead_sees = [line.name for line in client_of("lead").get("/duty/organisations").context["lines"]]
    assert lead_sees == ["县教育局", "县税务局"]


def test_a_zone_shows_its_teams_with_the_local_one_first(headquarters: Client, world: World) -> None:
    one, two = headquarters.get(f"/duty/zones/{world.zones['first'].id}").context["teams"]
    assert one.members[0].name == "罗建军"
    assert [member.is_local for member in two.members] == [True, False]


def test_codes_are_made_for_those_without_a_phone(headquarters: Client, world: World) -> None:
    newcomer = Worker.objects.create(name="新来的", outbreak=world.outbreak)
    Membership.objects.create(team=world.teams["team 2"], worker=newcomer, from_change=world.change)
    answer = headquarters.post(f"/duty/teams/{world.teams['team 2'].id}/codes")
    ((_team, member, code),) = answer.context["cards"]
    assert member.id == newcomer.id
    assert enrol(code=code, device=fixed("a new phone"))[1].worker == newcomer
    assert "no-store" in answer["Cache-Control"]


def test_everybody_can_get_a_code_for_another_phone(headquarters: Client, world: World) -> None:
    answer = headquarters.post(f"/duty/zones/{world.zones['first'].id}/codes", {"again": "1"})
    assert len(answer.context["cards"]) == 5


def test_a_lost_phone_is_signed_out_and_that_is_logged(headquarters: Client, world: World) -> None:
    headquarters.post(f"/duty/workers/{world.workers['field'].id}/sign-out")
    world.enrolments["field"].refresh_from_db()
    assert world.enrolments["field"].revoked_at
    line = Audit.objects.get(action="device.revoked")
    assert (line.worker, line.subject) == (world.workers["headquarters"].id, world.workers["field"].id)


def test_somebody_of_another_area_is_not_signed_out(client_of: Callable[[str], Client], world: World) -> None:
    answer = client_of("lead").post(f"/duty/workers/{world.workers['outsider'].id}/sign-out")
    assert answer.status_code == 404
    world.enrolments["outsider"].refresh_from_db()
    assert world.enrolments["outsider"].revoked_at is None


def test_the_roster_leaves_as_a_spreadsheet_and_that_is_logged(headquarters: Client, world: World) -> None:
    answer = headquarters.get("/duty/export")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert len(rows) == 2 + 7
    assert rows[2][:4] == ["第1责任区", 1.0, "县教育局", "罗建军"]
    assert Audit.objects.get(action="duty.exported").details == {"rows": 7}


def test_a_zone_says_of_its_people_what_the_roster_states(headquarters: Client, world: World) -> None:
    state({world.workers["field 2"].id: 2, world.workers["taxes 1"].id: 9}, change=world.change)
    answer = headquarters.get(f"/duty/zones/{world.zones['first'].id}", headers={"Accept-Language": "en"})
    words = {one.name: one.sex_word for team in answer.context["teams"] for one in team.members}
    assert {name: word for name, word in words.items() if word} == {"孟小雨": "female"}
    assert answer.content.decode().count("female · 志愿者") == 1


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_roster_that_left_comes_in_again_and_changes_what_was_corrected_in_it(
    headquarters: Client, world: World, language: str
) -> None:
    state({world.workers[key].id: sex for key, sex in (("field", 1), ("field 2", 2), ("taxes 1", 9))}, change=NOBODY)
    headquarters.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    content = headquarters.get("/duty/export").content
    again = import_workers(read_table(content, "duty.xlsx"))
    assert (again.added["workers"], again.changed, again.cells) == (0, {"workers": 0}, [])
    assert stated([one.id for one in world.workers.values()]) == {
        world.workers["field"].id: 1, world.workers["field 2"].id: 2, world.workers["taxes 1"].id: 9,
    }  # fmt: skip


def test_an_inspector_sees_but_neither_hands_out_codes_nor_exports(
    client_of: Callable[[str], Client], world: World
) -> None:
    inspector = client_of("inspector")
    assert inspector.get("/duty").status_code == 200
    assert inspector.post(f"/duty/teams/{world.teams['team 1'].id}/codes").status_code == 403
    assert inspector.get("/duty/export").status_code == 403
