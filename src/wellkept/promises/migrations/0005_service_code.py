"""Which calendar counted, targets for call backs, and what a draft would have done."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

KINDS = [
    ("first_reply", "First reply"),
    ("next_reply", "Next reply"),
    ("update", "Word on how it stands"),
    ("resolution", "Resolution"),
    ("call_back", "Call back"),
]


class Migration(migrations.Migration):
    dependencies = [("promises", "0004_whole_indexes"), ("schedules", "0003_write_down_what_is_there")]
    operations = [
        # Without a default, so that SQLite adds the column and keeps the table with its trigger.
        migrations.AddField("promise", "calendar", models.CharField(max_length=40, null=True)),
        migrations.RemoveConstraint("target", "target_kind_known"),
        migrations.AlterField("target", "kind", models.CharField(choices=KINDS, max_length=12)),
        migrations.AddConstraint(
            "target",
            models.CheckConstraint(
                condition=Q(kind__in=[kind for kind, _ in KINDS]), name="target_kind_known"
            ),
        ),
        migrations.CreateModel(
            name="Rehearsal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("of", models.CharField(max_length=64)),
                ("asked_at", models.DateTimeField()),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("result", models.JSONField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "code",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rehearsal",
                        to="promises.servicecode",
                    ),
                ),
            ],
            options={"ordering": ["id"]},
        ),
    ]
