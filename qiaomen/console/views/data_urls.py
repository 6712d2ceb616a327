"""URLs of the room of data."""

from django.urls import path

from qiaomen.console.views import data, data_glass, data_looks

urlpatterns = [
    path("data", data.index, name="data"),
    path("data/end", data.end, name="data_end"),
    path("data/end/ask", data.ask, name="data_end_ask"),
    path("data/end/withdraw", data.withdraw, name="data_end_withdraw"),
    path("data/end/confirm", data.confirm, name="data_end_confirm"),
    path("data/looks", data_looks.index, name="data_looks"),
    path("data/looks/of/<uuid:person>", data_looks.of_person, name="data_looks_of"),
    path("data/looks/of/<uuid:person>/export", data_looks.export, name="data_person_export"),
    path("data/looks/by/<uuid:worker>", data_looks.by, name="data_looks_by"),
    path("data/exports", data_looks.exports, name="data_exports"),
    path("data/glass", data_glass.index, name="data_glass"),
    path("data/glass/new", data_glass.new, name="data_glass_new"),
    path("data/glass/<uuid:glass_id>", data_glass.one, name="data_glass_one"),
]
