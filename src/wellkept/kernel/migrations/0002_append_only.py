"""The database itself refuses to change or remove what has happened."""

from django.db import migrations

REFUSAL = "the event log is append-only"

SQLITE = [
    f"CREATE TRIGGER kernel_event_stays BEFORE UPDATE ON kernel_event "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f"CREATE TRIGGER kernel_event_kept BEFORE DELETE ON kernel_event "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
]
POSTGRESQL = [
    "CREATE FUNCTION kernel_event_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
    "CREATE TRIGGER kernel_event_stays BEFORE UPDATE OR DELETE ON kernel_event "
    "FOR EACH ROW EXECUTE FUNCTION kernel_event_refuse()",
]


def guard(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER kernel_event_stays ON kernel_event")
        schema_editor.execute("DROP FUNCTION kernel_event_refuse()")
        return
    schema_editor.execute("DROP TRIGGER kernel_event_stays")
    schema_editor.execute("DROP TRIGGER kernel_event_kept")


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_start")]
    operations = [migrations.RunPython(guard, unguard)]
