from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0002_search")]

    operations = [
        migrations.AddField(
            model_name="driver", name="retired_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="tag", name="retired_at", field=models.DateTimeField(blank=True, null=True)
        ),
    ]
