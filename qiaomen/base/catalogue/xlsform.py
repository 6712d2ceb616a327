"""Problems: XLSForm workbooks; the sheet, row and column stand beside the sentence."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "xlsform.unreadable": Entry(
        422, _("This is no Excel workbook that can be opened. Save it as .xlsx and try again.")
    ),
    "xlsform.too_large": Entry(413, _("The workbook is larger than 2 MB. A questionnaire needs a few kilobytes.")),
    "xlsform.no_survey": Entry(422, _("The workbook has no sheet “survey” with questions on it.")),
    "xlsform.empty": Entry(422, _("There is no question on the sheet “survey”.")),
    "xlsform.type": Entry(422, _("Questions of type “%(type)s” are not supported.")),
    "xlsform.name": Entry(
        422, _("“%(name)s” is no name for a question: a letter, then at most 39 letters, digits or _.")
    ),
    "xlsform.no_label": Entry(422, _("“%(name)s” has no label, so nobody would know what is asked.")),
    "xlsform.no_list": Entry(422, _("The sheet “choices” has no list “%(list)s”.")),
    "xlsform.value": Entry(
        422, _("“%(value)s” is no name for a choice: at most 40 characters without spaces or quotation marks.")
    ),
    "xlsform.value_twice": Entry(422, _("The choice “%(value)s” stands in this list twice.")),
    "xlsform.repeat": Entry(
        422, _("The repeat “%(name)s” is not supported. Only what is asked of each person repeats: name it “person”.")
    ),
    "xlsform.person_twice": Entry(422, _("A group “person” cannot stand inside another.")),
    "xlsform.group_end": Entry(422, _("A group or repeat is not closed, or is closed twice.")),
    "xlsform.column": Entry(
        422, _("The column “%(column)s” is not supported, and leaving it out would change the form.")
    ),
    "xlsform.required": Entry(422, _("“required” is yes or no here; a condition belongs in “relevant”.")),
    "xlsform.expression": Entry(422, _("This expression cannot be read, from “%(at)s” on.")),
    "xlsform.function": Entry(422, _("The function “%(function)s()” is not supported, or not with these arguments.")),
    "xlsform.door_kind": Entry(422, _("There is no kind of door “%(kind)s”.")),
    "xlsform.raises": Entry(
        422, _("“%(raises)s” raises no flag of this question. Write “fever > 37.3” or “need: food medicine”.")
    ),
    "xlsform.fact": Entry(
        422, _("“%(fact)s” is no fact that a person's answer states: symptom, stay, trait or report.")
    ),
    "xlsform.other": Entry(422, _("Other programs would not open this form: %(reason)s")),
    "xlsform.one_language": Entry(422, _("The form has no labels in %(language)s. Everybody sees the other language.")),
    "xlsform.note_left_out": Entry(
        422, _("Notes are not shown at the door. Put the words into the hint of the question that follows.")
    ),
    "xlsform.metadata_left_out": Entry(
        422, _("“%(type)s” is not needed: every record says by itself who made it, with which phone and when.")
    ),
    "xlsform.column_ignored": Entry(422, _("The column “%(column)s” is not used.")),
}
