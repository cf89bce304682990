#!/bin/sh
# Open JupyterLab on the course's start page; on a machine without a screen, print the address and serve.
bin=$(cd "$1" && pwd)
cd "$(dirname "$0")/.." || exit 1
set -- lab --ServerApp.root_dir="$PWD" --LabApp.default_url=/lab/tree/lectures/00_start_here.ipynb
if [ -z "$DISPLAY$WAYLAND_DISPLAY" ] && [ "$(uname)" != Darwin ]; then
    set -- "$@" --no-browser
    echo "No screen here: open the address below in a browser. Ctrl-C ends the server."
fi
if [ "$(id -u)" = 0 ]; then
    set -- "$@" --allow-root # in a container one is root and alone
fi
exec "$bin/jupyter" "$@"
