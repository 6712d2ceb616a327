"""Problems: the server itself."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "server.full": Entry(
        507,
        _(
            "The server's disk is full: nothing is taken in until somebody makes room there. A phone keeps what was "
            "written on it and sends it by itself; on a computer, leave the page open and send it again later."
        ),
    ),
    "server.no_scanner": Entry(
        503,
        _(
            "The server could not have this file scanned for viruses, and takes none in unscanned. Try again later; "
            "whoever looks after the server sees why in its log."
        ),
    ),
}
