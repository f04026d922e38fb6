from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0003_approval"),
    ]

    operations = [
        migrations.AddField(
            model_name="record",
            name="body",
            field=models.BinaryField(
                help_text="Of the body that it says, as its head names it", max_length=32, null=True
            ),
        ),
        migrations.AddField(
            model_name="record",
            name="commitment",
            field=models.BinaryField(help_text="What its head commits to in that body", max_length=32, null=True),
        ),
    ]
