"""The city's address for districts; its pages are the console's."""

from django.urls import path

from qiaomen.city import views

urlpatterns = [path("intake/<uuid:member>", views.take_in, name="city_intake")]
