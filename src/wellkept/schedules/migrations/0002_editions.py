import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("schedules", "0001_start")]
    operations = [
        migrations.AddField("schedule", "archived_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddConstraint(
            "schedule",
            models.CheckConstraint(
                condition=Q(is_default=False) | Q(archived_at__isnull=True), name="schedule_default_in_use"
            ),
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.CharField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=80)),
                ("zone", models.CharField(max_length=64)),
                ("week", models.JSONField(default=dict)),
                ("days", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField()),
                (
                    "schedule",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="editions",
                        to="schedules.schedule",
                    ),
                ),
            ],
            options={"ordering": ["-id"]},
        ),
    ]
