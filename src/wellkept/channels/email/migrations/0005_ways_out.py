from django.db import migrations, models

WAYS = [
    ("desk", "The desk's own server"),
    ("smtp", "An SMTP server"),
    ("mailgun", "Mailgun"),
    ("ses", "Amazon SES"),
]
REGIONS = [("us", "United States"), ("eu", "European Union")]


def _added(name, field):
    return migrations.AddField(model_name="emailaccount", name=name, field=field)


class Migration(migrations.Migration):
    dependencies = [("email", "0004_inbound_from_own_server")]
    operations = [
        _added("sends_by", models.CharField(choices=WAYS, default="desk", max_length=8)),
        _added("smtp_uses_token", models.BooleanField(default=False)),
        _added("mailgun_domain", models.CharField(blank=True, default="", max_length=253)),
        _added("mailgun_region", models.CharField(choices=REGIONS, default="us", max_length=2)),
        _added("mailgun_secret", models.TextField(blank=True, default="")),
        _added("ses_region", models.CharField(blank=True, default="", max_length=24)),
        _added("ses_key_id", models.CharField(blank=True, default="", max_length=128)),
        _added("ses_secret", models.TextField(blank=True, default="")),
    ]
