"""What agents say about promises found in their drafts, and the notes that are ready when one broke."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def key(to, *, nullable=True, index=False, **more):
    gone = django.db.models.deletion.SET_NULL if nullable else django.db.models.deletion.CASCADE
    return models.ForeignKey(
        db_index=index, null=nullable, related_name="+", to=to, **({"on_delete": gone} | more)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("promises", "0005_service_code"),
        ("conversations", "0005_delivery_refusals_and_complaints"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", ID),
                ("words", models.CharField(max_length=300)),
                (
                    "says",
                    models.CharField(choices=[("promise", "A promise"), ("none", "Not a promise")], max_length=7),
                ),
                ("due_at", models.DateTimeField(null=True)),
                ("text", models.CharField(blank=True, default="", max_length=300)),
                ("at", models.DateTimeField()),
                ("agent", key(settings.AUTH_USER_MODEL, nullable=False)),
                ("conversation", key("conversations.conversation", nullable=False)),
                ("message", key("conversations.message", index=True)),
                ("mends", key("promises.promise", on_delete=django.db.models.deletion.CASCADE)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["conversation", "agent", "id"], name="decision_draft")],
                "constraints": [
                    models.CheckConstraint(condition=Q(says__in=["promise", "none"]), name="decision_known"),
                    models.UniqueConstraint(
                        fields=["conversation", "agent", "words"],
                        condition=Q(message__isnull=True),
                        name="decision_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Amends",
            fields=[
                ("id", ID),
                ("text", models.TextField()),
                ("language", models.CharField(max_length=12)),
                ("zone", models.CharField(max_length=64)),
                ("due_at", models.DateTimeField()),
                ("prepared_at", models.DateTimeField()),
                (
                    "promise",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="amends", to="promises.promise"
                    ),
                ),
                ("taken_by", key(settings.AUTH_USER_MODEL)),
                ("message", key("conversations.message", index=True)),
                ("following", key("promises.promise")),
            ],
            options={"ordering": ["id"]},
        ),
    ]
