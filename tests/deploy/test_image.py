"""The image: its Dockerfile by reading, its wheel by building, its compiled tables by carrying them as a layer does."""

import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from .conftest import DEPLOY, ROOT

PACKAGES = ("core", "knowledge", "workers", "bot")
UNTRACKED = {"__pycache__"}


def _instructions() -> list[tuple[str, str]]:
    """Instruction and argument of every line of the Dockerfile, continued lines joined."""
    text = re.sub(r"^#.*\n", "", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines if line.strip())]


def _stages() -> list[list[tuple[str, str]]]:
    stages: list[list[tuple[str, str]]] = []
    for word, rest in _instructions():
        if word == "FROM":
            stages.append([])
        if stages:
            stages[-1].append((word, rest))
    return stages


def _source_files() -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and not UNTRACKED & set(path.parts)
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as the image does but with the build backend that is installed: no network is needed."""
    folder = tmp_path_factory.mktemp("dist")
    backend = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(backend, cwd=ROOT, check=True, capture_output=True, timeout=60)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel unpacked, its times set, its tables compiled and all carried over by a layer: as in the image.

    A layer keeps times in whole seconds.
    """
    build, final = tmp_path_factory.mktemp("build"), tmp_path_factory.mktemp("final")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(build)
    for path in build.rglob("*"):
        os.utime(path, (1767225600, 1767225600))  # 2026-01-01, as the Dockerfile has it
    _python(build, "-m", "knowledge.codes.tables")
    with tarfile.open(build / "layer.tar", "w", format=tarfile.USTAR_FORMAT) as layer:
        layer.add(build / "knowledge", "knowledge")
    with tarfile.open(build / "layer.tar") as layer:
        layer.extractall(final, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))  # 3.11.4 brought it
    return final


def _python(place: Path, *arguments: str) -> str:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-P", *arguments]
    return subprocess.run(command, cwd="/", env=environment, check=True, capture_output=True, text=True).stdout


def test_the_wheel_holds_every_file_of_the_packages(wheel: Path) -> None:
    """Cause files, guides and tables are data: a wheel without them imports well and knows nothing."""
    with zipfile.ZipFile(wheel) as packed:
        names = {name for name in packed.namelist() if ".dist-info/" not in name}

    assert names == _source_files()
    assert {Path(name).suffix for name in names} == {".py", ".md", ".yaml"}


def test_the_wheel_brings_the_shell_commands_and_the_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        said = {Path(name).name: packed.read(name).decode() for name in packed.namelist() if ".dist-info/" in name}

    assert "exitcode = knowledge.__main__:main" in said["entry_points.txt"]
    assert "whypod = workers.__main__:main" in said["entry_points.txt"]
    assert said["LICENSE"] == (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_compiled_tables_survive_the_layer(installed: Path) -> None:
    """Where they did not, every process in a read-only image would parse the YAML again."""
    asked = "from knowledge.codes import tables as t; print(t.FOLDER, t._kept(t._fingerprint()) is not None)"

    assert _python(installed, "-c", asked).split() == [str(installed / "knowledge" / "codes"), "True"]


def test_the_packages_of_the_image_are_those_of_the_wheel() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    copied = {rest.split()[0].rstrip("/") for word, rest in _stages()[0] if word == "COPY"}

    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == list(PACKAGES)
    assert copied == {"locks", *PACKAGES, "pyproject.toml"}


def test_what_is_copied_is_there_and_passes_the_ignore_file() -> None:
    """The ignore file begins with `*`: what it does not let through cannot be copied."""
    lines = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    let_through = {line.removeprefix("!") for line in lines if line.startswith("!")}
    copies = [rest.split()[:-1] for word, rest in _stages()[0] if word == "COPY"]
    sources = {source.rstrip("/") for names in copies for source in names}

    assert "*" in lines
    assert sources == let_through
    assert all((ROOT / source).exists() for source in sources)


def test_everything_installed_is_pinned_by_hash() -> None:
    commands = [part.strip() for word, rest in _stages()[0] if word == "RUN" for part in rest.split("&&")]
    fetching = [each for each in commands if re.search(r"pip (install|sync)|uv build", each)]

    assert len(fetching) == 4
    assert [each for each in fetching if "--require-hashes" not in each and "--offline" not in each] == []
    assert all((ROOT / name).is_file() for each in commands for name in re.findall(r"locks/\S+\.txt", each))


def test_the_final_stage_runs_nothing_and_nobody_is_root() -> None:
    """No RUN: it needs no shell. The user is a number: Kubernetes can tell that it is not root."""
    final = _stages()[-1]
    words = [word for word, _ in final]

    assert "RUN" not in words and "ADD" not in words
    assert [rest for word, rest in final if word == "USER"] == ["65532:65532"]
    assert [rest for word, rest in final if word == "CMD"] == ['["whypod", "--help"]']
    assert [rest for word, rest in final if word == "COPY"] == ["--from=build /opt/whypod /opt/whypod"]


def test_the_labels_say_what_the_project_file_says() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (labels,) = [rest for word, rest in _stages()[-1] if word == "LABEL"]
    said = dict(re.findall(r'org\.opencontainers\.image\.(\w+)="([^"]*)"', labels))

    assert said == {
        "title": project["name"],
        "description": project["description"],
        "licenses": project["license"],
        "version": project["version"],
        "revision": "${REVISION}",
    }
