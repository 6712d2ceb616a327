"""Problems: photos."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "attachment.address": Entry(400, _("A piece of a photo names its record, the offset, and the size of the whole.")),
    "attachment.id_reused": Entry(409, _("Another photo was begun under this id.")),
    "attachment.metadata": Entry(
        422, _("This photo says where, when or by what it was taken. Nothing of it was kept; take it with the app.")
    ),
    "attachment.no_picture": Entry(422, _("This is no JPEG or WebP picture, or it arrived damaged.")),
    "attachment.no_record": Entry(409, _("The photo's record is not here yet. Send the record first.")),
    "attachment.offset": Entry(409, _("%(received)s bytes of this photo are here. Go on from there.")),
    "attachment.too_large": Entry(413, _("Photos have at most 2 MB, and go in pieces of at most 512 kB.")),
    "attachment.too_many": Entry(422, _("A record has at most %(limit)s photos.")),
    "attachment.too_many_today": Entry(429, _("This is enough photos for one day: at most %(limit)s.")),
}
