"""The poster of a compound (防疫地图), A3: its plan with who isolates where, whom to call, and the figures below."""

from typing import Literal

from qiaomen.atlas.models import Copy
from qiaomen.places.models import Place

Form = Literal["pdf", "svg"]


def poster(place: Place, *, copy: Copy, language: str, base: str, form: Form = "pdf") -> bytes:
    """The poster as PDF or SVG, in a language, as of now; `base` is where phones reach the installation.

    Raises `atlas.not_mapped`, `paper.no_font`. Whether the reader may see phones and health is the caller's to check.
    """
    raise NotImplementedError
