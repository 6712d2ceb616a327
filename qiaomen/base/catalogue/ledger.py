"""Problems: outbreaks, a record's verdict, and where people live."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "outbreak.none_open": Entry(409, _("No outbreak is open. Open one first; personal data belongs to an outbreak.")),
    "outbreak.closed": Entry(410, _("This outbreak is closed and its keys are destroyed.")),
    "outbreak.already_open": Entry(409, _("An outbreak is open already. Close it before you open another.")),
    "outbreak.ending": Entry(
        409,
        _(
            "The outbreak that was closed is still being emptied, and a new one would be emptied with it. That takes "
            "minutes while this server runs: see Data, End of the outbreak. Then try again."
        ),
    ),
    "closing.asked_already": Entry(409, _("Somebody has asked for it already. Another person confirms it.")),
    "closing.moved": Entry(
        409,
        _(
            "What a move left behind still holds this district's data: %(where)s. Confirm the move or take it back "
            "(qiaomen district move), then close the outbreak."
        ),
    ),
    "closing.not_asked": Entry(409, _("Nobody has asked that this outbreak be closed, or it is closed already.")),
    "closing.same_person": Entry(403, _("Whoever asked cannot confirm it, too: it takes a second person.")),
    "closing.wrong_name": Entry(422, _("That is not the outbreak's name. Type it as it stands above.")),
    "outbreak.key_missing": Entry(
        503, _("The key file does not hold this outbreak's key. Restore the key file from its escrow, then try again.")
    ),
    "record.unreadable": Entry(422, _("This record cannot be read: %(reason)s")),
    "record.unknown_kind": Entry(422, _("Nobody here knows records of the kind “%(kind)s”. Update the app.")),
    "record.invalid": Entry(422, _("%(field)s: %(reason)s")),
    "record.id_reused": Entry(409, _("Another record already has this number. Write the record again as a new one.")),
    "record.outside_grant": Entry(
        403, _("This door was not yours at that time. Hand it to the team that it belongs to, or ask your leader.")
    ),
    "record.forbidden_kind": Entry(403, _("Your role may not make this kind of record.")),
    "record.needs_review": Entry(
        202, _("This phone was not enrolled at that time. Your leader has been asked to accept it.")
    ),
    "record.waiting": Entry(
        202, _("Waiting for something that this record refers to. It counts as soon as that arrives.")
    ),
    "record.amends_other_kind": Entry(422, _("A correction must be of the same kind as what it corrects.")),
    "record.not_amendable": Entry(
        422,
        _("This cannot be taken back or corrected by another record of its kind. Send a change of the door instead."),
    ),
    "record.no_subject": Entry(422, _("This record must name its %(subject)s.")),
    "record.review_refused": Entry(
        403, _("Your leader did not accept this record, made before the phone was enrolled.")
    ),
    "record.not_kept": Entry(
        410,
        _(
            "This was not taken in time, and what it said is not kept any longer. What still matters is written again,"
            " as it is now."
        ),
    ),
    "move.into_isolation": Entry(
        403, _("People isolate behind this door. Only somebody who decides there can say that another one moved in.")
    ),
}
