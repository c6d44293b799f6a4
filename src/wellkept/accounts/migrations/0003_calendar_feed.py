"""An agent's calendar feed."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_team_schedule")]
    operations = []
