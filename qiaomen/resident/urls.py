"""Addresses that printed codes hold stand at the root, so that a code is small; reading one's own file is under /my."""

from django.urls import URLPattern, path

from qiaomen.resident import ordering, reading, seal_views, venue_views, views

app_name = "resident"


def _by_code(letter: str, name: str, *, of_place: bool) -> list[URLPattern]:
    """The pages of a door's, or of a building's, code."""
    steps = {
        "": ("arrive", views.arrive), "/report": ("report", views.report), "/help": ("help", views.ask_help),
        "/pass": ("pass", views.ask_pass), "/visitor": ("visitor", views.announce), "/clue": ("clue", views.tell),
        "/code": ("code", views.ask_code),
        "/sent": ("sent", views.sent),
    }  # fmt: skip
    return [
        path(f"{letter}/<str:short>{step}", view, {"of_place": of_place}, name=f"{name}_{word}")
        for step, (word, view) in steps.items()
    ]


urlpatterns = [
    *_by_code("d", "door", of_place=False),
    *_by_code("p", "place", of_place=True),
    path("v/<str:short>", venue_views.venue, name="venue"),
    path("v/<str:short>/sent", venue_views.sent, name="venue_sent"),
    path("s/<str:short>", seal_views.seal, name="seal"),
    path("o/<str:offer_code>", ordering.offer, name="offer"),
    path("o/<str:offer_code>/sent", ordering.sent, name="offer_sent"),
    path("my", reading.enter, name="enter"),
    path("my/status", reading.status, name="status"),
    path("my/objection", reading.object_to, name="object"),
    path("my/pass", reading.own, name="pass"),
    path("my/kept", reading.kept, name="kept"),
    path("my/file", reading.download, name="download"),
    path("my/out", reading.leave, name="leave"),
]
