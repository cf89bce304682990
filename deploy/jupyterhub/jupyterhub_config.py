"""JupyterHub's settings for the course, on a server and for trying out: what differs is in course.toml alone."""

import os
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))
from deploy.jupyterhub.prepare import path_with_python  # noqa: E402
from deploy.jupyterhub.settings import load  # noqa: E402

c = get_config()  # noqa: F821 - JupyterHub provides it
course = load(os.environ["COURSE_HUB_SETTINGS"])
own_accounts = course.accounts == "system"
students, instructors = f"nbgrader-{course.course}", f"formgrade-{course.course}"
here = pathlib.Path(sys.executable).parent

# --- The hub. Its state is kept: with it a hub that was killed finds its users' servers again.
c.JupyterHub.bind_url = f"http://127.0.0.1:{course.port}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{course.hub_port}"
c.JupyterHub.db_url = f"sqlite:///{course.state / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(course.state / "cookie_secret")
c.JupyterHub.cleanup_servers = False
# The proxy is a process of its own, so that connections outlive the hub.
c.ConfigurableHTTPProxy.should_start = False
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{course.proxy_port}"
c.ConfigurableHTTPProxy.auth_token = (course.state / "proxy_token").read_text().strip()
c.JupyterHub.cleanup_proxy = False
# The hub compares the proxy's routes every so many seconds: a proxy that was started anew has them all back by then.
c.JupyterHub.last_activity_interval = 10

# --- Who may come in: those on the list, by the system's own passwords; nobody else, and nobody who once was on it.
c.Authenticator.allowed_users = {*course.instructors, *course.students}
c.Authenticator.allow_existing_users = False
c.JupyterHub.authenticator_class = "pam" if own_accounts else "shared-password"
c.PAMAuthenticator.open_sessions = False
if not own_accounts:
    c.SharedPasswordAuthenticator.user_password = course.password
c.JupyterHub.load_groups = {students: {"users": course.students}, instructors: {"users": course.instructors}}
# Nobody is an administrator: instructors may use the formgrader, and everybody their own server.
c.JupyterHub.load_roles = [
    {
        "name": "instructor",
        "scopes": [
            f"access:services!service={course.course}",
            f"read:services!service={course.course}",
            f"list:services!service={course.course}",
        ],
        "groups": [instructors],
    },
    {
        "name": "idle-culler",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["idle-culler"],
    },
]

# --- Everybody's server.
threads = str(max(1, round(course.cpus)))
environment = {
    "COURSE_DATA_DIR": str(course.mnist),
    "OPENBLAS_NUM_THREADS": threads,
    "OMP_NUM_THREADS": threads,
    **({"COURSE_OFFLINE": "1"} if os.environ.get("COURSE_OFFLINE") else {}),
}
server = str(here / "jupyterhub-singleuser")
c.Spawner.environment = {
    **environment,
    "JUPYTER_CONFIG_PATH": course.config_path(),
    # Kernels talk over sockets in a folder of one's own, not over ports that all users of the machine can reach; a
    # socket's path may have 107 bytes only, which is why the folder's name is short.
    "JUPYTER_RUNTIME_DIR": lambda spawner: str(course.homes / spawner.user.name / ".jupyter-run"),
}
c.Spawner.default_url = "/lab"
c.Spawner.start_timeout = 180
c.Spawner.http_timeout = 120
# Within the limit on all of a person's processes, one on each: what meets it raises MemoryError, and is not ended.
limited = [shutil.which("prlimit") or "prlimit", f"--data={course.memory_bytes}", "--core=0"]
if own_accounts:
    limited.append("--nproc=512")
c.Spawner.cmd = [*limited, server]
if course.spawner == "systemd":
    c.JupyterHub.spawner_class = "systemd"
    c.SystemdSpawner.isolate_tmp = True
    c.SystemdSpawner.default_shell = "/bin/bash"
    c.Spawner.mem_limit = course.memory
    c.Spawner.cpu_limit = course.cpus
elif own_accounts:
    c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
else:
    c.JupyterHub.spawner_class = "simple"
    c.SimpleLocalProcessSpawner.home_dir_template = str(course.homes / "{username}")

# --- Services. A hub that is killed takes them along, and starts them anew when it is back.
with_hub = ["setpriv", "--pdeathsig", "KILL"]
idle_seconds = 60 * course.idle_minutes
c.JupyterHub.services = [
    {
        "name": "idle-culler",
        "command": [*with_hub, sys.executable, "-m", "jupyterhub_idle_culler", f"--timeout={idle_seconds}"],
        "cwd": "/",
        **({"user": "nobody"} if own_accounts else {}),
    },
    {
        # The formgrader: nbgrader wants it named like the course. It runs as an account that nobody logs in to.
        "name": course.course,
        "url": f"http://127.0.0.1:{course.formgrader_port}",
        "command": [
            *with_hub,
            server,
            f"--ServerApp.root_dir={course.course_root}",
            "--ServerApp.default_url=/formgrader",
        ],
        "cwd": str(course.course_root),
        "environment": {
            **environment,
            "HOME": str(course.grader_home),
            "JUPYTER_CONFIG_PATH": course.config_path("grader"),
            "JUPYTER_RUNTIME_DIR": str(course.grader_home / ".jupyter-run"),
            "PATH": path_with_python(),
        },
        "oauth_no_confirm": True,
        **({"user": course.grader} if own_accounts else {}),
    },
]
for program in ("prlimit", "setpriv"):
    if not shutil.which(program):
        raise SystemExit(f"{program} is missing; it comes with util-linux")
