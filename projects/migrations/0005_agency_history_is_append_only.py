"""PostgreSQL keeps the laws of the agencies' history (`projects.triggers`) from here on; SQLite gets them after each migration."""

from django.db import migrations

from mobilisation.triggers import install_on_postgresql


class Migration(migrations.Migration):
    dependencies = [("projects", "0004_agency_history")]

    operations = [migrations.RunPython(install_on_postgresql, migrations.RunPython.noop)]
