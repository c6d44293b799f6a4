from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("automation", "0001_rules")]
    operations = []
