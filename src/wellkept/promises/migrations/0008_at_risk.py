"""Who was told that a promise is at risk."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("promises", "0007_another_date")]
    operations = []
