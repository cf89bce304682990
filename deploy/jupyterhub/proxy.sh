#!/bin/sh
# Install JupyterHub's proxy below a folder: proxy.sh PREFIX puts PREFIX/bin/configurable-http-proxy there.
set -eu
major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
# Newer versions want a newer Node than Debian 12 and Ubuntu 24.04 have.
if [ "$major" -ge 20 ]; then version='^5.3.0'; else version='~5.1.0'; fi
npm install --global --prefix "$1" --no-fund --no-audit --loglevel=error "configurable-http-proxy@$version"
