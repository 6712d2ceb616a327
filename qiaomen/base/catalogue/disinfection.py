"""Problems: disinfection."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "disinfection.bad_cadence": Entry(422, _("These rounds are kept already, or the place has no such parts.")),
    "disinfection.no_product": Entry(422, _("This product is not on the district's list. Choose another one.")),
    "disinfection.not_here": Entry(422, _("This request is of another place. Look at the list again.")),
}
