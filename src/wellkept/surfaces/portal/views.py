"""Pages that a customer opens by their signed link."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wellkept.accounts.models import Workspace
from wellkept.customers.links import OWED, customer_of
from wellkept.customers.models import Customer
from wellkept.kernel import clock
from wellkept.promises.domain import ical

from . import pages

View = Callable[[HttpRequest, Customer, str], HttpResponse]


def by_link(view: View) -> Callable[..., HttpResponse]:
    """Only for who holds a good link, in their time zone; told to nobody else, kept by no cache.

    A link that is not good gets one and the same page, whatever is wrong with it.
    """

    @wraps(view)
    def guarded(request: HttpRequest, key: str) -> HttpResponse:
        request.user = AnonymousUser()  # a signed-in agent sees what the customer sees
        customer = customer_of(key, purpose=OWED)
        if customer is None:
            response = render(request, "portal/no_link.html", status=404)
        else:
            with timezone.override(_zone(customer)):
                response = view(request, customer, key)
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


@require_safe
@by_link
def owed_to_you(request: HttpRequest, customer: Customer, key: str) -> HttpResponse:
    page = pages.owed_to_you(customer, at=clock.now())
    company = Workspace.objects.values_list("name", flat=True).first() or ""
    return render(request, "portal/owed.html", {"page": page, "key": key, "company": company})


@require_safe
@by_link
def calendar(request: HttpRequest, customer: Customer, key: str) -> HttpResponse:
    url = request.build_absolute_uri(reverse("portal:owed-to-you", args=[key]))
    found = pages.entries(customer, host=request.get_host(), url=url)
    data = ical.calendar(found, name=_("What we owe you"))
    return HttpResponse(data, content_type="text/calendar; charset=utf-8")


def _zone(customer: Customer) -> ZoneInfo:
    """Theirs, else the desk's, else UTC."""
    desk = Workspace.objects.values_list("timezone", flat=True).first()
    for name in filter(None, (customer.timezone, desk)):
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            continue
    return ZoneInfo("UTC")
