"""The first version of the service code: modest, true for a small team, and changed in the console."""

from django.db import migrations
from django.utils import timezone

# Kind, minutes in business hours of eight a day, whether the clock stands while pending and on hold.
TARGETS = [
    ("first_reply", 8 * 60, False, False),
    ("next_reply", 8 * 60, False, False),
    ("update", 24 * 60, True, False),
]


def begin(apps, schema_editor):
    code = apps.get_model("promises", "ServiceCode").objects.create(
        created_at=timezone.now(), published_at=timezone.now()
    )
    target = apps.get_model("promises", "Target")
    for kind, minutes, pending, on_hold in TARGETS:
        target.objects.create(
            code=code,
            kind=kind,
            minutes=minutes,
            pauses_while_pending=pending,
            pauses_while_on_hold=on_hold,
        )


class Migration(migrations.Migration):
    dependencies = [("promises", "0002_the_first_date_stays")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
