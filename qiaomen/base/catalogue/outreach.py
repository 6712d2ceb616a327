"""Problems: what is handed out, messages to many, rounds."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "outreach.title_taken": Entry(
        409, _("There is a material of this title already. Change that one, or choose another title.")
    ),
    "channel.address": Entry(
        422, _("This is no address that reaches people, like wecombot://…, mailto://… or json://…. Check it.")
    ),
    "channel.name_taken": Entry(409, _("This place has a channel of that name. End it first, or choose another name.")),
    "channel.line": Entry(
        422, _("Line %(line)s names no place of this area, or more than one, or has no address. Nothing was kept.")
    ),
    "message.fields": Entry(422, _("The text has fields that nobody filled in: %(fields)s. Fill them in.")),
    "message.forgotten": Entry(409, _("What this message said is forgotten by now. Write a new one.")),
    "message.going_out": Entry(409, _("This message is not through yet. Send it again once it is.")),
    "message.list_changed": Entry(
        409, _("Who would be told is not the same any more. Look at the preview once more, then send.")
    ),
    "message.no_file": Entry(409, _("This message goes out by itself, or was cancelled: there is no file of it.")),
    "message.nobody": Entry(422, _("Nobody belongs to this audience here. Choose another place or audience.")),
    "message.nobody_missed": Entry(409, _("Nobody is left to whom it could be sent again.")),
    "message.over": Entry(409, _("This message is through: there is nothing left to cancel.")),
    "message.too_long": Entry(422, _("A message has at most %(most)s letters in each language. Shorten it.")),
    "message.too_many": Entry(422, _("A message goes to at most %(most)s recipients. Choose a smaller place.")),
    "receipts.none": Entry(
        422, _("No line of the file could be read as a receipt. It needs a column with numbers and one with states.")
    ),
    "round.no_photo": Entry(422, _("This round asks for a photo at each place. Take one, and send it again.")),
    "round.line": Entry(
        422, _("Line %(line)s is wrong: it names no place that is called so within it, or several. Nothing was kept.")
    ),
    "round.not_here": Entry(422, _("This place is not one of the round.")),
    "template.empty": Entry(422, _("Write the text in one language at least.")),
    "template.title_taken": Entry(409, _("There is a template of this name already. Choose another name.")),
}
