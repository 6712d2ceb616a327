"""The short address that links and QR codes for joining carry."""

from django.urls import path

from qiaomen.field import join_views

urlpatterns = [path("join/<str:link>", join_views.join, name="join")]
