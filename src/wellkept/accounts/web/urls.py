"""Addresses of the door and of one's own profile."""

from __future__ import annotations

from django.urls import path

from . import profile, views

urlpatterns = [
    path("sign-in", views.sign_in, name="sign-in"),
    path("sign-out", views.sign_out, name="sign-out"),
    path("set-up/<str:secret>", views.set_up, name="set-up"),
    path("join/<str:secret>", views.join, name="join"),
    path("me", profile.profile, name="me"),
    path("me/theme", profile.set_theme, name="theme"),
    path("me/password", profile.change_password, name="change-password"),
    path("me/sessions/end", profile.end_other_sessions, name="end-other-sessions"),
    path("me/sessions/<str:handle>/end", profile.end_session, name="end-session"),
]
