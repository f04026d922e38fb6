"""What every answer of the API is made of."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Out(BaseModel):
    """A part of an answer, read from a dictionary or an object by its names.

    It does without the look-ups and resolvers of Ninja's own class, which cost as much as everything else on a page.
    """

    model_config = ConfigDict(from_attributes=True)
