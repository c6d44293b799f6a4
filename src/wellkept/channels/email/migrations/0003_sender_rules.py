import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("email", "0002_imap_marks_seen"),
    ]
    operations = [
        migrations.AddField(
            model_name="emailaccount",
            name="webhook_signing_key",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.CreateModel(
            name="SenderRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pattern", models.CharField(max_length=320, unique=True)),
                ("verdict", models.CharField(choices=[("block", "Block"), ("allow", "Allow")], max_length=5)),
                ("why", models.CharField(blank=True, default="", max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pattern"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pattern__contains", "@")), name="sender_rule_pattern"
                    )
                ],
            },
        ),
    ]
