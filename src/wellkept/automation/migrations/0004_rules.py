"""Triggers and timed automations."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("automation", "0003_macros")]
    operations = []
