from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("promises", "0005_service_code")]
    operations = []
