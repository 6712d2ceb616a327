"""URLs of imports."""

from django.urls import path

from qiaomen.console.views import imports

urlpatterns = [
    path("imports/", imports.imports, name="imports"),
    path("imports/<uuid:run>/", imports.show, name="import"),
    path("imports/<uuid:run>/files/<uuid:upload>/", imports.file, name="import_file"),
    path("imports/<uuid:run>/check", imports.check, name="import_check"),
    path("imports/<uuid:run>/start", imports.start, name="import_start"),
    path("imports/<uuid:run>/drop", imports.drop, name="import_drop"),
    path("imports/<uuid:run>/take-back", imports.take_back, name="import_take_back"),
    path("imports/<uuid:run>/progress", imports.progress, name="import_progress"),
    path("imports/<uuid:run>/refused.xlsx", imports.refused, name="import_refused"),
]
