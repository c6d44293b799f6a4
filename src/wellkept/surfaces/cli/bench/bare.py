"""The yardstick: a bare Django view that selects 50 indexed rows and renders them with Django's own templates.

Its address exists only while `wellkept bench` runs.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine

from wellkept.conversations.models import Conversation

TEMPLATE = Engine().from_string(
    "<!doctype html><title>Bare</title><ul>{% for row in rows %}<li><a href='/c/{{ row.id }}'>"
    "<b>{{ row.customer_name }}</b> {{ row.subject }} <i>{{ row.last_words }}</i> "
    "<time>{{ row.last_activity_at|date:'Y-m-d H:i' }}</time> {{ row.status }}</a></li>{% endfor %}</ul>"
)


def bare(request: HttpRequest) -> HttpResponse:
    """50 rows by one index, one template, nothing else."""
    rows = Conversation.objects.filter(place="desk", status="open").order_by("-last_activity_at", "-id")[:50]
    return HttpResponse(TEMPLATE.render(Context({"rows": list(rows)})))
