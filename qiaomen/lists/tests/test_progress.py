"""How far a row is: pure, from what its records say."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from qiaomen.ledger.told import Told
from qiaomen.lists.progress import AGAIN, Progress, progress
from qiaomen.lists.records import Candidate, ListRow, ListRowStep

START = datetime(2020, 3, 21, 9, tzinfo=UTC)
PLACE, ANNA, BERT, ROW = (UUID(int=number) for number in range(1, 5))


def row(**body: Any) -> Told:
    said = ListRow(list_id=uuid4(), line=2, category="returnee", **body)
    return Told(ROW, "list_row", START, START, uuid4(), None, PLACE, None, said, ROW, START, START)


def stands(first: Told, *steps: dict[str, Any]) -> Progress:
    told = []
    for hours, body in enumerate(steps, 1):
        at = START + timedelta(hours=hours)
        said = ListRowStep(row=ROW, **body)
        told.append(Told(uuid4(), "list_row_step", at, at, uuid4(), None, PLACE, None, said, uuid4(), at, at))
    return progress(first, told)


def doubtful() -> Told:
    return row(candidates=[Candidate(ANNA, 50, ["name"]), Candidate(BERT, 40, ["name"])])


def test_a_row_without_anybody_is_a_task_due_within_a_day() -> None:
    found = stands(row())
    assert (found.state, found.person, found.next_at) == ("unknown", None, START + AGAIN)


def test_a_decision_links_a_doubtful_row() -> None:
    found = stands(doubtful(), {"action": "link", "person": BERT})
    assert (found.state, found.person, found.certainty) == ("linked", BERT, "decided")


def test_who_was_said_not_to_be_it_is_not_offered_again() -> None:
    found = stands(doubtful(), {"action": "unlike", "unlike": [ANNA]})
    assert (found.state, [one.person for one in found.candidates]) == ("doubtful", [BERT])


def test_when_it_is_none_of_them_the_row_becomes_a_task() -> None:
    assert stands(doubtful(), {"action": "unlike", "unlike": [ANNA, BERT]}).state == "unknown"


def test_a_link_by_itself_can_be_denied() -> None:
    found = stands(row(link=ANNA, certainty="phone"), {"action": "unlike", "unlike": [ANNA]})
    assert (found.state, found.person, found.certainty) == ("unknown", None, "")


def test_an_outcome_ends_a_row_and_nothing_is_due() -> None:
    found = stands(row(link=ANNA, certainty="id"), {"action": "outcome", "outcome": "verified"})
    assert (found.state, found.next_at, found.ended_at) == ("verified", None, START + timedelta(hours=1))


def test_a_verified_row_is_open_again_when_it_was_somebody_else() -> None:
    verified, denied = {"action": "outcome", "outcome": "verified"}, {"action": "unlike", "unlike": [ANNA]}
    found = stands(row(link=ANNA, certainty="id"), verified, denied)
    assert (found.state, found.person, found.ended_at) == ("unknown", None, None)


def test_a_verified_row_that_is_linked_to_somebody_else_is_not_verified_of_them() -> None:
    verified, linked = {"action": "outcome", "outcome": "verified"}, {"action": "link", "person": BERT}
    found = stands(row(link=ANNA, certainty="id"), verified, linked)
    assert (found.state, found.person, found.ended_at) == ("linked", BERT, None)


def test_who_was_found_at_the_door_becomes_the_person_of_an_unknown_row() -> None:
    found = stands(row(), {"action": "outcome", "outcome": "verified", "person": ANNA})
    assert (found.state, found.person, found.certainty) == ("verified", ANNA, "decided")


def test_an_outcome_does_not_quietly_exchange_the_person() -> None:
    found = stands(row(link=ANNA, certainty="id"), {"action": "outcome", "outcome": "verified", "person": BERT})
    assert found.person == ANNA


def test_a_try_sets_the_next_one_and_counts() -> None:
    later = START + timedelta(hours=30)
    found = stands(row(), {"action": "tried"}, {"action": "tried", "next": later})
    assert (found.tries, found.last_at, found.next_at) == (2, START + timedelta(hours=2), later)


def test_a_row_handed_on_is_nobodys_until_somebody_takes_it() -> None:
    found = stands(row(), {"action": "take", "worker": ANNA}, {"action": "hand_on", "to": BERT})
    assert (found.place, found.worker, found.state) == (BERT, None, "unknown")


def test_a_row_that_was_opened_again_is_where_it_was_before_it_ended() -> None:
    found = stands(row(link=ANNA, certainty="id"), {"action": "outcome", "outcome": "not_found"}, {"action": "reopen"})
    assert (found.state, found.ended_at, found.next_at) == ("linked", None, START + timedelta(hours=2) + AGAIN)


def test_a_decision_after_the_end_changes_the_person_and_not_the_outcome() -> None:
    found = stands(doubtful(), {"action": "outcome", "outcome": "wrong"}, {"action": "link", "person": ANNA})
    assert (found.state, found.person) == ("wrong", ANNA)
