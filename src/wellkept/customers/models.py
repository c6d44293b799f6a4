"""People and the addresses they write from."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Company(models.Model):
    """Whom customers work for. A domain belongs to one company and joins new people to it."""

    name = models.CharField(max_length=160)
    domain = models.CharField(max_length=253, null=True, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Customer(models.Model):
    """One person, by whatever address they write. `name` is as they write it; "" when they never said."""

    name = models.CharField(max_length=200, default="", blank=True)
    company = models.ForeignKey(Company, null=True, on_delete=models.SET_NULL, related_name="customers")
    language = models.CharField(max_length=12, default="", blank=True)
    timezone = models.CharField(max_length=64, default="", blank=True)
    created_at = models.DateTimeField()
    links_revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name or f"Customer {self.pk}"


class IdentityKind(models.TextChoices):
    EMAIL = "email"
    PHONE = "phone"


class Identity(models.Model):
    """One address or handle of a customer. `address` is normalised (kernel rule: ASCII lower-case, else exact)."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=10, choices=IdentityKind.choices)
    address = models.CharField(max_length=320)
    display_name = models.CharField(max_length=200, default="", blank=True)
    created_at = models.DateTimeField()
    unreachable_at = models.DateTimeField(null=True)
    unreachable_why = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "address"], name="identity_once"),
            models.CheckConstraint(condition=~Q(address=""), name="identity_address_given"),
        ]

    def __str__(self) -> str:
        return self.address
