"""The index over the words: each database has its own, and both read the same words in the same way.

PostgreSQL gets a configuration of its own, as ``english`` leaves out words such as “the” that SQLite keeps. A later
migration that makes SQLite copy the table of entries anew must make the triggers anew as well.
"""

from typing import Any

from django.db import migrations

SQLITE = (
    "CREATE VIRTUAL TABLE search_words USING fts5(title_words, words, content='search_searchentry', content_rowid='id', "
    "tokenize='porter unicode61 remove_diacritics 2')",
    "CREATE TRIGGER search_entry_added AFTER INSERT ON search_searchentry BEGIN "
    "INSERT INTO search_words(rowid, title_words, words) VALUES (new.id, new.title_words, new.words); END",
    "CREATE TRIGGER search_entry_gone AFTER DELETE ON search_searchentry BEGIN "
    "INSERT INTO search_words(search_words, rowid, title_words, words) "
    "VALUES ('delete', old.id, old.title_words, old.words); END",
    "CREATE TRIGGER search_entry_changed AFTER UPDATE OF title_words, words ON search_searchentry BEGIN "
    "INSERT INTO search_words(search_words, rowid, title_words, words) "
    "VALUES ('delete', old.id, old.title_words, old.words); "
    "INSERT INTO search_words(rowid, title_words, words) VALUES (new.id, new.title_words, new.words); END",
)
WITHOUT_SQLITE = (
    "DROP TRIGGER search_entry_changed",
    "DROP TRIGGER search_entry_gone",
    "DROP TRIGGER search_entry_added",
    "DROP TABLE search_words",
)
POSTGRESQL = (
    "CREATE TEXT SEARCH DICTIONARY search_stem (TEMPLATE = snowball, LANGUAGE = english)",
    "CREATE TEXT SEARCH CONFIGURATION search_words (COPY = pg_catalog.simple)",
    "ALTER TEXT SEARCH CONFIGURATION search_words ALTER MAPPING FOR asciiword, word, numword WITH search_stem",
    "ALTER TABLE search_searchentry ADD COLUMN vector tsvector "
    "GENERATED ALWAYS AS (setweight(to_tsvector('search_words'::regconfig, title_words), 'A') || "
    "to_tsvector('search_words'::regconfig, words)) STORED",
    "CREATE INDEX search_entry_vector ON search_searchentry USING gin (vector)",
)
WITHOUT_POSTGRESQL = (
    "ALTER TABLE search_searchentry DROP COLUMN vector",
    "DROP TEXT SEARCH CONFIGURATION search_words",
    "DROP TEXT SEARCH DICTIONARY search_stem",
)


def make(_apps: Any, schema_editor: Any) -> None:
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop(_apps: Any, schema_editor: Any) -> None:
    for statement in WITHOUT_POSTGRESQL if schema_editor.connection.vendor == "postgresql" else WITHOUT_SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_first_tables")]

    operations = [migrations.RunPython(make, drop)]
