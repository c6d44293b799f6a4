"""Presence, skills, how teams hand out work, and why it went where it went."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_team_schedule"),
        ("conversations", "0007_snoozed_until"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ChannelWeight",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("channel", models.CharField(max_length=20, unique=True)),
                ("weight", models.PositiveSmallIntegerField(default=1)),
                ("most", models.PositiveSmallIntegerField(blank=True, null=True)),
            ],
            options={
                "ordering": ["channel"],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "agent",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="presence",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("online", "Online"),
                            ("away", "Away"),
                            ("break", "On a break"),
                            ("off", "Off"),
                        ],
                        default="off",
                        max_length=6,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("limit", models.PositiveSmallIntegerField(default=20)),
                ("last_given_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["online", "away", "break", "off"])),
                        name="presence_state_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Skill",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True)),
                (
                    "agents",
                    models.ManyToManyField(blank=True, related_name="skills", to=settings.AUTH_USER_MODEL),
                ),
                ("inboxes", models.ManyToManyField(blank=True, related_name="+", to="conversations.inbox")),
                ("tags", models.ManyToManyField(blank=True, related_name="+", to="conversations.tag")),
            ],
            options={
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "substitute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="absence_has_length"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("agent", models.F("substitute")), _negated=True),
                        name="absence_by_another",
                    ),
                    models.UniqueConstraint(fields=("agent",), name="absence_one_each"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("given", "Given"),
                            ("overflow", "To another team"),
                            ("substitute", "To the substitute"),
                        ],
                        max_length=10,
                    ),
                ),
                ("method", models.CharField(blank=True, default="", max_length=12)),
                ("reasons", models.JSONField(default=list)),
                ("candidates", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                (
                    "agent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="routing_decisions",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.team",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["-at", "-id"], name="decision_newest")],
            },
        ),
        migrations.CreateModel(
            name="SpokenLanguage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12)),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="spoken_languages",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["code", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("agent", "code"), name="spoken_language_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamRouting",
            fields=[
                (
                    "team",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="routing",
                        serialize=False,
                        to="accounts.team",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("manual", "By hand"),
                            ("round_robin", "In turn"),
                            ("least_loaded", "Fewest open first"),
                        ],
                        default="manual",
                        max_length=12,
                    ),
                ),
                (
                    "order",
                    models.CharField(
                        choices=[("oldest", "Waiting longest first"), ("urgent", "Most urgent first")],
                        default="oldest",
                        max_length=6,
                    ),
                ),
                ("is_sticky", models.BooleanField(default=True)),
                ("overflow_minutes", models.PositiveIntegerField(default=30)),
                (
                    "overflow_team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.team",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("method__in", ["manual", "round_robin", "least_loaded"])),
                        name="team_routing_method_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("order__in", ["oldest", "urgent"])),
                        name="team_routing_order_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("overflow_team__isnull", True),
                            models.Q(("overflow_team", models.F("team")), _negated=True),
                            _connector="OR",
                        ),
                        name="team_routing_overflows_elsewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("overflow_minutes__gte", 1)), name="team_routing_minutes"
                    ),
                ],
            },
        ),
    ]
