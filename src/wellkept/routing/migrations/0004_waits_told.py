"""What people were told while they waited."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("routing", "0003_waits_and_staffing")]
    operations = []
