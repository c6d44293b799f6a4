"""A date that the customer was told, and has not refused."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("promises", "0006_next_steps"), ("conversations", "0006_inbox_schedule")]
    operations = [
        # Both without a default, so that SQLite adds the columns and keeps the table with its trigger.
        migrations.AddField("promise", "proposed_due_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "promise",
            "told_message",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="conversations.message",
            ),
        ),
    ]
