from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def derive_what_is_live(apps: Any, _: Any) -> None:
    """Whatever was live or retired had been published; which of them is live follows from number and day."""
    versions = apps.get_model("services", "JourneyVersion").objects
    versions.filter(state__in=("live", "retired")).update(state="published", decided_at=models.F("created_at"))


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("services", "0009_forward_began"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="journeyversion", name="one_live_journey_per_service"),
        migrations.AlterField(
            model_name="journeyversion",
            name="state",
            field=models.CharField(
                choices=[("proposed", "Proposed"), ("published", "Published"), ("withdrawn", "Withdrawn")],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="journeyversion",
            name="origin",
            field=models.CharField(help_text="Where it was written: the city's folder, the desk.", max_length=100),
        ),
        migrations.AddField(
            model_name="journeyversion",
            name="proposed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="journeyversion",
            name="note",
            field=models.CharField(blank=True, default="", help_text="Why its author proposed it.", max_length=500),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="journeyversion",
            name="live_from",
            field=models.DateField(help_text="Its first day; none for the first version of a service.", null=True),
        ),
        migrations.AddField(
            model_name="journeyversion",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="journeyversion",
            name="decided_at",
            field=models.DateTimeField(help_text="When it was published or withdrawn.", null=True),
        ),
        migrations.AddField(
            model_name="journeyversion",
            name="decided_note",
            field=models.CharField(blank=True, default="", max_length=500),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="journeyversion",
            index=models.Index(fields=["service", "-number"], name="journeys_of_service"),
        ),
        migrations.RunPython(derive_what_is_live, migrations.RunPython.noop),
    ]
