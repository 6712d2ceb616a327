"""What can be wrong with a policy: codes, and the sentences that say so with the line and the rule to blame."""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qiaomen.policy.lines import Path

SENTENCES: dict[str, str | Promise] = {
    # how it is written
    "syntax": _("This is not TOML: %(what)s."),
    "unknown_key": _("“%(key)s” is not known here. Known: %(known)s."),
    "unknown_predicate": _("No predicate is called “%(key)s”. There are: %(known)s."),
    "unknown_value": _("“%(key)s” cannot be “%(value)s”. It can be: %(known)s."),
    "missing": _("“%(key)s” is missing."),
    "language_missing": _("The words are missing in this language: %(key)s."),
    "wrong_type": _("“%(key)s” must be %(sort)s."),
    "out_of_range": _("“%(key)s” must lie between %(least)s and %(most)s."),
    "bad_name": _("“%(value)s” is no name: small letters, digits and _ (rules: -), beginning with a letter."),
    "empty": _("“%(key)s” is empty."),
    "no_offset": _("“effective” needs an offset from UTC, like 2022-06-28T00:00:00+08:00."),
    # what it names
    "undefined_measure": _("No measure “%(name)s” is defined in [measures]."),
    "undefined_category": _("No category “%(name)s” is defined in [categories]."),
    "undefined_level": _("No level “%(name)s” is defined in [levels]."),
    "rule_twice": _("Two rules are called “%(name)s”. The first stands on line %(line)s."),
    "value_known": _("“%(value)s” is a known value already; leave it out of [values]."),
    "geometry_twice": _("“%(value)s” cannot be both close and secondary."),
    # how it fits together
    "ground_one": _("A ground is exactly one of fact, lives_in, near_case, silent."),
    "ground_unfit": _("“%(key)s” does not go with this ground. It needs: %(needs)s."),
    "condition_one": _("A condition is one of: has, lacks, or a question about the person (lives_in, age)."),
    "condition_unfit": _("“%(key)s” does not go with this condition. It needs: %(needs)s."),
    "phase_one": _("A phase has exactly one of days, while_ground, until."),
    "phase_unfit": _("“%(key)s” does not go with this phase. It needs: %(needs)s."),
    "phase_after_open": _(
        "A phase can only follow one that has days or until; “while_ground” has no end to follow on."
    ),
    "clears_together": _("“clears_to” needs “clears_after”."),
    "clears_loop": _("This level is lowered in a circle: %(levels)s."),
    # what protects people
    "unverified": _(
        "“%(measure)s” isolates or is red: it needs a verified ground (a case, a result, a verified exposure or stay,"
        " living in an affected area or near a case)."
    ),
    "no_days": _(
        "“%(measure)s” isolates or is red: it needs days. Only a case, living in an area and living with a case may"
        " last as long as the ground."
    ),
    "confines_the_well": _(
        "“%(measure)s” isolates or is red: its ground must name the values, and none of: %(values)s."
    ),
    # what contradicts itself
    "has_and_lacks": _("The same facts are asked to be there and not to be there (see line %(line)s)."),
    "when_and_unless": _("The same condition stands under when and under unless (see line %(line)s)."),
    "age_empty": _("Nobody is of age %(age_from)s or more and under %(age_under)s."),
    "days_empty": _("No day lies from day %(from_day)s to day %(to_day)s."),
    "apart_too_far": _("Two moments %(hours)s hours apart do not lie within %(days)s days."),
    # what can never be
    "never_discarded": _("A discarded case is no case: nobody is exposed to it."),
    "never_looked_back": _("Day %(day)s lies beyond the look-back of %(look_back)s days."),
    "look_back_short": _("A look-back of %(look_back)s days would cut short the %(days)s days of the phases."),
    "test_beyond": _("A test on day %(day)s lies beyond the phase of %(days)s days."),
    "early_beyond": _("An early end on day %(day)s is not before the end on day %(days)s."),
    "days_beyond": _("Day %(day)s lies after the last phase, which ends on day %(days)s."),
    "no_contact": _("“contact” needs a ground that names one: an exposure, lives_with or near_case."),
    # what is only strange
    "unused_measure": _("No rule uses the measure “%(name)s”."),
    "unused_category": _("No rule uses the category “%(name)s”."),
    "unused_level": _("No rule and no level uses the level “%(name)s”."),
    "same_strength": _("“%(name)s” is as strong as “%(other)s”: which of them wins goes by name."),
}
WARNINGS = frozenset({"unused_measure", "unused_category", "unused_level", "same_strength"})


class Found(msgspec.Struct):
    """Something wrong at a path of the document."""

    path: Path
    code: str
    args: dict[str, Any] = msgspec.field(default_factory=dict)


class Fault(msgspec.Struct, frozen=True):
    """Something wrong, with the line of the text (from 1) and the id of the rule ("" outside of rules)."""

    line: int
    rule: str
    code: str
    args: dict[str, Any]

    @property
    def warning(self) -> bool:
        """Strange, but no ground to refuse."""
        return self.code in WARNINGS

    @property
    def text(self) -> str:
        """The sentence in the active language."""
        return str(SENTENCES[self.code]) % {key: shown(value) for key, value in self.args.items()}

    def as_dict(self) -> dict[str, Any]:
        """For an answer to somebody of unknown language."""
        texts = in_both(lambda: self.text)
        return {"line": self.line, "rule": self.rule, "code": self.code, "warning": self.warning, **texts}


def shown(value: Any) -> str:
    """A value, or several, as a sentence names them."""
    return ", ".join(str(one) for one in value) if isinstance(value, list | tuple | set | frozenset) else str(value)


def in_both(sentence: Callable[[], str]) -> dict[str, str]:
    """What a sentence says in each language, as `text_zh` and `text_en`."""
    texts = {}
    for name, language in (("text_zh", "zh-hans"), ("text_en", "en")):
        with translation.override(language):
            texts[name] = sentence()
    return texts


def sorted_faults(faults: Iterable[Fault]) -> list[Fault]:
    """By line, each once."""
    once = {(fault.line, fault.rule, fault.code, fault.text): fault for fault in faults}
    return sorted(once.values(), key=lambda fault: (fault.line, fault.code))
