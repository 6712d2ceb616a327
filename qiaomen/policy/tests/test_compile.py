"""Conditions, editions that follow each other, decisions and reds by hand, as the statement has them."""

import pytest

from qiaomen.policy.tests.facing import at, edition, fact, held, verdict
from qiaomen.testing.world import World, fixed

ME = "田志平"
CONTACT = """
ground = {fact = "exposure", value = ["close"], verified = true}
phases = [{measure = "central", days = 14}, {measure = "watch", days = 7}]
"""
SHORTER = """
ground = {fact = "exposure", value = ["close"], verified = true}
phases = [{measure = "central", days = 7}, {measure = "home", days = 3}]
"""
YELLOW = """
ground = {fact = "stay", region = ["11"]}
phases = [{measure = "watch", until = [
  {has = "result", value = ["negative"], from_day = 0, count = 2, apart_hours = 24, within_days = 3}]}]
"""


@pytest.fixture
def exposed(world: World) -> World:
    fact(world, ME, "exposure", "close", "03-01 10:00", "03-01 18:00", other=world.people["周一诺"].id)
    return world


def when(*conditions: str, unless: bool = False) -> str:
    return f"{CONTACT}{'unless' if unless else 'when'} = [{', '.join(conditions)}]"


def test_yellow_turns_green_after_two_negatives_a_day_apart(world: World) -> None:
    fact(world, ME, "stay", "train", "03-01 08:00", "03-02 08:00", region="110108")
    policy = edition(YELLOW)
    assert (held(world, ME, "03-03 08:00", policy).colour, held(world, ME, "03-30 08:00", policy).until) == (
        "yellow",
        None,
    )
    fact(world, ME, "result", "negative", "03-03 08:00")
    fact(world, ME, "result", "negative", "03-04 07:59")
    assert held(world, ME, "03-04 12:00", policy).colour == "yellow"
    fact(world, ME, "result", "negative", "03-04 08:01")
    assert verdict(world, ME, "03-04 12:00", policy) is None


def test_tests_that_lie_too_far_apart_do_not_count_together(world: World) -> None:
    fact(world, ME, "stay", "train", "03-01 08:00", "03-02 08:00", region="110108")
    for day in ("03-03", "03-06"):
        fact(world, ME, "result", "negative", f"{day} 08:00")
    assert held(world, ME, "03-07 12:00", edition(YELLOW)).colour == "yellow"
    fact(world, ME, "result", "negative", "03-08 08:00")
    assert verdict(world, ME, "03-08 12:00", edition(YELLOW)) is None


def test_a_later_negative_never_erases_a_positive(world: World) -> None:
    fact(world, ME, "stay", "train", "03-01 08:00", "03-02 08:00", region="110108")
    for day, said in (("03-03", "positive"), ("03-04", "negative"), ("03-05", "negative")):
        fact(world, ME, "result", said, f"{day} 08:00")
    assert held(world, ME, "03-06 12:00", edition(YELLOW)).colour == "yellow"


SECONDARY = """
ground = {fact = "exposure", value = ["close"], verified = true}
phases = [{measure = "central", days = 14, ends_early = {day = 7, when = [
  {has = "result", value = ["negative"], of = "contact", count = 2, from_day = 0},
  {has = "result", value = ["negative"], on_days = [1, 4, 7]}]}}, {measure = "watch", days = 3}]
"""


def test_a_phase_ends_early_when_own_tests_and_the_contacts_are_negative(exposed: World) -> None:
    policy = edition(SECONDARY)
    for day in ("03-02", "03-05", "03-08"):
        fact(exposed, ME, "result", "negative", f"{day} 08:00")
    fact(exposed, "周一诺", "result", "negative", "03-02 08:00")
    assert held(exposed, ME, "03-08 12:00", policy).until == at("03-16 00:00")
    fact(exposed, "周一诺", "result", "negative", "03-04 08:00")
    found = held(exposed, ME, "03-08 12:00", policy)
    assert (found.until, found.due_end) == (at("03-09 00:00"), at("03-12 00:00"))
    fact(exposed, "周一诺", "result", "positive", "03-06 08:00")
    assert held(exposed, ME, "03-08 12:00", policy).until == at("03-16 00:00")


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ('{has = "trait", value = ["pregnant"]}', True),
        ('{has = "trait", value = ["dialysis"]}', False),
        ('{lacks = "trait", value = ["dialysis"]}', True),
        ('{has = "trait", value = ["teacher"]}', False),
        ('{has = "symptom", value = ["fever"]}', True),
        ('{has = "symptom", from_day = 0, to_day = 3}', False),
        ('{has = "symptom", from_day = 4, to_day = 4}', True),
        ('{has = "symptom", last_days = 5}', True),
        ('{has = "symptom", last_days = 4}', False),
        ('{has = "symptom", of = "household"}', True),
        ('{has = "case", of = "contact"}', True),
        ('{lacks = "case", of = "contact"}', False),
        ('{has = "case", of = "household"}', False),
        ("{age_from = 40, age_under = 41}", True),
        ("{age_from = 41}", False),
        ("{age_under = 40}", False),
        ('{has = "trait", value = ["pregnant"], age_from = 41}', False),
    ],
)
def test_a_condition_holds_in_when_and_hinders_in_unless(exposed: World, condition: str, holds: bool) -> None:
    fact(exposed, ME, "trait", "pregnant", "02-01 08:00")
    fact(exposed, ME, "trait", "teacher", "02-01 08:00", "02-09 08:00")
    fact(exposed, ME, "symptom", "fever", "03-05 08:00")
    fact(exposed, "周一诺", "case", "confirmed", "02-27 08:00")
    found = [verdict(exposed, ME, "03-10 12:00", edition(when(condition, unless=unless))) for unless in (False, True)]
    assert [one is not None for one in found] == [holds, not holds]


def test_a_test_missed_on_its_day_is_seen_when_the_day_has_one(exposed: World) -> None:
    rule = when('{lacks = "result", on_days = [1, 4]}')
    fact(exposed, ME, "result", "negative", "03-02 08:00")
    assert verdict(exposed, ME, "03-10 12:00", edition(rule)) is not None
    fact(exposed, ME, "result", "negative", "03-05 08:00")
    assert verdict(exposed, ME, "03-10 12:00", edition(rule)) is None


def test_who_was_told_a_later_end_keeps_it_under_a_new_edition(exposed: World) -> None:
    old, new = edition(CONTACT), edition(SHORTER, effective="03-06 15:00")
    assert held(exposed, ME, "03-06 15:00", new, old).due_end == at("03-23 00:00")
    found = held(exposed, ME, "03-11 12:00", new, old)
    assert (found.measure, found.until, found.reasons[0].kept) == ("home", at("03-23 00:00"), True)


def test_an_edition_that_shortens_lets_people_off_earlier(exposed: World) -> None:
    old, new = edition(CONTACT), edition(SHORTER, effective="03-06 15:00", shortens=True)
    assert held(exposed, ME, "03-07 12:00", new, old).due_end == at("03-12 00:00")
    assert verdict(exposed, ME, "03-12 00:00", new, old) is None


def test_a_fact_known_only_under_the_new_edition_is_not_kept_by_the_old_one(world: World) -> None:
    fact(world, ME, "exposure", "close", "03-01 10:00", "03-01 18:00", known_at="03-06 16:00")
    found = held(world, ME, "03-07 12:00", edition(SHORTER, effective="03-06 15:00"), edition(CONTACT))
    assert (found.due_end, found.reasons[0].kept) == (at("03-12 00:00"), False)


def test_what_a_new_edition_does_not_speak_of_stands_as_it_stood(exposed: World) -> None:
    silent = edition('ground = {fact = "case"}\nphases = [{measure = "central", while_ground = true}]')
    silent.edition.effective = at("03-06 15:00")
    found = held(exposed, ME, "03-07 12:00", silent, edition(CONTACT))
    assert (found.measure, found.until, found.reasons[0].kept) == ("central", at("03-16 00:00"), True)
    assert found.edition != found.reasons[0].edition == fixed(f"edition {at('01-01 00:00')}")


def test_editions_before_one_that_shortens_no_longer_count(exposed: World) -> None:
    oldest, middle = edition(CONTACT), edition(SHORTER, effective="03-03 00:00", shortens=True)
    found = held(exposed, ME, "03-07 12:00", edition(SHORTER, effective="03-06 00:00"), middle, oldest)
    assert found.due_end == at("03-12 00:00")


def test_the_strongest_measure_wins_and_all_reasons_are_kept(exposed: World) -> None:
    fact(exposed, ME, "stay", "train", "03-01 08:00", "03-02 08:00", region="110108")
    found = held(exposed, ME, "03-05 08:00", edition(CONTACT + YELLOW))
    assert (found.measure, found.colour, found.until, found.due_end) == ("central", "red", at("03-16 00:00"), None)
    assert [(reason.rule, reason.measure) for reason in found.reasons] == [("r1", "central"), ("r2", "watch")]


def test_a_red_by_hand_leaves_the_measure_as_it_is_and_lapses(world: World) -> None:
    fact(world, ME, "hand", "fled_isolation", "03-05 10:00", "03-06 10:00")
    found = held(world, ME, "03-05 10:00")
    assert (found.colour, found.measure, found.until, found.isolates) == ("red", "", None, False)
    assert (found.reasons[0].rule, found.due_end) == ("hand", at("03-06 10:00"))
    assert verdict(world, ME, "03-05 09:59") is None
    assert verdict(world, ME, "03-06 10:00") is None


def test_a_release_ends_what_was_known_when_it_was_signed(exposed: World) -> None:
    fact(exposed, ME, "ruling", "release", "03-05 10:00")
    assert held(exposed, ME, "03-05 09:59", edition(CONTACT)).measure == "central"
    assert verdict(exposed, ME, "03-05 10:00", edition(CONTACT)) is None
    fact(exposed, ME, "exposure", "close", "03-04 10:00", "03-04 18:00", known_at="03-06 09:00")
    assert held(exposed, ME, "03-06 10:00", edition(CONTACT)).until == at("03-19 00:00")


def test_a_signed_prolongation_lengthens_the_last_isolating_measure(exposed: World) -> None:
    fact(exposed, ME, "ruling", "prolong", "03-15 10:00", "03-20 00:00")
    found = held(exposed, ME, "03-17 12:00", edition(CONTACT))
    assert (found.measure, found.until, found.due_end) == ("central", at("03-20 00:00"), at("03-23 00:00"))
    assert {reason.rule for reason in found.reasons} == {"r1", "ruling"}
    assert held(exposed, ME, "03-20 00:00", edition(CONTACT)).measure == "watch"


def test_who_is_exempted_is_under_no_measure_and_stays_on_the_list(exposed: World) -> None:
    fact(exposed, ME, "ruling", "exempt", "03-05 10:00", "03-07 10:00")
    found = held(exposed, ME, "03-06 10:00", edition(f'{CONTACT}category = "contact"'))
    assert (found.measure, found.colour, found.isolates, found.categories) == ("", "green", False, ["contact"])
    assert [reason.rule for reason in found.reasons] == ["ruling"]
    assert held(exposed, ME, "03-07 10:00", edition(CONTACT)).colour == "red"


def test_texts_of_an_edition_never_leave_their_quotes(exposed: World) -> None:
    strange = edition(CONTACT.replace('"close"', """ "close", "it's 100% \\\\ '); --" """))
    assert held(exposed, ME, "03-05 10:00", strange).measure == "central"
