"""PostgreSQL keeps the laws of the gate (`milestones.triggers`) from here on; SQLite gets them after each migration."""

from django.db import migrations

from mobilisation.triggers import install_on_postgresql


class Migration(migrations.Migration):
    dependencies = [("milestones", "0002_initial"), ("projects", "0002_history_is_append_only")]

    operations = [migrations.RunPython(install_on_postgresql, migrations.RunPython.noop)]
