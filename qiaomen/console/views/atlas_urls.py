"""URLs of the epidemic map, its plan and its posters."""

from django.urls import path

from qiaomen.console import sheets
from qiaomen.console.views import atlas, atlas_edit, atlas_posters
from qiaomen.console.views.atlas_sheets import map_people

sheets.SHEETS["map"] = map_people

urlpatterns = [
    path("places/<uuid:place>/map", atlas.show, name="place_map"),
    path("places/<uuid:place>/map/phones", atlas.phones, name="place_map_phones"),
    path("places/<uuid:place>/map/people/<slug:group>", atlas.people, name="place_map_list"),
    path("places/<uuid:place>/map/picture", atlas.picture, name="place_map_picture"),
    path("places/<uuid:place>/map/edit", atlas_edit.edit, name="place_map_edit"),
    path("places/<uuid:place>/map/edit/picture", atlas_edit.bring_picture, name="place_map_bring_picture"),
    path("places/<uuid:place>/map/edit/footprints", atlas_edit.bring_footprints, name="place_map_bring_footprints"),
    path("places/<uuid:place>/map/edit/back", atlas_edit.bring_back, name="place_map_back"),
    path("places/<uuid:place>/poster", atlas_posters.one, name="place_poster"),
    path("posters", atlas_posters.many, name="posters"),
    path("posters/<uuid:posters>/progress", atlas_posters.progress, name="posters_progress"),
    path("posters/<uuid:posters>/zip", atlas_posters.bundle, name="posters_zip"),
]
