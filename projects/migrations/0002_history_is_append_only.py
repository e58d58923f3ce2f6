"""PostgreSQL keeps the laws of the record (`projects.triggers`) from here on; SQLite gets them after each migration."""

from django.db import migrations

from mobilisation.triggers import install_on_postgresql


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]

    operations = [migrations.RunPython(install_on_postgresql, migrations.RunPython.noop)]
