"""Problems: who signs in, and what they may do."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "access.not_signed_in": Entry(401, _("Sign in first.")),
    "access.token_unknown": Entry(
        401, _("This phone is not known here, or it was signed out from headquarters. Ask your leader for a new code.")
    ),
    "access.code_wrong": Entry(
        403, _("This code is wrong, used up or older than 24 hours. Ask your leader for a new one.")
    ),
    "access.digits_wrong": Entry(
        403, _("These six digits are wrong or older than 24 hours. Ask your leader to read them out again.")
    ),
    "access.digits_spent": Entry(403, _("Too many wrong digits. Only your leader can let you in now, by a tap.")),
    "access.link_dead": Entry(
        410, _("This link is wrong, revoked or older than 24 hours. Ask your leader for a new one.")
    ),
    "access.phone_unreadable": Entry(422, _("This is no phone number. Look at it again.")),
    "access.name_missing": Entry(422, _("Type your name as it stands on the list.")),
    "access.claim_settled": Entry(409, _("This is settled already, or too old. Look at the list again.")),
    "access.claim_unmatched": Entry(409, _("The roster does not know this person. Say first who it is.")),
    "access.forbidden": Entry(403, _("Your role does not allow this. Ask headquarters if you need it.")),
    "access.not_found": Entry(404, _("There is nothing here, or it is outside your area.")),
    "access.grant_held": Entry(409, _("This worker has that role there already.")),
    "access.grant_follows": Entry(
        409, _("This right follows from a zone or a duty. Change that, and the right follows.")
    ),
    "access.worker_unknown": Entry(404, _("No worker, or more than one, goes by this name. Say which organisation.")),
    "access.place_unclear": Entry(404, _("No place, or more than one, has this name. Give its division code.")),
    "access.password_weak": Entry(422, _("This password is too easy to guess: %(reason)s")),
    "access.second_factor_on": Entry(
        409, _("Your second factor is on already. Turn it off before you set up another.")
    ),
    "access.second_factor_unreadable": Entry(
        409,
        _("This server cannot check your second factor. Use a recovery code, or ask headquarters to take it away."),
    ),
    "access.password_first": Entry(403, _("Choose a password of your own first.")),
    "access.second_factor_missing": Entry(403, _("Set up your second factor first.")),
    "access.username_taken": Entry(409, _("Somebody else signs in by this user name. Choose another.")),
    "access.nonsense": Entry(
        400, _("Something in this address or form is nothing that could be meant. Go back and look at it again.")
    ),
    "access.too_many_tries": Entry(429, _("Too many tries. Wait 15 minutes, or ask headquarters.")),
    "glass.no_reason": Entry(422, _("Say why in a sentence of at least %(least)s letters: it is read afterwards.")),
    "glass.own_area": Entry(409, _("That place is in your own area: nothing has to be broken.")),
    "glass.no_role": Entry(403, _("Only somebody who sees a place of their own can break the glass.")),
    "glass.own_review": Entry(403, _("Another person looks at what you did.")),
    "glass.reviewed_already": Entry(409, _("Somebody has looked at it already.")),
}
