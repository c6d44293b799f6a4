"""A customer's calendar feed."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_links_taken_back")]
    operations = []
