"""What happens to passes, as sentences of a person's time line. See `people_telling`."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiaomen.console.passes_words import REASONS
from qiaomen.console.people_telling import Body, Cast, Said, Tell
from qiaomen.console.people_words import Words, dated, when, word
from qiaomen.passes.models import Form

EVENTS: Words = {
    "issued": gettext_lazy("got a pass"),
    "suspended": gettext_lazy("the pass was suspended"),
    "resumed": gettext_lazy("the pass was resumed"),
    "revoked": gettext_lazy("the pass was revoked"),
    "reissued": gettext_lazy("got a new pass in place of the old one"),
    "verified": gettext_lazy("somebody checked whose pass it is"),
}


def _event(body: Body, cast: Cast, label: str) -> Said:
    details = [str(Form(body.get("form", "phone")).label)] if body["event"] in ("issued", "reissued") else []
    details += [word(REASONS, body["reason"])] if body.get("reason") else []
    ends = when(body.get("ends"))
    details += [_("until %(time)s") % {"time": dated(ends)}] if ends else []
    stopped = body["event"] in ("suspended", "revoked")
    return Said(word(EVENTS, body["event"]), details, "locked" if stopped else "ok")


TELL: dict[str, Tell] = {"pass_event": _event}
