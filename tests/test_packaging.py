"""A wheel of the project holds all it needs: it serves and exports in an empty folder."""

import json
import os
import re
import socket
import subprocess
import sys
import sysconfig
import urllib.error
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "share/jupyter/voila/templates/iepkit"
BUILD_SECONDS = 120
START_SECONDS = 90
EXPORT_SECONDS = 300


def project_files(*folders: str) -> list[str]:
    """Paths of the files that are, or may be, committed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *folders]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for path in listed.split("\0") if path and (ROOT / path).is_file()]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Built from the source archive, itself built from the checkout: so both hold all they need."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True, timeout=BUILD_SECONDS, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return next(folder.glob("iepkit-*.whl"))


@pytest.fixture(scope="module")
def names_in_wheel(wheel) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


class Installed:
    """A fresh environment with the wheel in it; all other packages are borrowed from the one the tests run in."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        self.folder = folder
        venv.create(folder, with_pip=False, symlinks=os.name != "nt")
        self.bin = folder / ("Scripts" if os.name == "nt" else "bin")
        self.python = self.bin / "python"
        self.site = Path(self.asked("import sysconfig; print(sysconfig.get_path('purelib'))"))
        command = ["-m", "pip", "--python", self.python, "install", "--quiet", "--no-deps", "--no-index", wheel]
        subprocess.run([sys.executable, *command], capture_output=True, check=True)
        # A folder named in a .pth file is searched, but its own .pth files are not read: so the editable install's
        # one, which leads to the checkout, has no effect here.
        borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
        (self.site / "borrowed.pth").write_text("\n".join(sorted(borrowed)), encoding="utf-8")
        borrow_missing(Path(sys.prefix) / "share/jupyter", folder / "share/jupyter")

    @property
    def environment(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYTHON", "JUPYTER", "IPYTHON", "IEPKIT", "VOILA"))
        }
        return kept | {
            "HOME": str(self.folder / "home"),
            "PATH": f"{self.bin}{os.pathsep}{os.environ['PATH']}",
            "VIRTUAL_ENV": str(self.folder),
        }

    def asked(self, code: str, cwd: Path | None = None) -> str:
        command = [str(self.python), "-c", code]
        return subprocess.run(
            command, cwd=cwd, env=self.environment, capture_output=True, text=True, check=True
        ).stdout.strip()

    def iepkit(self, *arguments: str) -> list[str]:
        return [str(self.bin / "iepkit"), *arguments]


def borrow_missing(source: Path, target: Path) -> None:
    """Links what the wheel did not bring (Voila's templates, kernels), and nothing named iepkit."""
    target.mkdir(parents=True, exist_ok=True)
    for child in source.iterdir():
        mine = target / child.name
        if child.name == "iepkit":
            continue
        if mine.is_dir() or child.name in {"voila", "templates"}:
            borrow_missing(child, mine)
        else:
            mine.symlink_to(child)


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Installed:
    return Installed(tmp_path_factory.mktemp("installed") / "venv", wheel)


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


@contextmanager
def running(command: list[str], cwd: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen]:
    with (cwd.parent / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def page_when_served(process: subprocess.Popen, url: str, log: Path) -> str:
    """The page at a URL as soon as it answers 200; fails when the server ends or takes too long."""
    deadline = monotonic() + START_SECONDS
    last: object = "no answer"
    while monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=START_SECONDS) as answer:  # noqa: S310 - this machine's own
                return answer.read().decode("utf-8")
        except (urllib.error.URLError, ConnectionError) as error:
            last = error
        try:
            process.wait(timeout=0.1)
        except subprocess.TimeoutExpired:
            continue
        break
    said = log.read_text(encoding="utf-8", errors="replace")
    pytest.fail(f"{url} did not answer ({last}); exit status {process.poll()}; the server said:\n{said}")


def test_wheel_holds_every_file_of_the_package(names_in_wheel):
    assert [path for path in project_files("iepkit") if path not in names_in_wheel] == []


@pytest.mark.parametrize("folder", ["data", "notebooks"])
def test_wheel_holds_content_and_notebooks(names_in_wheel, folder):
    files = project_files(folder)
    assert files
    assert [path for path in files if f"iepkit/_{path}" not in names_in_wheel] == []


def test_wheel_puts_the_template_where_plain_voila_finds_it(names_in_wheel):
    source = "iepkit/hosts/dashboard/template"
    files = [path.removeprefix(source) for path in project_files(source)]
    assert files
    assert [path for path in files if not any(name.endswith(f"/{TEMPLATE}{path}") for name in names_in_wheel)] == []


def test_wheel_holds_both_licences(names_in_wheel):
    licences = {Path(name).name for name in names_in_wheel if "/licenses/" in name}
    assert licences == {"LICENSE", "LICENSE-content.md"}


def test_wheel_brings_nothing_else_to_the_top(names_in_wheel):
    tops = {name.split("/")[0] for name in names_in_wheel}
    assert {re.sub(r"-[0-9.]+\.", ".", top) for top in tops} == {"iepkit", "iepkit.dist-info", "iepkit.data"}


def test_installed_wheel_is_what_runs(installed, tmp_path):
    facts = json.loads(
        installed.asked("import iepkit, json, sys; print(json.dumps([iepkit.__file__, sys.path]))", cwd=tmp_path)
    )
    assert Path(facts[0]).is_relative_to(installed.site)
    assert str(ROOT) not in facts[1]
    assert (installed.folder / TEMPLATE / "conf.json").is_file()


@pytest.mark.slow
def test_installed_wheel_serves_in_an_empty_folder(installed, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    port = free_port()
    command = installed.iepkit("serve", "--port", str(port), "--no-browser")
    with running(command, empty, installed.environment) as process:
        log = tmp_path / "serve.log"
        page_when_served(process, f"http://localhost:{port}/healthz", log)
        home = page_when_served(process, f"http://localhost:{port}/", log)
    assert "<main" in home
    assert not list(empty.iterdir())


@pytest.mark.slow
def test_installed_wheel_exports_from_an_empty_folder(installed, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    done = subprocess.run(
        installed.iepkit("export", "site"),
        cwd=empty,
        env=installed.environment,
        capture_output=True,
        text=True,
        timeout=EXPORT_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "<main" in (empty / "site" / "index.html").read_text(encoding="utf-8")
    assert [path.name for path in empty.iterdir()] == ["site"]


REGISTRY = re.compile(
    r"pypi\.(org|io)|pythonhosted\.org|npmjs\.(org|com)|yarnpkg\.com|anaconda\.(org|com)|"
    r"(deb|security)\.debian\.org|(archive|ports)\.ubuntu\.com|crates\.io",
)


def test_no_file_names_a_registry():
    named = []
    for path in project_files():
        text = (ROOT / path).read_bytes().decode("utf-8", errors="replace")
        named += [f"{path}: {match[0]}" for match in REGISTRY.finditer(text)]
    assert named == []
