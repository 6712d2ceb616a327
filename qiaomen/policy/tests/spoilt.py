"""A policy to spoil, and the fault that each way to spoil it must be said as."""

from qiaomen.policy import documents
from qiaomen.policy.faults import Fault

HEAD = """[edition]
policy = "p"
name = {zh = "试", en = "Try"}
effective = 2022-06-28T00:00:00+08:00
[measures]
none = {name = {zh = "无", en = "None"}, strength = 0, colour = "green"}
watch = {name = {zh = "监测", en = "Watch"}, strength = 20, colour = "yellow"}
home = {name = {zh = "居家", en = "Home"}, strength = 50, colour = "red", isolates = true}
[categories]
contact = {name = {zh = "密接", en = "Contact"}}
[levels]
high = {name = {zh = "高", en = "High"}, clears_after = 7, clears_to = "low"}
low = {name = {zh = "低", en = "Low"}}
[values]
trait = ["duck_farmer"]
"""
GOOD = """[[rules]]
id = "good"
reason = {zh = "由", en = "Because"}
category = "contact"
ground = {fact = "exposure", value = ["close"], verified = true}
when = [{lacks = "trait", value = ["duck_farmer"]}]
unless = [{lives_in = ["high"]}]
phases = [{measure = "home", days = 7}, {measure = "watch", days = 3}, {measure = "none", days = 1}]
"""
RULE = len((HEAD + GOOD).splitlines())
# A rule to spoil: its lines are 1 to 8 after RULE.
TRIED = """[[rules]]
id = "tried"
reason = {zh = "由", en = "Because"}
ground = %(ground)s
when = %(when)s
unless = %(unless)s
phases = %(phases)s
"""
PLAIN = {
    "ground": '{fact = "exposure", verified = true}',
    "when": "[]",
    "unless": "[]",
    "phases": '[{measure = "home", days = 7}]',
}
GROUND, WHEN, UNLESS, PHASES = 4, 5, 6, 7

# By what stands in its place: the fault of a ground, of a condition, of phases.
GROUNDS = {
    '{fact = "exposur", verified = true}': "unknown_value",
    '{fact = "exposure", verifed = true}': "unknown_predicate",
    '{fact = "exposure", lives_in = ["high"], verified = true}': "ground_one",
    '{fact = "exposure", value = ["near"], verified = true}': "unknown_value",
    '{fact = "exposure", area = ["medium"], verified = true}': "undefined_level",
    '{lives_in = ["medium"]}': "undefined_level",
    '{fact = "exposure", of_case = ["ill"], verified = true}': "unknown_value",
    '{fact = "exposure", of_case = ["discarded"], verified = true}': "never_discarded",
    '{fact = "exposure", region = ["11"], verified = true}': "ground_unfit",
    '{fact = "case", area = ["high"]}': "ground_unfit",
    '{near_case = 100, lives_with = "together"}': "ground_unfit",
    '{fact = "exposure", verified = true, silent_days = 3}': "ground_unfit",
    '{fact = "stay", verified = true, look_back = 5}': "look_back_short",
    "{near_case = 20001}": "out_of_range",
    '{fact = "stay", verified = true, look_back = "5"}': "wrong_type",
}
CONDITIONS = {
    '[{has = "stays"}]': "unknown_value",
    '[{had = "stay"}, {has = "stay"}]': "unknown_predicate",
    '[{has = "stay", lacks = "stay"}]': "condition_one",
    '[{has = "stay", age_from = 6}]': "condition_one",
    '[{age_from = 6, of = "household"}]': "condition_unfit",
    '[{age_from = 6, count = 2}]': "condition_unfit",
    '[{has = "trait", value = ["goose_farmer"]}]': "unknown_value",
    '[{has = "case", value = ["negative"]}]': "unknown_value",
    '[{lives_in = ["medium"]}]': "undefined_level",
    '[{has = "result", apart_hours = 24}]': "condition_unfit",
    '[{has = "result", within_days = 3}]': "condition_unfit",
    '[{has = "result", on_days = [1], to_day = 3}]': "condition_unfit",
    '[{has = "result", last_days = 1, to_day = 3}]': "condition_unfit",
    '[{has = "result", count = 2, apart_hours = 72, within_days = 3}]': "apart_too_far",
    '[{has = "result", from_day = 3, to_day = 2}]': "days_empty",
    '[{has = "result", from_day = 8}]': "days_beyond",
    '[{has = "result", on_days = [1, 8]}]': "days_beyond",
    '[{age_from = 60, age_under = 60}]': "age_empty",
    '[{age_from = 60}, {age_under = 14}]': "age_empty",
    '[{has = "stay", verified = true}, {lacks = "stay", verified = true}]': "has_and_lacks",
    '[{has = "result", count = 2}, {lacks = "result", count = 2}]': "has_and_lacks",
    '[{has = "result", count = 0}]': "out_of_range",
}  # fmt: skip
PHASE_LISTS = {
    '[{measure = "hom", days = 7}]': "undefined_measure",
    '[{measure = "watch"}]': "phase_one",
    '[{measure = "watch", days = 7, while_ground = true}]': "phase_one",
    '[{measure = "watch", while_ground = true}, {measure = "watch", days = 1}]': "phase_after_open",
    '[{measure = "watch", while_ground = true, ends_early = {day = 1, when = []}}]': "phase_unfit",
    '[{measure = "home", days = 7, tests = [1, 8]}]': "test_beyond",
    '[{measure = "home", days = 7}, {measure = "watch", days = 3, tests = [0]}]': "test_beyond",
    '[{measure = "home", days = 7, ends_early = {day = 7, when = []}}]': "early_beyond",
    '[{measure = "home", days = 7, ends_early = {day = 5, when = [{has = "stays"}]}}]': "unknown_value",
    '[{measure = "home", while_ground = true}]': "no_days",
    '[{measure = "home", until = [{has = "result"}]}]': "no_days",
    '[{measure = "watch", colour = "red", while_ground = true}]': "no_days",
    '[{measure = "home", days = 367}]': "out_of_range",
    "[]": "empty",
    '[{days = 7}]': "missing",
}  # fmt: skip
# By what is replaced and its replacement: line and fault of what is wrong around the rules.
HEADS = {
    ("2022-06-28T00:00:00+08:00", "2022-06-28T00:00:00"): (4, "no_offset"),
    ("2022-06-28T00:00:00+08:00", '"soon"'): (4, "wrong_type"),
    ('{zh = "试", en = "Try"}', '{zh = "试"}'): (3, "language_missing"),
    ('en = "Try"', 'en = ""'): (3, "empty"),
    ('policy = "p"', 'policy = "P p"'): (2, "bad_name"),
    ('policy = "p"', 'policy = "p"\nother = 1'): (3, "unknown_key"),
    ('policy = "p"\n', ""): (1, "missing"),
    ("strength = 50", "strength = 500"): (8, "out_of_range"),
    ("strength = 50", "strength = 20"): (8, "same_strength"),
    ("[categories]", "[categories]\nidle = {name = {zh = '闲', en = 'Idle'}}"): (10, "unused_category"),
    ("[categories]", "idle = {name = {zh = '闲', en = 'Idle'}, strength = 1, colour = 'grey'}\n[categories]"): (
        9, "unused_measure",
    ),
    ("[values]", "idle = {name = {zh = '闲', en = 'Idle'}}\n[values]"): (14, "unused_level"),
    ('clears_to = "low"', 'clears_to = "lower"'): (12, "undefined_level"),
    ('clears_after = 7, clears_to = "low"', 'clears_to = "low"'): (12, "clears_together"),
    ('clears_after = 7, clears_to = "low"', 'clears_after = 7, clears_to = "high"'): (12, "clears_loop"),
    ('trait = ["duck_farmer"]', 'trait = ["duck_farmer", "old"]'): (15, "value_known"),
    ('trait = ["duck_farmer"]', 'trait = ["duck_farmer"]\ncase = ["maybe"]'): (16, "unknown_value"),
    ("[values]", "[geometry.own]\nclose = ['same_door']\nsecondary = ['same_door']\n[values]"): (14, "geometry_twice"),
    ('category = "contact"', 'category = "friend"'): (19, "undefined_category"),
    ('id = "good"', "id = good"): (17, "syntax"),
}  # fmt: skip


def tried(**parts: str) -> list[Fault]:
    """What is wrong with a policy whose second rule has these parts."""
    return documents.faults(HEAD + GOOD + TRIED % (PLAIN | parts))


def said(faults: list[Fault]) -> set[tuple[int, str, str]]:
    """Line after the good rule, name of the rule and code of each."""
    return {(fault.line - RULE, fault.rule, fault.code) for fault in faults}
