"""Problems: shifts, swaps and rosters."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "shift.not_here": Entry(422, _("This belongs to a shift at another place. Reload and write it there.")),
    "shift.not_yours": Entry(422, _("This shift is somebody else’s by now. Reload your shifts.")),
    "shift.not_now": Entry(422, _("It is not the time for it: one comes from two hours before a shift until its end.")),
    "shift.cancelled": Entry(422, _("This shift was cancelled.")),
    "shift.swap_settled": Entry(409, _("This swap was answered or withdrawn already.")),
    "shift.no_grant": Entry(422, _("This worker may not record in all of that place. Choose a smaller place.")),
    "shift.rostered_already": Entry(
        409, _("This worker stands shifts already, at home in %(place)s. They are changed on their own page.")
    ),
    "shift.slot_elsewhere": Entry(
        409, _("People stand at this slot at posts that are not yours to change: %(posts)s. Headquarters can end it.")
    ),
    "shift.no_posts": Entry(422, _("No post in use in this place needs anybody. Write down posts and slots first.")),
    "shift.no_people": Entry(422, _("Nobody is set down for shifts in this place. Write down people first.")),
    "shift.has_begun": Entry(
        409, _("Shifts of this roster have gone out and stand. Say that you know, to drop what is left of it.")
    ),
    "shift.has_gaps": Entry(409, _("This roster lacks people. Say that it is to be published all the same.")),
    "shift.not_proposed": Entry(409, _("Only a proposed roster can be published, and only before its first day.")),
    "shift.stopped": Entry(500, _("The roster could not be worked out. Ask for it again.")),
    "shift.stale": Entry(
        409,
        _("Some of its people stand elsewhere by now, are away, or are gone: what lacks since is listed. Look again."),
    ),
    "shift.publishing_stopped": Entry(
        500, _("Publishing stopped before its end. Publish it once more: what is published stays, the rest follows.")
    ),
    "shift.breaks_rest": Entry(422, _("Refused by the rule of rest: too little time between two shifts.")),
    "shift.breaks_week_hours": Entry(422, _("Refused by the rule of hours: too many within seven days.")),
    "shift.breaks_nights_in_row": Entry(422, _("Refused by the rule of nights: too many in a row.")),
    "shift.breaks_nights": Entry(422, _("Refused: one of the two does not stand at night.")),
    "shift.breaks_slot": Entry(422, _("Refused: one of the two does not stand at this time of the day.")),
    "shift.breaks_kind": Entry(422, _("Refused: one of the two does not stand at posts of this kind.")),
    "shift.breaks_away": Entry(422, _("Refused: one of the two is away then.")),
    "shift.breaks_heads": Entry(422, _("Refused: the post would have too few people.")),
    "shift.breaks_skill": Entry(422, _("Refused by the rule of skills: the post would lack one.")),
    "shift.breaks_local": Entry(422, _("Refused: the post would be without anybody from there.")),
    "shift.breaks_mixed": Entry(422, _("Refused: the post would have people of one organisation only.")),
}
