from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0007_an_objection_to_anything_agreed"),
    ]

    operations = [
        migrations.AddField(
            model_name="acknowledgement",
            name="cannot",
            field=models.TextField(blank=True, default="", help_text="Why they can't. Blank: they said yes."),
            preserve_default=False,
        ),
    ]
