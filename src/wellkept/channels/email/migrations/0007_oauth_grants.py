import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("email", "0006_own_servers_stay")]
    operations = [
        migrations.CreateModel(
            name="OAuthGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "provider",
                    models.CharField(
                        choices=[
                            ("google", "Google"),
                            ("microsoft", "Microsoft 365"),
                            ("other", "Another provider"),
                        ],
                        max_length=9,
                    ),
                ),
                ("tenant", models.CharField(blank=True, default="", max_length=64)),
                ("authorization_endpoint", models.CharField(blank=True, default="", max_length=500)),
                ("token_endpoint", models.CharField(blank=True, default="", max_length=500)),
                ("scopes", models.CharField(blank=True, default="", max_length=1000)),
                ("client_id", models.CharField(max_length=255)),
                ("client_secret", models.TextField(blank=True, default="")),
                ("refresh_token", models.TextField(blank=True, default="")),
                ("access_token", models.TextField(blank=True, default="")),
                ("renewed_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("granted_at", models.DateTimeField(null=True)),
                ("renewing_until", models.DateTimeField(null=True)),
                ("retry_at", models.DateTimeField(null=True)),
                ("refused_at", models.DateTimeField(null=True)),
                ("refused_why", models.CharField(blank=True, default="", max_length=300)),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="oauth",
                        to="email.emailaccount",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(refused_at__isnull=True, refused_why="")
                        | (Q(refused_at__isnull=False) & ~Q(refused_why="")),
                        name="oauth_refusal_with_reason",
                    )
                ],
            },
        ),
    ]
