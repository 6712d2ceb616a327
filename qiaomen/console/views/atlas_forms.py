"""What one brings in for a plan: a picture, or footprints."""

from typing import Any

from django import forms
from django.core.validators import FileExtensionValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.atlas.models import Copy
from qiaomen.places.models import Place

PICTURES = ["jpg", "jpeg", "png", "webp"]
FOOTPRINTS = ["geojson", "json", "osm", "xml"]
DATUMS = [
    ("wgs84", _("WGS-84: GPS, OpenStreetMap")),
    ("gcj02", _("GCJ-02: Amap, Tencent")),
    ("bd09", _("BD-09: Baidu")),
]


class AfterForm(forms.Form):
    """Which version one has changed, so that nobody's work is written over."""

    after = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class PictureForm(AfterForm):
    """An aerial picture or a floor plan."""

    picture = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG or WebP"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        validators=[FileExtensionValidator(PICTURES)],
    )


class FootprintForm(AfterForm):
    """Outlines of buildings, and in which coordinates they are."""

    footprints = forms.FileField(
        label=_("File"), help_text=_("GeoJSON, or OpenStreetMap as XML or JSON"),
        validators=[FileExtensionValidator(FOOTPRINTS)],
    )  # fmt: skip
    datum = forms.ChoiceField(label=_("Coordinates"), choices=DATUMS, widget=forms.RadioSelect, initial="wgs84")


class PlanForm(AfterForm):
    """The plan as the editor sends it."""

    document = forms.CharField(max_length=4_000_000)


class BackForm(AfterForm):
    """An older version to bring back."""

    number = forms.IntegerField(min_value=1)


class PosterForm(forms.Form):
    """Which copy of a poster, as which kind of file."""

    copy = forms.ChoiceField(choices=Copy.choices)
    form = forms.ChoiceField(choices=[("pdf", "PDF"), ("svg", "SVG")])


class PostersForm(forms.Form):
    """All compounds of which place, and which copies."""

    place = forms.ModelChoiceField(label=_("All compounds of"), queryset=Place.objects.none(), empty_label=None)
    copies = forms.MultipleChoiceField(
        label=pgettext_lazy("of a map", "Copies"),
        choices=Copy.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[Copy.PUBLIC],
    )

    def __init__(self, data: Any = None, *, places: QuerySet[Place], health: bool) -> None:
        super().__init__(data)
        self.fields["place"].queryset = places  # type: ignore[attr-defined]
        if not health:
            self.fields["copies"].choices = [(Copy.PUBLIC, Copy.PUBLIC.label)]  # type: ignore[attr-defined]
