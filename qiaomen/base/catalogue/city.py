"""Problems: what districts publish."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "city.differs": Entry(
        409, _("A report of this cut-off was published already, with other figures. A frozen report does not change.")
    ),
    "city.signature": Entry(400, _("This was not signed with the district's secret. Ask the city for it again.")),
    "city.unknown": Entry(404, _("The city knows no such district, or takes nothing from it any more.")),
    "city.unreadable": Entry(422, _("This is no report and no live tally. Bring both installations to one version.")),
}
