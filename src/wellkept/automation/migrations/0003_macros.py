"""Macros, and what each did when somebody used it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

SET_NULL = django.db.models.deletion.SET_NULL
PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_team_schedule"),
        ("automation", "0002_playbooks"),
        ("conversations", "0007_snoozed_until"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Macro",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("description", models.CharField(blank=True, default="", max_length=200)),
                ("actions", models.JSONField()),
                ("position", models.PositiveIntegerField()),
                ("created_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                (
                    "team",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=PROTECT, related_name="macros", to="accounts.team"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(("retired_at__isnull", True)), fields=("name",), name="macro_name_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MacroRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("key", models.CharField(max_length=64, null=True)),
                ("did", models.JSONField()),
                ("undone_at", models.DateTimeField(null=True)),
                ("left", models.JSONField(default=list)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="macro_runs",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "macro",
                    models.ForeignKey(on_delete=PROTECT, related_name="runs", to="automation.macro"),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("by", "key"), name="macro_run_once")],
            },
        ),
    ]
