"""Until when a conversation stays out of the lists of what needs somebody."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("conversations", "0006_inbox_schedule")]
    operations = [
        migrations.AddField("conversation", "snoozed_until", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "conversation",
            models.Index(
                fields=["snoozed_until", "id"], name="conv_snoozed", condition=Q(snoozed_until__isnull=False)
            ),
        ),
    ]
