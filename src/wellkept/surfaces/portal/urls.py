"""Addresses that customers open."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "portal"

urlpatterns = [
    path("owed-to-you/<str:key>", views.owed_to_you, name="owed-to-you"),
    path("owed-to-you/<str:key>/calendar.ics", views.calendar, name="owed-calendar"),
]
