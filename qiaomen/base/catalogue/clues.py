"""Problems: clues."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "clue.cannot_join": Entry(409, _("These two cannot be joined: one of them belongs to another clue already.")),
    "clue.ends_differ": Entry(409, _("These two ended in different ways. Open the one again that ended wrongly.")),
    "clue.ends_first": Entry(
        409, _("One of these has ended, the other has not. End the other one first, then join them.")
    ),
    "clue.file": Entry(422, _("No row of this file says what was told and where. Look at its headings.")),
    "clue.no_reward": Entry(409, _("Nothing is to be collected for this clue. Look at its page again.")),
    "clue.not_here": Entry(422, _("This clue is of another place. Look at the list again.")),
    "clue.not_verified": Entry(409, _("Only a clue that was verified touches somebody's file.")),
    "clue.other_looks": Entry(403, _("Whoever told a clue does not end it. Ask somebody else to look there.")),
    "clue.to_whom": Entry(422, _("Say to whom it was handed on.")),
    "clue.too_near": Entry(
        422, _("A clue names no door, no person and no place smaller than a compound. Choose the compound.")
    ),
    "clue.where_and_when": Entry(422, _("Say where they were, and since when.")),
}
