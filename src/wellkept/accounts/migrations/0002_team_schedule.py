import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_start"), ("schedules", "0002_editions")]
    operations = [
        migrations.AddField(
            "team",
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
