"""Every component in light and in dark, with invented figures. Served where DEBUG is on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qiaomen.access.rights import open_to_all
from qiaomen.console import doors, figures, samples

INKS = ["ink", "ink-2", "ink-3", "line-strong", "surface", "bg", "sunken", "brand", "brand-soft"]
COLOURS = ["cov-1", "cov-2", "cov-3", "cov-4", "cov-5", "violet", "red", "yellow", "green"]


@require_safe
@open_to_all
def styleguide(request: HttpRequest) -> HttpResponse:
    """The style guide."""
    return render(
        request,
        "console/styleguide.html",
        {
            "rail": samples.RAIL,
            "data_as_of": samples.NOW,
            "search_url": "#",
            "s": {name.lower(): value for name, value in vars(samples).items() if name.isupper()},
            "left": samples.TOTAL - samples.DONE,
            "communities": [
                (name, done, total, round(total * samples.PLANNED / samples.TOTAL), total - done, pace, late)
                for name, done, total, pace, late in samples.COMMUNITIES
            ],
            "done_share": figures.percent(samples.DONE, samples.TOTAL),
            "form": samples.form(),
            "pace": samples.pace(),
            "building": samples.building(),
            "alley": samples.alley(),
            "numbers": samples.page(),
            "states": list(doors.WORDS),
            "themes": ["light", "dark"],
            "swatches": INKS + COLOURS,
        },
    )
