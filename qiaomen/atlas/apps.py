"""Start-up of the atlas."""

from django.apps import AppConfig


class AtlasConfig(AppConfig):
    """Plans, counts on them, posters."""

    name = "qiaomen.atlas"
    label = "atlas"
