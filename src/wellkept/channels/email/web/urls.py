"""Under /hooks/mail/. The account's number is no secret; what the caller must prove is in its headers or its form."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "mail-hooks"

urlpatterns = [
    path("<int:account_id>/raw", views.raw, name="raw"),
    path("<int:account_id>/mailgun/mime", views.mailgun, name="mailgun"),
    path("<int:account_id>/sendgrid", views.sendgrid, name="sendgrid"),
    path("<int:account_id>/postmark", views.postmark, name="postmark"),
]
