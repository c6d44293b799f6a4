"""Full text over messages: FTS5 reading the message table's own columns, or a tsvector beside them."""

from django.db import migrations

COLUMNS = ("subject", "text", "people", "file_names")
TABLE = "conversations_message"
NEW = ", ".join(f"new.{name}" for name in COLUMNS)
OLD = ", ".join(f"old.{name}" for name in COLUMNS)
NAMES = ", ".join(COLUMNS)

# The pattern of "External Content Tables" in SQLite's FTS5 manual: triggers keep the index true.
SQLITE = [
    f"CREATE VIRTUAL TABLE conversations_search USING fts5({NAMES}, content='{TABLE}', content_rowid='id', "
    f"tokenize='porter unicode61 remove_diacritics 2')",
    f"CREATE TRIGGER conversations_search_added AFTER INSERT ON {TABLE} BEGIN "
    f"INSERT INTO conversations_search(rowid, {NAMES}) VALUES (new.id, {NEW}); END",
    f"CREATE TRIGGER conversations_search_removed AFTER DELETE ON {TABLE} BEGIN "
    f"INSERT INTO conversations_search(conversations_search, rowid, {NAMES}) VALUES ('delete', old.id, {OLD}); END",
    f"CREATE TRIGGER conversations_search_changed AFTER UPDATE OF {NAMES} ON {TABLE} BEGIN "
    f"INSERT INTO conversations_search(conversations_search, rowid, {NAMES}) VALUES ('delete', old.id, {OLD}); "
    f"INSERT INTO conversations_search(rowid, {NAMES}) VALUES (new.id, {NEW}); END",
]
# Only letters and digits count, as in FTS5: PostgreSQL's parser would keep "terms.pdf" or a-b as one token.
# A tsvector holds at most 1 MB; the first 200,000 characters of a body are more than a person reads.
POSTGRESQL = [
    f"ALTER TABLE {TABLE} ADD COLUMN search tsvector GENERATED ALWAYS AS ("
    "to_tsvector('english', regexp_replace(subject || ' ' || people || ' ' || file_names || ' ' || "
    "left(text, 200000), '[^[:alnum:]]+', ' ', 'g'))) STORED",
    f"CREATE INDEX conversations_search ON {TABLE} USING gin (search)",
]


def build(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {TABLE} DROP COLUMN search")
        return
    for name in ("added", "removed", "changed"):
        schema_editor.execute(f"DROP TRIGGER conversations_search_{name}")
    schema_editor.execute("DROP TABLE conversations_search")


class Migration(migrations.Migration):
    dependencies = [("conversations", "0001_start")]
    operations = [migrations.RunPython(build, drop)]
