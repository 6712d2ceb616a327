"""Problems: questionnaires, their questions and conditions."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "questionnaire.unknown": Entry(404, _("There is no questionnaire of this name, or no such edition.")),
    "questionnaire.no_name": Entry(422, _("Give the questionnaire a name of at most 80 characters.")),
    "question.name_twice": Entry(422, _("Two questions are named “%(name)s”. Rename one of them.")),
    "question.no_choices": Entry(422, _("The question “%(name)s” has no choices. Give it some, or another type.")),
    "question.no_condition": Entry(422, _("This says neither yes nor no. Compare an answer with something.")),
    "question.operator": Entry(422, _("“%(operator)s” is not supported in conditions.")),
    "question.not_asked_before": Entry(422, _("The question “%(name)s” is not asked before this one. Move it up.")),
    "question.text_in_condition": Entry(
        422, _("“%(name)s” is answered in free text, which is sealed, so that no condition can read it.")
    ),
    "question.no_such_choice": Entry(422, _("The question “%(name)s” has no choice “%(choice)s”.")),
    "question.compared": Entry(
        422, _("“%(operator)s” does not fit here: %(left)s and %(right)s cannot be reckoned together.")
    ),
}
