"""Problems: the policy, facts about people, statuses, reds by hand and risk areas."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "policy.example_unknown": Entry(404, _("No example is called “%(name)s”. `qiaomen policy examples` lists them.")),
    "policy.hour_past": Entry(
        422, _("This edition would be in force from an hour that is over. Give it one that is to come.")
    ),
    "policy.hour_taken": Entry(409, _("Another edition is in force from that very hour. Choose another.")),
    "policy.published": Entry(409, _("This edition is published and never changes. Write a new one.")),
    "policy.no_geometry": Entry(409, _("The policy in force does not say who is exposed to a case at home.")),
    "policy.none": Entry(409, _("No policy is in force yet. Publish an edition first.")),
    "policy.unreadable": Entry(422, _("This file cannot be read as text. It must be TOML in UTF-8.")),
    "policy.refused": Entry(422, _("%(count)s things are wrong with this policy, the first on line %(line)s.")),
    "fact.future": Entry(422, _("This lies in the future. State what has happened.")),
    "fact.span": Entry(422, _("This ends before it begins. Look at both dates again.")),
    "fact.needs_decider": Entry(403, _("Only somebody who decides at this place can say that it was verified.")),
    "fact.evidence": Entry(422, _("The record that is named as evidence does not speak of this person.")),
    "fact.nothing_to_verify": Entry(404, _("Nothing waits for being verified here any more. Look at the file again.")),
    "fact.other_verifies": Entry(
        403,
        _("Another person than who stated it verifies it; or health staff do, and name the record that proves it."),
    ),
    "status.system_only": Entry(403, _("Nobody sets a status: it follows from facts by the policy in force.")),
    "red.evidence": Entry(422, _("A red by hand needs a record about this person as evidence.")),
    "red.no_proposal": Entry(422, _("This confirms no red that was asked for about this person.")),
    "red.not_amendable": Entry(
        422, _("A red by hand cannot be corrected. Take it back, and ask for it anew if it is needed.")
    ),
    "red.other_person": Entry(403, _("Another person than who asked for it confirms a red by hand.")),
    "red.needs_health": Entry(403, _("One of the two who turn somebody red must be health staff.")),
    "objection.no_status": Entry(422, _("This is no status of this person.")),
    "objection.unknown": Entry(422, _("There is no such objection of this person.")),
    "objection.other_answers": Entry(403, _("You decided what this objection is against. Somebody else answers it.")),
    "area.level_unknown": Entry(422, _("The policy in force knows no level “%(level)s”.")),
    "area.where": Entry(422, _("Name a place of the district, or a region by its division code: one of the two.")),
    "area.nothing_waits": Entry(409, _("Nothing of this risk area waits for a second person.")),
    "area.other_confirms": Entry(409, _("You said this yourself: another person who decides there has to confirm it.")),
    "area.lifted": Entry(409, _("This risk area was lifted already.")),
    "area.times": Entry(422, _("A risk area cannot be lifted before it was declared, nor hold a case of tomorrow.")),
}
