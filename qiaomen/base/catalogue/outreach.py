"""Problems: what is handed out."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "outreach.title_taken": Entry(
        409, _("There is a material of this title already. Change that one, or choose another title.")
    ),
}
