"""The database itself refuses to change when something was promised, to whom, and for when at first."""

from django.db import migrations

REFUSAL = "the first date of a promise never changes"

SQLITE = [
    "CREATE TRIGGER promise_first_date_stays BEFORE UPDATE OF original_due_at, made_at, customer_id "
    "ON promises_promise WHEN OLD.original_due_at IS NOT NEW.original_due_at OR OLD.made_at IS NOT NEW.made_at "
    f"OR OLD.customer_id IS NOT NEW.customer_id BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
]
POSTGRESQL = [
    "CREATE FUNCTION promise_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
    "CREATE TRIGGER promise_first_date_stays BEFORE UPDATE ON promises_promise FOR EACH ROW "
    "WHEN (OLD.original_due_at IS DISTINCT FROM NEW.original_due_at OR OLD.made_at IS DISTINCT FROM NEW.made_at "
    "OR OLD.customer_id IS DISTINCT FROM NEW.customer_id) EXECUTE FUNCTION promise_refuse()",
]


def guard(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER promise_first_date_stays ON promises_promise")
        schema_editor.execute("DROP FUNCTION promise_refuse()")
        return
    schema_editor.execute("DROP TRIGGER promise_first_date_stays")


class Migration(migrations.Migration):
    dependencies = [("promises", "0001_the_ledger")]
    operations = [migrations.RunPython(guard, unguard)]
