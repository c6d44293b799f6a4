from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("email", "0003_sender_rules")]
    operations = [
        migrations.AddField(
            model_name="inboundmail",
            name="is_from_own_server",
            field=models.BooleanField(default=False),
        ),
    ]
