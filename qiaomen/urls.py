"""Every URL of the installation."""

from django.urls import include, path

urlpatterns = [
    path("api/city/", include("qiaomen.city.urls")),
    path("api/", include("qiaomen.sync.urls")),
    path("field/", include("qiaomen.field.urls")),
    path("", include("qiaomen.field.join_urls")),
    path("", include("qiaomen.resident.urls")),
    path("", include("qiaomen.console.urls")),
]
