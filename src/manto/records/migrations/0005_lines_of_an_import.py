from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0004_what_heads_commit_to"),
    ]

    operations = [
        migrations.AddField(
            model_name="importrun",
            name="lines",
            field=models.PositiveIntegerField(default=0, help_text="How many the file has"),
        ),
    ]
