"""Problems: what people ask for."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "need.not_here": Entry(422, _("What was asked for belongs to another place. Reload and answer it there.")),
}
