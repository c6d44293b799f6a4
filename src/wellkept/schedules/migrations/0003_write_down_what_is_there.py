"""Schedules from before there were editions: each is written down as it is."""

from django.db import migrations
from django.utils import timezone


def write_down(apps, schema_editor):
    edition = apps.get_model("schedules", "Edition")
    holiday = apps.get_model("schedules", "Holiday")
    for schedule in apps.get_model("schedules", "Schedule").objects.order_by("id"):
        days = holiday.objects.filter(schedule=schedule).order_by("on")
        edition.objects.get_or_create(
            revision=schedule.revision,
            defaults={
                "schedule": schedule,
                "name": schedule.name,
                "zone": schedule.zone,
                "week": schedule.week,
                "days": {day.on.isoformat(): {"name": day.name, "hours": day.hours} for day in days},
                "made_at": timezone.now(),
            },
        )


class Migration(migrations.Migration):
    dependencies = [("schedules", "0002_editions")]
    operations = [migrations.RunPython(write_down, migrations.RunPython.noop)]
