"""Problems: people under a measure."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "decision.dependant": Entry(
        422, _("A minor or dependant is kept longer only on a medical ground and with consent. State both.")
    ),
    "decision.no_end": Entry(422, _("Say until when: nobody is kept longer without an end.")),
    "notice.no_measure": Entry(
        409, _("No measure is in force for this person, so there is nothing to give notice of.")
    ),
    "release.too_early": Entry(
        409, _("The measure is still in force. The written release is given when it is over, or after a decision.")
    ),
    "transfer.parts_dependant": Entry(
        422,
        _(
            "This would part a minor or dependant from everybody who cares for them. "
            "Let a carer go along or stay, or state a medical ground and consent."
        ),
    ),
}
