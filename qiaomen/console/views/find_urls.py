"""URLs of the search box."""

from django.urls import path

from qiaomen.console.views import find

urlpatterns = [path("find", find.find, name="find")]
