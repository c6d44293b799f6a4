from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("promises", "0004_whole_indexes")]
    operations = []
