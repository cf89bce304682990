"""deploy/kubernetes and .binder, as far as they can be checked without a cluster."""

import copy
import fnmatch
import os
import pathlib
import re
import shutil
import subprocess
import sys
import types

import pytest

yaml = pytest.importorskip("yaml")

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "deploy" / "kubernetes"
SCHEMA = ROOT.parent / "shared" / "data" / "z2jh" / "values.schema.yaml"
VALUES = yaml.safe_load((HERE / "values.yaml").read_text())
MANIFESTS = [
    document
    for path in sorted((HERE / "manifests").glob("*.yaml"))
    for document in yaml.safe_load_all(path.read_text())
]


def of_kind(kind: str) -> dict[str, dict]:
    return {document["metadata"]["name"]: document for document in MANIFESTS if document["kind"] == kind}


PODS = {name: document["spec"]["template"] for name, document in of_kind("Deployment").items()}
CONTAINERS = [
    pytest.param(pod, container, id=f"{pod}-{container['name']}")
    for pod, template in PODS.items()
    for container in [*template["spec"].get("initContainers", []), *template["spec"]["containers"]]
]
SANDBOXED = ("formgrader", "grading-worker")


# --- The chart's values ---------------------------------------------------------------------------------------------


def without_required(schema: object) -> object:
    """The schema without what the chart's own default values fill in."""
    if isinstance(schema, dict):
        return {
            key: without_required(value)
            for key, value in schema.items()
            if not (key == "required" and "type" in schema)
        }
    return [without_required(value) for value in schema] if isinstance(schema, list) else schema


def validator():
    jsonschema = pytest.importorskip("jsonschema")
    if not SCHEMA.is_file():
        pytest.skip("the schema of Zero to JupyterHub's values is not beside the project")
    return jsonschema.Draft7Validator(without_required(yaml.safe_load(SCHEMA.read_text())))


def test_values_fit_the_published_schema():
    assert [error.message for error in validator().iter_errors(VALUES)] == []


def test_schema_finds_a_misspelt_value():
    wrong = copy.deepcopy(VALUES)
    wrong["singleuser"]["memmory"] = wrong["singleuser"].pop("memory")
    assert list(validator().iter_errors(wrong))


def run_hub_config(tmp_path, monkeypatch, roster: str):
    """Run hub.extraConfig with a configuration object, as the hub does."""
    config = pytest.importorskip("traitlets.config").Config()
    path = tmp_path / "students.csv"
    path.write_text(roster)
    chart = types.ModuleType("z2jh")
    chart.get_config = lambda name, default=None: VALUES["custom"]["course"] if name == "custom.course" else default
    monkeypatch.setitem(sys.modules, "z2jh", chart)
    for name, code in VALUES["hub"]["extraConfig"].items():
        code = code.replace(VALUES["hub"]["extraFiles"]["roster"]["mountPath"], str(path))
        exec(compile(code, name, "exec"), {"c": config})
    return config


def test_roster_becomes_allow_list_and_groups(tmp_path, monkeypatch):
    config = run_hub_config(tmp_path, monkeypatch, (HERE / "students.csv").read_text())
    assert config.Authenticator.allowed_users == {"teacher", "student1", "student2"}
    assert config.JupyterHub.load_groups == {
        "nbgrader-deep-learning": {"users": ["student1", "student2"]},
        "formgrade-deep-learning": {"users": ["teacher"]},
    }


@pytest.mark.parametrize("name", ["deep-learning", "ngshare", "teacher", "a b", "a+b", "*"])
def test_roster_refuses_names_that_mean_something_else(tmp_path, monkeypatch, name):
    with pytest.raises(ValueError):
        run_hub_config(tmp_path, monkeypatch, f"id\n{name}\n")


def test_hub_accepts_every_setting(tmp_path, monkeypatch):
    app = pytest.importorskip("jupyterhub.app")
    auth = pytest.importorskip("jupyterhub.auth")
    config = run_hub_config(tmp_path, monkeypatch, (HERE / "students.csv").read_text())
    settings = {**VALUES["hub"]["config"]["Authenticator"], **config.Authenticator}
    assert set(settings) <= set(auth.Authenticator.class_trait_names())
    authenticator = auth.Authenticator(**{key: value for key, value in settings.items() if key != "allow_all"})
    assert authenticator.allowed_users == {"teacher", "student1", "student2"}
    assert not authenticator.allow_existing_users
    names = app.JupyterHub.class_trait_names()
    assert {"load_groups", "load_roles", "concurrent_spawn_limit"} <= set(names)
    app.JupyterHub(load_groups=dict(config.JupyterHub.load_groups))


def test_roles_name_scopes_that_exist():
    scopes = pytest.importorskip("jupyterhub.scopes")
    for role in VALUES["hub"]["loadRoles"].values():
        for scope in role["scopes"]:
            assert scope.split("!")[0] in scopes.scope_definitions
        assert role["groups"] == [f"formgrade-{VALUES['custom']['course']['id']}"]
    assert not any(service.get("admin") for service in VALUES["hub"]["services"].values())


def test_kubespawner_knows_its_settings():
    kubespawner = pytest.importorskip("kubespawner")
    assert set(VALUES["hub"]["config"]["KubeSpawner"]) <= set(kubespawner.KubeSpawner.class_trait_names())


def test_students_have_limits_and_no_way_to_private_addresses():
    student = VALUES["singleuser"]
    assert student["memory"]["guarantee"] and student["memory"]["limit"] and student["cpu"]["limit"]
    rules = student["networkPolicy"]["egressAllowRules"]
    assert student["networkPolicy"]["enabled"] and not rules["privateIPs"] and not rules["cloudMetadataServer"]
    (extra,) = student["networkPolicy"]["egress"]
    assert extra["to"] == [{"podSelector": {"matchLabels": {"app": "ngshare"}}}]
    assert VALUES["cull"]["enabled"] and VALUES["cull"]["timeout"] > 0
    security = VALUES["hub"]["config"]["KubeSpawner"]["container_security_context"]
    assert security["runAsNonRoot"] and security["capabilities"] == {"drop": ["ALL"]}


def test_values_hold_no_secret():
    text = (HERE / "values.yaml").read_text()
    assert not re.search(r"(client_secret|password|token|secretToken)\s*:\s*\S", text.replace("token_url:", ""))


# --- The manifests --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pod, container", CONTAINERS)
def test_container_runs_without_rights_and_within_limits(pod, container):
    security, around = container["securityContext"], PODS[pod]["spec"]["securityContext"]
    assert around["runAsNonRoot"] and around["runAsUser"] == 1000
    assert security["allowPrivilegeEscalation"] is False and "privileged" not in security
    assert security["readOnlyRootFilesystem"] and security["capabilities"] == {"drop": ["ALL"]}
    for kind in ("requests", "limits"):
        assert set(container["resources"][kind]) == {"cpu", "memory"}
    assert container["image"] == "course-image"


@pytest.mark.parametrize("pod", PODS)
def test_pod_has_no_account_in_the_cluster(pod):
    assert PODS[pod]["spec"]["automountServiceAccountToken"] is False
    assert "serviceAccountName" not in PODS[pod]["spec"]


def test_image_is_pinned_and_the_same_everywhere():
    (image,) = yaml.safe_load((HERE / "kustomization.yaml").read_text())["images"]
    student = VALUES["singleuser"]["image"]
    assert (image["name"], image["newName"], image["newTag"]) == ("course-image", student["name"], student["tag"])
    assert re.fullmatch(r"\d+\.\d+\.\d+", student["tag"])
    (base,) = re.findall(r"^FROM (\S+)$", (HERE / "Dockerfile").read_text(), re.M)
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", base)


@pytest.mark.parametrize("pod", SANDBOXED)
def test_sandbox_has_what_it_asks_for_and_is_tried_first(pod):
    spec = PODS[pod]["spec"]
    assert spec["hostUsers"] is False  # without it the cluster refuses an unmasked /proc
    assert spec["securityContext"]["seccompProfile"] == {"type": "Unconfined"}
    assert spec["securityContext"]["appArmorProfile"] == {"type": "Unconfined"}
    assert spec["initContainers"][0]["command"][-1].endswith("check_sandbox.py")
    for container in (spec["initContainers"][0], *spec["containers"]):
        assert container["securityContext"]["procMount"] == "Unmasked"


def test_only_what_runs_submissions_has_less_confinement():
    for pod in set(PODS) - set(SANDBOXED):
        assert PODS[pod]["spec"]["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}


def test_workers_mount_neither_course_nor_secrets_but_their_certificate():
    (tls, tmp) = PODS["grading-worker"]["spec"]["volumes"]
    assert tls["secret"]["secretName"] == "grading-tls-worker" and "emptyDir" in tmp
    for container in PODS["grading-worker"]["spec"]["containers"]:
        assert not any("valueFrom" in variable for variable in container["env"])
        assert "envFrom" not in container
    (check,) = PODS["grading-worker"]["spec"]["initContainers"]
    assert [mount["name"] for mount in check["volumeMounts"]] == ["tmp"]


def test_course_volume_is_the_formgraders_alone():
    claims = {
        pod: volume["persistentVolumeClaim"]["claimName"]
        for pod, template in PODS.items()
        for volume in template["spec"]["volumes"]
        if "persistentVolumeClaim" in volume
    }
    assert claims == {"formgrader": "grading", "ngshare": "ngshare"}


def reachable(policy: dict, direction: str) -> set[tuple]:
    """(label, port) of all that a policy lets through."""
    way = {"ingress": "from", "egress": "to"}[direction]
    return {
        (*(sorted((peer.get("podSelector") or peer["namespaceSelector"])["matchLabels"].values())), port["port"])
        for rule in policy["spec"].get(direction, [])
        for peer in rule[way]
        for port in rule["ports"]
    }


def test_network_policies_let_through_what_they_say():
    policies = of_kind("NetworkPolicy")
    for name, policy in policies.items():
        assert policy["spec"]["podSelector"]["matchLabels"] == {"app": name}
        assert policy["spec"]["policyTypes"] == ["Ingress", "Egress"]
        # Each selects pods that exist, and names no address: a range would open more than one thinks.
        assert PODS[name]["metadata"]["labels"]["app"] == name
        assert "ipBlock" not in str(policy)
    assert set(policies) == set(PODS)
    worker, scheduler, formgrader = (policies[n] for n in ("grading-worker", "grading-scheduler", "formgrader"))
    assert reachable(worker, "egress") == {("grading-scheduler", 8786)}
    assert reachable(worker, "ingress") == {("grading-scheduler", 9000)}
    assert reachable(scheduler, "ingress") == {("grading-worker", 8786), ("formgrader", 8786)}
    assert reachable(scheduler, "egress") == {("grading-worker", 9000)}
    assert reachable(formgrader, "ingress") == {("jupyterhub", "proxy", 8888), ("hub", "jupyterhub", 8888)}
    assert not any("singleuser-server" in peer for name in SANDBOXED for peer in reachable(policies[name], "ingress"))
    assert ("jupyterhub", "singleuser-server", 8080) in reachable(policies["ngshare"], "ingress")


def test_dask_speaks_tls_alone():
    for pod, role in (("grading-scheduler", "SCHEDULER"), ("grading-worker", "WORKER"), ("formgrader", "CLIENT")):
        (container,) = PODS[pod]["spec"]["containers"]
        environment = {variable["name"]: variable.get("value") for variable in container["env"]}
        assert environment["DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION"] == "True"
        assert environment[f"DASK_DISTRIBUTED__COMM__TLS__{role}__KEY"].startswith("/etc/grading-tls/")


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is missing")
def test_certificates_are_of_one_authority_whose_key_is_gone(tmp_path):
    subprocess.run(["sh", HERE / "certificates.sh", "--folder", tmp_path], check=True, capture_output=True)
    for who in ("scheduler", "worker", "client"):
        folder = tmp_path / who
        verify = ["openssl", "verify", "-CAfile", folder / "ca.crt", folder / "tls.crt"]
        subprocess.run(verify, check=True, capture_output=True)
        assert sorted(path.name for path in folder.iterdir()) == ["ca.crt", "tls.crt", "tls.key"]
        assert (folder / "tls.key").stat().st_mode & 0o077 == 0


# --- The image ------------------------------------------------------------------------------------------------------


def copied() -> list[pathlib.Path]:
    """All files of the repository that the Dockerfile's COPY lines take and .dockerignore lets pass."""
    rules = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]
    tracked = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
    if tracked.returncode:
        pytest.skip("not a git checkout")
    sources = [
        source
        for line in re.findall(r"^COPY (.+)$", (HERE / "Dockerfile").read_text(), re.M)
        for source in line.split()[:-1]
    ]
    assert "." not in sources and not any("*" in source for source in sources)

    def passes(name: str) -> bool:
        verdict = True
        for rule in rules:
            pattern = rule.lstrip("!").removeprefix("**/")
            hit = fnmatch.fnmatch(name, pattern) or name.startswith(pattern + "/")
            if rule.startswith("**/"):
                hit = any(fnmatch.fnmatch(part, pattern) for part in name.split("/"))
            verdict = rule.startswith("!") if hit else verdict
        return verdict

    names = [name for name in tracked.stdout.split() if any(name == s or name.startswith(f"{s}/") for s in sources)]
    for source in sources:
        assert any(name == source or name.startswith(f"{source}/") for name in names if passes(name)), source
    return [ROOT / name for name in names if passes(name)]


def test_image_holds_no_solution_and_no_hidden_test():
    files = [path for path in copied() if path.is_file()]
    names = {str(path.relative_to(ROOT)) for path in files}
    assert not any(name.startswith(("solutions/", "tests/", "tools/", "deploy/jupyterhub/")) for name in names)
    assert not any(name.endswith(("scoring.py", ".csv.bak", "private.yaml", "gradebook.db")) for name in names)
    assert "deploy/kubernetes/values.yaml" not in names and "deploy/kubernetes/students.csv" not in names
    for path in files:
        if path.suffix == ".ipynb":
            text = path.read_text()
            assert not any(f"{mark}" in text for mark in ("BEGIN HIDDEN TESTS", "BEGIN SOLUTION")), path
    secret = hidden_lines()
    assert secret
    shown = "\n".join(path.read_text() for path in files if path.suffix == ".ipynb" and "exercises" in path.parts)
    assert [line for line in secret if line in shown] == []


def hidden_lines() -> list[str]:
    """Lines of the hidden tests that call a probe, as they stand in the solutions."""
    found = []
    for path in sorted((ROOT / "solutions").glob("*/*.ipynb")):
        for block in re.findall(r"BEGIN HIDDEN TESTS(.*?)END HIDDEN TESTS", path.read_text(), re.S):
            found += re.findall(r"probe\(\\\"[^\\]+\\\",[^\n]{10,60}", block)
    return found


def test_server_extensions_are_off_for_students_and_on_for_the_grader():
    import json

    everyone, grader = HERE / "jupyter" / "everyone", HERE / "jupyter" / "grader"
    off = json.loads((everyone / "jupyter_server_config.json").read_text())["ServerApp"]["jpserver_extensions"]
    assert off == {f"nbgrader.server_extensions.{name}": False for name in ("formgrader", "course_list")}
    on = json.loads((grader / "jupyter_server_config.json").read_text())["ServerApp"]["jpserver_extensions"]
    assert on == {"nbgrader.server_extensions.formgrader": True}
    assert "JUPYTER_CONFIG_PATH=/opt/jupyter/everyone" in (HERE / "Dockerfile").read_text()
    for path in (*HERE.glob("*.py"), *HERE.glob("jupyter/*/*.py")):
        compile(path.read_text(), str(path), "exec")


def test_exchange_server_keeps_what_it_is_given():
    # With SQLAlchemy 2, ngshare 0.6.0 says "success" and stores no assignment.
    pins = (HERE / "ngshare.txt").read_text()
    assert re.search(r"^ngshare==0\.6\.0$", pins, re.M) and re.search(r"^SQLAlchemy==1\.4\.\d+$", pins, re.M)
    assert "ngshare==" not in (HERE / "requirements.txt").read_text()
    (container,) = PODS["ngshare"]["spec"]["containers"]
    assert container["command"][0] == "/opt/ngshare/bin/python"


# --- Binder ---------------------------------------------------------------------------------------------------------


def test_binder_opens_the_first_notebook_with_the_courses_packages():
    folder = ROOT / ".binder"
    assert "-r ../requirements.txt" in (folder / "requirements.txt").read_text().splitlines()
    assert re.fullmatch(r"python-3\.\d+\n", (folder / "runtime.txt").read_text())
    script = folder / "postBuild"
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", script], check=True)
    (notebook,) = re.findall(r"urlpath=lab/tree/(\S+)", script.read_text())
    assert (ROOT / notebook).is_file()
