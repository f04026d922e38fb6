"""Finding phrasings by the database's own full text: FTS5 on SQLite, to_tsvector on PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from manto.assistant.conversation.features import plain
from manto.assistant.conversation.models import Phrase
from manto.assistant.conversation.phrasings import Phrasing, mark_of
from manto.store.command import command

FOUND_MAX = 40
INTENTS_MAX = 12
SQLITE = """SELECT p.intent FROM assistant_phrase_words w JOIN assistant_phrase p ON p.id = w.rowid
            WHERE assistant_phrase_words MATCH %s ORDER BY w.rank, p.id LIMIT %s"""
POSTGRESQL = """SELECT intent FROM (SELECT id, intent, to_tsvector('simple', text) AS words FROM assistant_phrase) p,
                to_tsquery('simple', %s) query WHERE words @@ query ORDER BY ts_rank(words, query) DESC, id LIMIT %s"""


@command
def keep_phrases(phrasings: Sequence[Phrasing]) -> int:
    """Lay the phrasings into the database's full text; the same again changes nothing. Say how many were laid."""
    mark = mark_of(phrasings)
    if Phrase.objects.filter(mark=mark).count() == len(phrasings):
        return 0
    Phrase.objects.all().delete()
    Phrase.objects.bulk_create(
        Phrase(intent=one.intent, language=one.language, text=plain(one.text), mark=mark) for one in phrasings
    )
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM assistant_phrase_words")
            cursor.execute("INSERT INTO assistant_phrase_words(rowid, text) SELECT id, text FROM assistant_phrase")
    return len(phrasings)


def intents_by_words(question: str) -> list[str]:
    """Name the intents whose phrasings share words with a question, the closest first; none when no word is shared."""
    words = [word for word in plain(question).split() if len(word) > 2]
    if not words:
        return []
    is_sqlite = connection.vendor == "sqlite"
    # Only letters and digits are left of the words: neither language of queries finds anything of its own in them.
    query = " OR ".join(f'"{word}"*' for word in words) if is_sqlite else " | ".join(f"{word}:*" for word in words)
    with connection.cursor() as cursor:
        cursor.execute(SQLITE if is_sqlite else POSTGRESQL, [query, FOUND_MAX])
        rows = cursor.fetchall()
    return list(dict.fromkeys(intent for (intent,) in rows))[:INTENTS_MAX]
