#!/bin/sh
# Turn this Debian or Ubuntu server into the course's hub: sudo sh deploy/jupyterhub/install.sh
# May be run again, after an update of this folder too: accounts, submissions and grades stay.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
source=$(cd "$here/../.." && pwd)
[ "$(id -u)" = 0 ] || { echo "Run me with sudo: I make accounts and services." >&2; exit 1; }
[ -d /run/systemd/system ] || { echo "This machine does not run systemd, which limits and starts everything here." >&2; exit 1; }

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq python3-venv nodejs npm bubblewrap util-linux >/dev/null
python3 "$source/tools/check_python.py"

# Here are the solutions: for root alone.
chmod 700 "$source"
install -d -m 755 /srv/course
install -d -m 700 /srv/course/hub
[ -d /srv/course/env ] || python3 -m venv /srv/course/env
/srv/course/env/bin/pip install --quiet --upgrade "$source[hub]"
sh "$here/proxy.sh" /srv/course/env

# The secret of hub and proxy, then all that the settings ask for.
cd "$source"
PATH=/srv/course/env/bin:$PATH python -m deploy.jupyterhub.prepare "$here/course.toml"

# Grading needs bubblewrap to work for the grader. Ubuntu from 24.04 on lets only programs do so that have a profile.
if ! runuser -u grader -- bwrap --unshare-all --ro-bind / / true 2>/dev/null && [ -d /etc/apparmor.d ]; then
    printf 'abi <abi/4.0>,\nprofile bwrap /usr/bin/bwrap flags=(unconfined) {\n  userns,\n}\n' >/etc/apparmor.d/bwrap
    apparmor_parser -r /etc/apparmor.d/bwrap || true
fi
runuser -u grader -- bwrap --unshare-all --ro-bind / / true ||
    { echo "bubblewrap does not work for the grader here: submissions could not be graded. See the README." >&2; exit 1; }

for unit in course-proxy course-hub; do
    sed "s|@SOURCE@|$source|g" "$here/systemd/$unit.service" >/etc/systemd/system/$unit.service
done
systemctl daemon-reload
systemctl enable --quiet course-proxy course-hub
systemctl restart course-proxy course-hub

domain=$(sed -n 's/^domain *= *"\(.*\)".*/\1/p' "$here/course.toml")
if [ -n "$domain" ]; then
    apt-get install -y -qq caddy >/dev/null
    printf '%s {\n    reverse_proxy 127.0.0.1:8000\n}\n' "$domain" >/etc/caddy/Caddyfile
    systemctl enable --quiet caddy
    systemctl restart caddy
    echo "The course is at https://$domain"
else
    echo "The course is at http://127.0.0.1:8000, on this machine only: for HTTPS set domain in $here/course.toml."
fi
echo "First passwords: sudo cat /srv/course/hub/first_passwords"
