"""Problems: sweeps, their plans and visits."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "campaign.unknown": Entry(404, _("No sweep, or more than one, has this name. Say its number.")),
    "campaign.name_taken": Entry(409, _("A sweep of this name is there already. Choose another name.")),
    "campaign.closed": Entry(409, _("This sweep is closed. Start a new one.")),
    "campaign.times": Entry(
        422, _("The deadline must lie after the opening, and knocking must end later in the day than it begins.")
    ),
    "plan.no_doors": Entry(
        409, _("There is no door to hand out: the sweep's area has none of these kinds, or all are done.")
    ),
    "plan.no_time": Entry(
        422, _("No team gets a single door done within the knocking hours until the deadline. Move one of them.")
    ),
    "plan.changed": Entry(409, _("Doors, teams or people changed since this plan was shown. Look at it again.")),
    "visit.unknown_edition": Entry(422, _("This visit names a questionnaire that its sweep does not use.")),
    "visit.answer_unknown": Entry(422, _("The questionnaire has no question “%(question)s”.")),
    "visit.answer_invalid": Entry(422, _("The answer to “%(question)s” does not fit: %(reason)s")),
    "visit.answer_missing": Entry(422, _("The question “%(question)s” must be answered.")),
    "visit.not_in_campaign": Entry(422, _("This door is not part of this sweep.")),
    "visit.before_opening": Entry(422, _("This sweep had not opened at that time.")),
    "visit.people_without_answer": Entry(422, _("People can only be entered where somebody answered.")),
    "door.version": Entry(409, _("Somebody else changed this door meanwhile. Look at it again.")),
}
