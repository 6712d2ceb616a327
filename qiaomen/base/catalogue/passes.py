"""Problems: passes and the keys that sign them."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "pass.anothers": Entry(409, _("This pass belongs to somebody else. Open the person's file and look again.")),
    "pass.ask_forgotten": Entry(
        409, _("What was typed has been forgotten, as it must be. Whoever asked asks again.")
    ),
    "pass.cards_cancelled": Entry(409, _("Called off. What was issued stays issued.")),
    "pass.cards_stopped": Entry(
        500, _("The cards could not be printed. Ask for them again; what was issued stays issued.")
    ),
    "pass.decided": Entry(409, _("Somebody has decided this in the meantime.")),
    "pass.ended": Entry(409, _("This pass has ended. Issue a new one.")),
    "pass.key_known": Entry(409, _("This key is known already.")),
    "pass.key_unreadable": Entry(400, _("This is not the file of a key: {reason}. Ask the district for it again.")),
    "pass.no_key": Entry(
        503,
        _("The key that signs passes is not in the key file. Put its escrow back, or make a new one: "
          "qiaomen passes rotate-key."),
    ),
    "pass.not_random": Entry(400, _("The id of a pass must be a random one (uuid, version 4).")),
    "pass.not_refused": Entry(409, _("This is not refused, or somebody has taken the refusal back in the meantime.")),
    "pass.revoked": Entry(409, _("This pass was revoked. Issue a new one in its stead.")),
    "pass.suspended": Entry(409, _("This pass is suspended. The community can resume it.")),
    "pass.taken": Entry(409, _("A pass of this id was issued before.")),
}  # fmt: skip
