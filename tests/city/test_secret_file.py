"""A secret is made once, for its owner alone."""

from concurrent.futures import ThreadPoolExecutor

from manto.city.secret_file import secret_kept_in


def test_all_who_ask_at_once_agree(tmp_path):
    """Two processes that start together sign with one key."""
    file = tmp_path / "secrets" / "receipts.key"
    with ThreadPoolExecutor(16) as pool:
        given = set(pool.map(lambda _: secret_kept_in(file), range(64)))

    assert given == {file.read_text()}
    assert [path.name for path in file.parent.iterdir()] == ["receipts.key"]


def test_only_its_owner_reads_it(tmp_path):
    """Neither group nor others, on file and folder."""
    file = tmp_path / "secrets" / "receipts.key"
    secret_kept_in(file)

    assert (file.stat().st_mode & 0o077, file.parent.stat().st_mode & 0o077) == (0, 0)
