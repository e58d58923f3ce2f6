"""Whether LibreOffice reads the summary: `python -m tests.convert` writes DOCX and XLSX of a full project, has them converted, and looks
for every text in what comes out. Needs soffice (Debian: libreoffice-writer-nogui, libreoffice-calc-nogui), so it is no test of the suite,
which reads both files back with python-docx and openpyxl. With a folder as its argument, the files and their PDF are kept there.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import django
from django.test.utils import setup_databases, setup_test_environment, teardown_databases

ALL_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
WANTED = {"summary.docx": ["txt:Text (encoded):UTF8", "pdf"], "summary.xlsx": [ALL_SHEETS, "pdf"]}
FORMULAS = ("=1+1 ", "+1+1 ", "-1+1 ", "@SUM(1) ", "日本語 Çãé ")


def write(folder: Path) -> dict[str, str]:
    """Both files of a project with something in every section; its texts, by what they are."""
    from milestones.summary import summary_of
    from milestones.summary.docx import docx_of
    from milestones.summary.xlsx import xlsx_of
    from projects.access import open_project
    from tests.factories import ProjectFactory, complete, officer_of
    from tests.summary_rows import fill_summary

    project = ProjectFactory(title="Plain-language letters & forms")
    complete(project, 1)
    texts = fill_summary(project, *FORMULAS)
    summary = summary_of(open_project(officer_of(project), project.ref))
    (folder / "summary.docx").write_bytes(docx_of(summary))
    (folder / "summary.xlsx").write_bytes(xlsx_of(summary))
    return texts | {section.key: section.title for section in summary.sections}


def convert(soffice: str, folder: Path, name: str, to: str) -> None:
    """Have one file converted beside itself; ends this program where that fails."""
    home = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, home, "--headless", "--convert-to", to, "--outdir", str(folder / Path(name).suffix[1:]), str(folder / name)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    if done.returncode or "convert" not in done.stdout or "Error" in done.stdout + done.stderr:
        sys.exit(f"{name} to {to}: {done.returncode}\n{done.stdout}{done.stderr}")


def missing(folder: Path, name: str, texts: dict[str, str]) -> list[str]:
    """What is not found in the text that came out of one file."""
    came = sorted((folder / Path(name).suffix[1:]).glob("*.[ct][sx][vt]"))
    read = "\n".join(file.read_text(encoding="utf-8-sig") for file in came).replace('""', '"')
    return [word for word, text in texts.items() if text not in read and not any(text in file.stem for file in came)]


def main(arguments: list[str]) -> int:
    """0 where everything was found."""
    soffice = shutil.which("soffice")
    if not soffice:
        print("There is no soffice here. Debian: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui")
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(arguments[0] if arguments else temporary).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        try:
            texts = write(folder)
        finally:
            teardown_databases(databases, verbosity=0)
        for name, formats in WANTED.items():
            for to in formats:
                convert(soffice, folder, name, to)
        lost = {name: missing(folder, name, texts) for name in WANTED}
    for name, words in lost.items():
        print(f"{name}: {len(texts) - len(words)} of {len(texts)} texts found" + (f"; missing: {', '.join(words)}" if words else ""))
    return 1 if any(lost.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
