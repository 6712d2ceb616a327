"""Problems: what phones send and fetch."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "sync.not_json": Entry(
        400, _("This upload cannot be read. It is kept for inspection; the phone keeps its records.")
    ),
    "sync.too_many_records": Entry(413, _("More than %(limit)s records at once. Split the batch and send it again.")),
    "sync.too_large": Entry(413, _("More than %(limit)s bytes at once. Split the batch and send it again.")),
    "sync.protocol": Entry(426, _("This app is too old for the server. Update it; your records stay on the phone.")),
    "sync.cursor": Entry(409, _("This place in the feed is not known here. Start again from the beginning.")),
    "sync.busy": Entry(503, _("The server is busy. The phone tries again by itself.")),
}
