"""Where applications stand on ranking lists."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from manto.services.models.cases import Case


class RankedCase(models.Model):
    """An application on a ranking list.

    ``lines`` is each line of the score as the rule read when it was worked out: name, why in every language, points or
    none where it is not known, and how many it gives where it counts. ``year`` is that of the window.
    """

    case: Any = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="ranked")
    service: Any = models.CharField(max_length=60)
    year: Any = models.PositiveSmallIntegerField()
    group: Any = models.CharField(max_length=40)
    late: Any = models.BooleanField()
    birth: Any = models.DateField()
    points: Any = models.IntegerField()
    lines: Any = models.JSONField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["service", "year", "group"], name="ranked_cases")]
