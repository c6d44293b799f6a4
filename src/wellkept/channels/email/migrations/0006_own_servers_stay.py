from django.db import migrations


def keep_own_servers(apps, schema_editor):
    """Until here a server's name alone said that an address sends through it."""
    EmailAccount = apps.get_model("email", "EmailAccount")
    EmailAccount.objects.using(schema_editor.connection.alias).exclude(smtp_host="").update(sends_by="smtp")


class Migration(migrations.Migration):
    dependencies = [("email", "0005_ways_out")]
    operations = [migrations.RunPython(keep_own_servers, migrations.RunPython.noop)]
