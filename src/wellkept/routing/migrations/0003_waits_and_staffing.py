"""Terms of staffing, announced waits, and the register of the intake gate."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_team_schedule"),
        ("conversations", "0006_inbox_schedule"),
        ("customers", "0001_start"),
        ("routing", "0002_hand_over"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Intake",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_by", models.CharField(max_length=120)),
                ("what", models.CharField(max_length=300)),
                ("arrivals_a_week", models.PositiveIntegerField()),
                ("handle_seconds", models.PositiveIntegerField()),
                ("begins_on", models.DateField()),
                (
                    "answer",
                    models.CharField(
                        choices=[("accept", "Accept"), ("phase", "Begin in phases"), ("decline", "Decline")],
                        max_length=7,
                    ),
                ),
                ("figures", models.JSONField(default=dict)),
                ("asked_at", models.DateTimeField()),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="customers.company",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "inbox",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="conversations.inbox",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="conversations.tag",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="intakes",
                        to="accounts.team",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="IntakeDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[("accept", "Accept"), ("phase", "Begin in phases"), ("decline", "Decline")],
                        max_length=7,
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                ("decided_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "intake",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decision",
                        to="routing.intake",
                    ),
                ),
            ],
            options={
                "ordering": ["-decided_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="StaffingTerms",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("handle_seconds", models.PositiveIntegerField()),
                ("patience_seconds", models.PositiveIntegerField(blank=True, null=True)),
                ("target_percent", models.PositiveSmallIntegerField()),
                ("target_seconds", models.PositiveIntegerField()),
                ("shrinkage_percent", models.PositiveSmallIntegerField()),
                ("concurrency", models.DecimalField(decimal_places=1, max_digits=4)),
                ("set_at", models.DateTimeField()),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="staffing_terms",
                        to="accounts.team",
                    ),
                ),
            ],
            options={
                "ordering": ["-set_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="WaitAnnouncement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("waiting_since", models.DateTimeField()),
                ("told_at", models.DateTimeField()),
                ("told_until", models.DateTimeField()),
                ("seconds", models.PositiveIntegerField()),
                ("ahead", models.PositiveIntegerField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("many", "More people than usual are writing"),
                            ("few", "Fewer of us than usual are here"),
                            ("closed", "We are closed"),
                            ("usual", "As on most days"),
                        ],
                        max_length=6,
                    ),
                ),
                ("sample", models.PositiveIntegerField()),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wait_announcements",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.team",
                    ),
                ),
            ],
            options={
                "ordering": ["-told_at", "-id"],
            },
        ),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", ["accept", "phase", "decline"])), name="intake_answer"
            ),
        ),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.CheckConstraint(
                condition=models.Q(("arrivals_a_week__gt", 0), ("handle_seconds__gt", 0)),
                name="intake_asks_for_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("company__isnull", True), ("inbox__isnull", True)),
                    models.Q(("inbox__isnull", True), ("tag__isnull", True)),
                    models.Q(("company__isnull", True), ("tag__isnull", True)),
                    _connector="OR",
                ),
                name="intake_counted_in_one_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="intakedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("decision__in", ["accept", "phase", "decline"])),
                name="intake_decision_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="intakedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="intake_decision_has_a_reason"
            ),
        ),
        migrations.AddIndex(
            model_name="staffingterms",
            index=models.Index(fields=["team", "-set_at", "-id"], name="terms_of_team"),
        ),
        migrations.AddConstraint(
            model_name="staffingterms",
            constraint=models.CheckConstraint(
                condition=models.Q(("handle_seconds__gt", 0)), name="terms_handling_takes_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="staffingterms",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("patience_seconds__isnull", True), ("patience_seconds__gt", 0), _connector="OR"
                ),
                name="terms_patience_takes_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="staffingterms",
            constraint=models.CheckConstraint(
                condition=models.Q(("target_percent__gte", 1), ("target_percent__lte", 99)),
                name="terms_target_is_a_share",
            ),
        ),
        migrations.AddConstraint(
            model_name="staffingterms",
            constraint=models.CheckConstraint(
                condition=models.Q(("shrinkage_percent__lte", 90)), name="terms_shrinkage_leaves_somebody"
            ),
        ),
        migrations.AddConstraint(
            model_name="staffingterms",
            constraint=models.CheckConstraint(
                condition=models.Q(("concurrency__gte", 1)), name="terms_one_at_least"
            ),
        ),
        migrations.AddIndex(
            model_name="waitannouncement",
            index=models.Index(fields=["team", "-told_at", "-id"], name="announcement_of_team"),
        ),
        migrations.AddConstraint(
            model_name="waitannouncement",
            constraint=models.CheckConstraint(
                condition=models.Q(("seconds__gt", 0)), name="announcement_is_a_wait"
            ),
        ),
        migrations.AddConstraint(
            model_name="waitannouncement",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__in", ["many", "few", "closed", "usual"])),
                name="announcement_reason_known",
            ),
        ),
    ]
