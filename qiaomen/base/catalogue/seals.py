"""Problems: seals."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "seal.no_ground": Entry(
        422,
        _(
            "A seal needs a ground: somebody who isolates behind this door, or an order with its paper and an end. "
            "Nobody's home is sealed by a paper alone."
        ),
    ),
    "seal.no_sensor": Entry(404, _("No seal with a sensor of this source holds under this id.")),
    "seal.not_here": Entry(422, _("This seal is at another place. Look at the list again.")),
    "seal.too_many_calls": Entry(429, _("At most %(limit)s calls a minute: send several messages in one.")),
    "seal.too_long": Entry(422, _("A seal by order ends within %(days)s days. Name an earlier end.")),
}
