"""Forming teams within organisations, and going on when people drop out."""

from hypothesis import given
from hypothesis import strategies as st

from qiaomen.campaigns.planner.regroup import regroup
from qiaomen.campaigns.planner.teams import Formation, Member, Organisation, form_teams


def organisation(place: int, crew: list[bool]) -> Organisation:
    """An organisation whose workers are local or not."""
    members = tuple(Member(f"{place}-{number}", local) for number, local in enumerate(crew))
    return Organisation(f"office {place}", f"zone {place}", members)


crews = st.lists(st.lists(st.booleans(), max_size=14), max_size=4).map(
    lambda crews: [organisation(place, crew) for place, crew in enumerate(crews)]
)


def office(people: int, local: int = 0) -> list[Organisation]:
    return [Organisation("office", "zone", tuple(Member(f"worker {n}", n < local) for n in range(people)))]


def everybody(formation: Formation) -> list[str]:
    teamed = [member.worker for team in formation.teams for member in team.members]
    return sorted(teamed + [spare.member.worker for spare in formation.reserve])


@given(crews, st.integers(1, 3))
def test_everybody_is_in_one_team_or_in_reserve(organisations: list[Organisation], size: int) -> None:
    workers = [member.worker for organisation in organisations for member in organisation.members]
    assert everybody(form_teams(organisations, size=size)) == sorted(workers)


@given(crews, st.integers(1, 3))
def test_no_organisation_has_two_locals_in_a_team_while_another_has_none(crew: list[Organisation], size: int) -> None:
    for organisation in crew:
        locals_ = [sum(m.local for m in team.members) for team in form_teams([organisation], size=size).teams]
        assert not locals_ or min(locals_) > 0 or max(locals_) <= 1


def test_a_remainder_is_reserve_unless_small_teams_are_allowed() -> None:
    assert [len(team.members) for team in form_teams(office(8)).teams] == [3, 3]
    assert [len(team.members) for team in form_teams(office(8), smallest=2).teams] == [3, 3, 2]
    assert len(form_teams(office(8)).reserve) == 2


def test_teams_without_anybody_local_are_named() -> None:
    assert [team.team for team in form_teams(office(9, local=2)).without_local] == ["office-3"]


@given(crews, st.data())
def test_the_fewest_teams_are_dissolved_when_people_drop_out(crew: list[Organisation], data: st.DataObject) -> None:
    formed = form_teams(crew, size=3)
    gone = set(data.draw(st.lists(st.sampled_from(everybody(formed))))) if everybody(formed) else set()
    after = regroup(formed, gone)
    assert everybody(after) == sorted(set(everybody(formed)) - gone)
    for organisation in crew:
        there = sum(member.worker not in gone for member in organisation.members)
        teams = [team for team in after.teams if team.organisation == organisation.organisation]
        assert len(teams) == there // 3
        assert all(len(team.members) == 3 for team in teams)


def test_the_reserve_fills_gaps_before_a_team_is_dissolved() -> None:
    after = regroup(form_teams(office(8)), {"worker 0", "worker 3"})
    assert [team.team for team in after.teams] == ["office-1", "office-2"]
    assert after.reserve == ()


def test_of_equal_teams_the_one_with_fewest_doors_left_is_dissolved() -> None:
    after = regroup(form_teams(office(6)), {"worker 0", "worker 3"}, doors_left={"office-1": 4, "office-2": 9})
    assert [team.team for team in after.teams] == ["office-2"]


def test_two_go_on_where_two_are_enough() -> None:
    after = regroup(form_teams(office(6)), {"worker 0", "worker 3"}, smallest=2)
    assert [len(team.members) for team in after.teams] == [2, 2]
