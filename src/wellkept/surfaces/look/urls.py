"""The one style sheet of all pages."""

from django.urls import path

from . import views

urlpatterns = [path("look/<slug:mark>.css", views.style, name="look-css")]
