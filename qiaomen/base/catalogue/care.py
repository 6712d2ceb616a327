"""Problems: what people ask for, order, and are visited for."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "need.not_here": Entry(422, _("What was asked for belongs to another place. Reload and answer it there.")),
    "helper.no_grant": Entry(422, _("This worker may not record in all of that place. Choose a smaller place.")),
    "helper.police": Entry(422, _("Needs are about health, and the police are told of none. Choose somebody else.")),
    "helper.not_here": Entry(422, _("This worker helps somewhere else. Choose one who helps around the door.")),
    "offer.no_items": Entry(
        422, _("No line of the list could be read. It needs a column with the names of the goods: 品名, name.")
    ),
    "offer.has_orders": Entry(409, _("Somebody has ordered already, so the list stays. Make another offer.")),
    "order.no_offer": Entry(422, _("This offer is not for that door.")),
    "order.too_late": Entry(422, _("Orders were taken until the offer's end. Ask its contact.")),
    "order.not_on_list": Entry(422, _("Something ordered is not on the list, or not at that price. Reload the list.")),
    "order.too_many": Entry(422, _("At most %(most)s of one thing can be ordered. Order less.")),
}
