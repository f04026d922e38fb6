"""What is around, asked of the database itself by cell keys: for whoever holds no snapshot."""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_

import numpy as np
from django.db.models import Q

from manto.places.cells import spans_around
from manto.places.geometry import Point, distances_m
from manto.places.layer import laid_over
from manto.places.models import Place, PlaceEdit


def places_within(here: Point, radius_m: float, *, now: datetime) -> list[tuple[Place, float]]:
    """Find the places that hold now within a circle, nearest first, and how far each is.

    One index scan for each row of cells; exact everywhere on the globe, on SQLite and on PostgreSQL. What the city
    itself has moved or written is laid over, since an edit may bring a place in or take it out.
    """
    spans = reduce(or_, (Q(cell__range=span) for span in spans_around(here, radius_m)))
    holds = (Q(valid_from=None) | Q(valid_from__lte=now)) & (Q(valid_to=None) | Q(valid_to__gt=now))
    edits = {edit.place: edit for edit in PlaceEdit.objects.exclude(published_at=None)}
    found = [place for place in Place.objects.filter(spans, holds, withdrawn_at=None) if place.id not in edits]
    bases = Place.objects.filter(withdrawn_at=None).in_bulk(list(edits)) if edits else {}
    for id_, edit in edits.items():
        shown = laid_over(bases.get(id_), id_, edit.changes, edited_at=edit.published_at)
        if shown is not None and _holds(shown, now):
            found.append(shown)
    lats = np.fromiter((place.lat for place in found), np.float64, len(found))
    lons = np.fromiter((place.lon for place in found), np.float64, len(found))
    ways = distances_m(here, lats, lons).tolist()
    near = [(place, metres) for place, metres in zip(found, ways, strict=True) if metres <= radius_m]
    return sorted(near, key=lambda item: (item[1], item[0].id))


def _holds(place: Place, now: datetime) -> bool:
    return (place.valid_from is None or place.valid_from <= now) and (place.valid_to is None or place.valid_to > now)
