from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0004_send_key"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="refused",
            field=models.CharField(blank=True, default="", max_length=500),
        ),
        migrations.AddField(
            model_name="delivery",
            name="complained_at",
            field=models.DateTimeField(null=True),
        ),
    ]
