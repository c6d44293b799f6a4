"""What needs somebody now, and the first steps of a new desk."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wellkept.accounts import queries as accounts
from wellkept.channels.email import queries as mail
from wellkept.channels.email.models import EmailAccount
from wellkept.channels.queries import trouble_count
from wellkept.kernel import waiting
from wellkept.surfaces.console.pages import access, for_supervisors, page

MOST = 100


@require_safe
@for_supervisors
def overview(request: HttpRequest) -> HttpResponse:
    held = mail.waiting_for_a_person().order_by().values("pk")[: MOST + 1].count()
    failed_work = waiting.failed().order_by().values("pk")[: MOST + 1].count()
    trouble = trouble_count(access(request), most=MOST + 1)
    context = {
        "held": held,
        "trouble": trouble,
        "failed_work": failed_work,
        "most": MOST,
        "is_calm": not (held or trouble or failed_work),
        "has_address": mail.accounts().exists(),
        "is_alone": accounts.agents().order_by().values("pk")[:2].count() < 2,
        "has_server": bool(settings.OUTGOING_SMTP)
        or mail.accounts().exclude(sends_by=EmailAccount.Way.DESK).exists(),
    }
    return page(request, "overview", context, here="overview")
