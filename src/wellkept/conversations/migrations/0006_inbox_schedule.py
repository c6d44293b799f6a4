import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0005_delivery_refusals_and_complaints"),
        ("schedules", "0002_editions"),
    ]
    operations = [
        migrations.AddField(
            "inbox",
            "schedule",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="schedules.schedule",
            ),
        ),
    ]
