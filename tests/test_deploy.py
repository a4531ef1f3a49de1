"""What stands in deploy/ fits the project, as far as reading it can tell. What runs of it is in tests/services/."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from iepkit import __version__
from iepkit.cli import parser
from iepkit.hosts.hosting import POLICY
from iepkit.hosts.pages import Site

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
TESTED = {"nginx/site.conf", "nginx/replicas.conf"}
FILES = sorted(path.relative_to(DEPLOY).as_posix() for path in DEPLOY.rglob("*") if path.is_file())
MEGABYTES = {"Mi": 1.048576, "M": 1.0}
KERNEL = 68  # MB, as are those below: docs/deploy.md
SERVER = 130
LAB = 81


def text_of(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def megabytes(text: str) -> float:
    number, unit = re.fullmatch(r"(\d+)(Mi|M)", text).groups()
    return int(number) * MEGABYTES[unit]


@pytest.fixture(scope="module")
def cluster() -> dict[tuple[str, str], dict]:
    documents = list(yaml.safe_load_all(text_of("kubernetes/dashboard.yaml")))
    return {(each["kind"], each["metadata"]["name"]): each for each in documents}


@pytest.fixture(scope="module")
def container(cluster) -> dict:
    return cluster["Deployment", "iepkit"]["spec"]["template"]["spec"]["containers"][0]


def commands() -> list[list[str]]:
    """Every way in which these files start the dashboard."""
    file = text_of("container/Containerfile")
    unit = re.search(r"^ExecStart=(.*)$", text_of("tljh/iepkit-dashboard.service"), re.MULTILINE)
    [deployment] = [
        each for each in yaml.safe_load_all(text_of("kubernetes/dashboard.yaml")) if each["kind"] == "Deployment"
    ]
    return [
        ast.literal_eval(re.findall(r"^CMD (\[.*\])$", file, re.MULTILINE)[-1]),
        unit[1].split(),
        deployment["spec"]["template"]["spec"]["containers"][0]["args"],
    ]


@pytest.mark.parametrize("name", FILES)
def test_what_no_test_runs_says_so_at_its_top(name):
    head = "".join(text_of(name).splitlines(keepends=True)[:6])
    assert ("NOT RUN" in head) == (name not in TESTED)


@pytest.mark.parametrize("name", FILES)
def test_no_file_holds_a_secret_or_a_real_host(name):
    text = text_of(name)
    assert not re.search(r"(?i)(password|secret|token)\s*[:=]\s*[\"']?\w{8,}", text)
    hosts = set(re.findall(r"\b[\w-]+(?:\.[\w-]+)*\.(?:org|com|net|io)\b", text))
    known = {"hub.jupyter.org", "networking.k8s.io", "docker.io", "kubernetes.io", "ingress.kubernetes.io"}
    assert {host for host in hosts if not host.endswith(("example.org", "kubernetes.io"))} <= known


def test_the_policy_is_the_same_for_every_host():
    assert f'"{POLICY}"' in text_of("nginx/site.conf")


def test_the_container_copies_what_is_there_and_nothing_is_ignored_of_it():
    copied = [
        source
        for line in re.findall(r"^COPY (?!--from)(.*)$", text_of("container/Containerfile"), re.MULTILINE)
        for source in line.split()[:-1]
    ]
    allowed = set(re.findall(r"^!(.*)$", (ROOT / ".containerignore").read_text(encoding="utf-8"), re.MULTILINE))
    listed = subprocess.run(["git", "ls-files", "--cached", "--others"], cwd=ROOT, capture_output=True, text=True)  # noqa: PLW1510, S607
    files = listed.stdout.splitlines()
    for source in copied:
        assert any(file == source or file.startswith(f"{source}/") for file in files), source
        assert source.split("/")[0] in allowed
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    assert set(wheel["wheel"]["only-include"]) <= set(copied)


def test_the_container_runs_as_nobody_and_installs_only_what_has_a_hash():
    lines = text_of("container/Containerfile").replace("\\\n", " ").splitlines()
    stages = "\n".join(lines).split("\nFROM ")[1:]
    assert [re.search(r"AS (\w+)", stage)[1] for stage in stages] == ["build", "base", "trainer", "serve"]
    assert all("\nUSER 10001" in stage for stage in stages[2:])
    installs = re.findall(r"pip install ([^&]*)", "\n".join(lines))
    loose = [each for each in installs if "--require-hashes" not in each and "--no-index" not in each]
    assert [each.split()[-1] for each in loose] == ['"jupyterhub==${JUPYTERHUB_VERSION}"']
    assert "/healthz" in stages[3]
    assert "EXPOSE 8866" in stages[3]


def test_every_start_of_the_dashboard_is_a_command_that_iepkit_knows():
    known = {option for action in _serve_actions() for option in action.option_strings}
    for command in commands():
        assert command[0].endswith("iepkit")
        assert command[1] == "serve"
        options = {each for each in command if each.startswith("--")}
        assert options <= known
        assert command[command.index("--max-kernels") + 1] == "12"


def _serve_actions() -> list:
    commands = next(action for action in parser()._actions if action.choices)
    return commands.choices["serve"]._actions


def test_the_memory_is_enough_for_every_kernel_and_two_runs(container):
    needed = SERVER + (12 + 2) * KERNEL
    service = re.search(r"^MemoryMax=(\d+M)$", text_of("tljh/iepkit-dashboard.service"), re.MULTILINE)[1]
    for limit in (container["resources"]["limits"]["memory"], service):
        assert needed * 1.2 <= megabytes(limit) <= needed * 1.5
    assert megabytes(container["resources"]["requests"]["memory"]) >= SERVER + 3 * KERNEL


def test_trainers_have_memory_for_five_notebooks():
    values = yaml.safe_load(text_of("kubernetes/zero-to-jupyterhub.yaml"))["singleuser"]["memory"]
    hub = re.search(r'mem_limit = "(\d+M)"', text_of("tljh/jupyterhub_config.d/iepkit.py"))[1]
    assert values["limit"] == hub
    assert megabytes(hub) >= LAB + 5 * KERNEL * 2  # with pandas and some data of their own, twice as much
    assert megabytes(values["guarantee"]) >= LAB + 2 * KERNEL


def test_a_pod_is_asked_the_right_addresses_and_has_time_to_stop(cluster, container):
    probes = {name: container[f"{name}Probe"]["httpGet"]["path"] for name in ("startup", "readiness", "liveness")}
    assert probes == {"startup": "/healthz", "readiness": "/readyz", "liveness": "/healthz"}
    assert cluster["Deployment", "iepkit"]["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] == 30


def test_a_pod_can_write_nothing_but_its_own_folders(cluster, container):
    pod = cluster["Deployment", "iepkit"]["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"]
    assert pod["securityContext"]["runAsUser"] == 10001
    assert container["securityContext"]["readOnlyRootFilesystem"]
    assert {each["mountPath"] for each in container["volumeMounts"]} == {"/tmp", "/var/lib/iepkit"}  # noqa: S108
    assert all("emptyDir" in volume for volume in pod["volumes"])
    assert f":{__version__}" in container["image"]


def test_only_live_pages_and_what_they_ask_for_have_a_cookie(cluster):
    live, other = cluster["Ingress", "iepkit-live"], cluster["Ingress", "iepkit"]
    assert not any("affinity" in name or "cookie" in name for name in other["metadata"]["annotations"])
    annotations = {name.split("/")[1]: value for name, value in live["metadata"]["annotations"].items()}
    assert (annotations["affinity"], annotations["affinity-mode"]) == ("cookie", "persistent")
    paths = {each["path"] for each in live["spec"]["rules"][0]["http"]["paths"]}
    pages = {f"/{page.name}{end}" for page in Site().pages.values() if page.live for end in ("", ".html")}
    routes = re.search(r"location ~ \^/\((api[^)]*)\)/", text_of("nginx/replicas.conf"))[1]
    assert paths == pages | {f"/{route}" for route in routes.split("|")}
