"""Each rule that `tests/planted.py` breaks is caught by some test; and those tests pass while nothing is broken."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.planted import PLANTS

ROOT = Path(__file__).resolve().parent.parent
OWN = {"PLANTED", "DATABASE_URL"}


def run(tests: str, **environment: str) -> int:
    """pytest's exit code for these tests, on SQLite: 0 all passed, 1 some failed."""
    env = {name: value for name, value in os.environ.items() if name not in OWN and not name.startswith("COV")}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests.split()]
    done = subprocess.run(  # noqa: S603  # our own tests, by names in planted.py
        command, cwd=ROOT, env={**env, **environment}, capture_output=True, timeout=300, check=False
    )
    return done.returncode


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANTS)
def test_a_broken_rule_is_caught(name: str) -> None:
    assert run(PLANTS[name].caught_by, PLANTED=name) == 1
