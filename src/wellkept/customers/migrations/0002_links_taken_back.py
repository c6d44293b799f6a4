"""When the links to a customer's own pages were last taken back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0001_start")]
    operations = [
        migrations.AddField("customer", "links_revoked_at", models.DateTimeField(null=True)),
    ]
