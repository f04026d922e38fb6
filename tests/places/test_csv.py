"""A table that any office can write is read, and its slips are told by line."""

import pytest

from manto.kernel.errors import BadInput
from manto.places.drafts import Leaving, PlaceDraft
from manto.places.importing.csv_rows import read_csv

ITALIAN = (
    "Codice;Categoria;Nome;Latitudine;Longitudine;Indirizzo;step_free;kerb_cm\r\n"
    '7;pharmacy;Farmacia Città;45,1477;10,7864;"Via Roma; 3";sì;2,5\r\n'
)
ENGLISH = "id,category,name_it,name_en,lat,lon,opening_hours\n7,pharmacy,Farmacia,Pharmacy,45.1477,10.7864,24/7\n"


def test_a_table_of_an_italian_office_is_read() -> None:
    """Semicolons, Latin-1, Italian headings; the decimal commas are read as such and told."""
    told, place = read_csv(ITALIAN.encode("latin-1"), "town", "it")

    assert (told.where, told.reason, told.taken) == ("line 2", "decimal_comma", True)
    assert isinstance(place, PlaceDraft)
    assert (place.id, place.name, place.lat, place.lon) == ("town:7", {"it": "Farmacia Città"}, 45.1477, 10.7864)
    assert (place.address, place.access) == ("Via Roma; 3", {"kerb_cm": 2.5, "step_free": True})


def test_a_table_with_commas_is_read() -> None:
    """UTF-8, with or without its mark."""
    [place] = read_csv(b"\xef\xbb\xbf" + ENGLISH.encode(), "town", "it")

    assert (place.name, place.opening_hours) == ({"it": "Farmacia", "en": "Pharmacy"}, "24/7")


@pytest.mark.parametrize(
    ("row", "reason", "detail"),
    [
        ("pharmacy,north,10.7,a", "bad_number", "north"),
        ("pharmacy,4e1,10.7,a", "bad_number", "4e1"),
        ("pharmacy,145.0,10.7,a", "not_understood", "not a position"),
        ("farmacy,45.0,10.7,a", "not_understood", "pharmacy"),
        ("pharmacy,,10.7,a", "missing", "lat"),
        ("pharmacy,45,1,10,7,a", "too_many_cells", ""),
    ],
)
def test_a_slip_is_told_by_its_line(row: str, reason: str, detail: str) -> None:
    """The rest of the table is read all the same."""
    slip, good = read_csv(f"category,lat,lon,name\n{row}\npharmacy,45.1,10.7,b\n".encode(), "town", "it")

    assert isinstance(slip, Leaving)
    assert (slip.where, slip.reason) == ("line 2", reason)
    assert detail in slip.detail
    assert isinstance(good, PlaceDraft)


def test_a_row_without_an_id_is_known_by_what_and_where_it_is() -> None:
    """A new telephone number does not make it another place."""
    before = b"category,name,lat,lon,phone\ncafe,Bar,45.1,10.7,1\ncafe,Bar,45.1,10.7,1\n"
    after = before.replace(b",1\n", b",2\n")

    ids = [place.id for place in read_csv(before, "town", "it")]

    assert len(set(ids)) == 2
    assert [place.id for place in read_csv(after, "town", "it")] == ids


def test_a_table_without_positions_is_refused() -> None:
    """Naming the columns that it has."""
    with pytest.raises(BadInput, match="no column lat, lon; it has category, name"):
        list(read_csv(b"category,name\ncafe,Bar\n", "town", "it"))
