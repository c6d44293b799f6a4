"""Macros."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("automation", "0002_playbooks")]
    operations = []
