"""The purpose that remembers what became of offers is called so: it never kept a position.

Receipts that were signed under the old name stay as they were signed.
"""

from django.db import migrations

OLD, NEW = "position_memory", "offer_memory"


def rename(apps, schema_editor):
    """Give the consents their purpose's new name."""
    apps.get_model("residents", "Consent").objects.filter(purpose=OLD).update(purpose=NEW)


def name_back(apps, schema_editor):
    """Give them the old one."""
    apps.get_model("residents", "Consent").objects.filter(purpose=NEW).update(purpose=OLD)


class Migration(migrations.Migration):
    dependencies = [("residents", "0001_initial")]
    operations = [migrations.RunPython(rename, name_back)]
