"""Writing the ground plans that a source brought."""

from __future__ import annotations

from manto.places.models import Footprint


def replace_footprints(source: str, found: list[tuple[str, list[list[float]]]] | None) -> bool:
    """Make a source's ground plans what its file says; say whether that changed anything.

    Args:
        source: Its id.
        found: Plans by ref; None leaves those that there are.

    """
    if found is None:
        return False
    held = dict(Footprint.objects.filter(source_id=source).values_list("ref", "ring"))
    if held == dict(found):
        return False
    Footprint.objects.filter(source_id=source).delete()
    Footprint.objects.bulk_create(
        (Footprint(source_id=source, ref=ref, ring=ring) for ref, ring in found), batch_size=500
    )
    return True
