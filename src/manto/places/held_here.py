"""What this room holds about residents: what they said of barriers, and nothing else."""

from __future__ import annotations

from manto.places.barriers import forget_who_said, words_of
from manto.residents import personal_data

personal_data.register("places", export=lambda resident_id: {"barriers": words_of(resident_id)}, erase=forget_who_said)
