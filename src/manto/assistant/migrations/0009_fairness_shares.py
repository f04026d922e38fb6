"""Tables of whom Today serves say three things of a group: how many, which share was shown something, which accepted."""

from typing import Any

from django.db import migrations


def tell_as_shares(apps: Any, _schema: Any) -> None:
    """Keep of earlier tables what they knew: which share of those reached accepted something."""
    for table in apps.get_model("assistant", "FairnessTable").objects.all():
        for dimension in ("age", "district"):
            table.told[dimension] = [_as_shares(row) for row in table.told.get(dimension, ())]
        table.save()


def _as_shares(row: dict[str, Any]) -> dict[str, Any]:
    known = {"share": row["useful"], "low": row["low"], "high": row["high"]}
    useful = None if row["useful"] is None else known
    return {"group": row["group"], "residents": None, "reached": None, "useful": useful}


class Migration(migrations.Migration):
    """Rewrites what is kept of the tables."""

    dependencies = [("assistant", "0008_nightly_trees")]
    operations = [migrations.RunPython(tell_as_shares, migrations.RunPython.noop)]
