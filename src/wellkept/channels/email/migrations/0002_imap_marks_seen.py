from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("email", "0001_start")]
    operations = [
        migrations.AddField(
            model_name="emailaccount",
            name="imap_marks_seen",
            field=models.BooleanField(default=True),
        ),
    ]
