"""What somebody likes, for her own phone: it ranks what is around with it, and never says where she stands."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from manto.city.texts import Texts
from manto.places.categories import catalogue
from manto.places.preferences import preferences_of
from manto.residents.access import a_resident
from manto.residents.out import Out

router = Router(tags=["places"])
_texts = Texts.of_room("manto.places")


class LikedOut(Out):
    """A kind of place; ``score`` from -1 to 1, and why in words."""

    category: str
    score: float
    why: str


class LikingOut(Out):
    """What was learned about places, what is liked most first."""

    items: list[LikedOut]


@router.get("/me/liking", response=LikingOut, auth=a_resident, operation_id="liking")
def liking(request: HttpRequest) -> dict[str, Any]:
    """Say which kinds of places I like, by what I took up and refused, with my consent."""
    language = request.LANGUAGE_CODE
    liked = preferences_of(request.visitor.resident_id)
    kinds = sorted(liked, key=lambda kind: (-liked[kind].score, kind))
    return {
        "items": [
            {
                "category": kind,
                "score": round(liked[kind].score, 3),
                "why": _texts.say(
                    "liking.why",
                    language,
                    kind=catalogue()[kind].name.get(language, catalogue()[kind].name["en"]),
                    chosen=liked[kind].chosen,
                    refused=liked[kind].refused,
                ),
            }
            for kind in kinds
        ]
    }
