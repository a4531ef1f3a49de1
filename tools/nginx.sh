#!/bin/sh
# Prints the path of an nginx that runs. Installs one when root; else stops with the command to run.
# IEPKIT_NGINX names another nginx to use. On a machine with systemd the package may start a server on port 80.
set -eu
here=$(dirname "$0")
. "$here/packages.sh"

find_nginx() {
    # Not on everybody's PATH: /usr/sbin.
    for name in nginx /usr/sbin/nginx /usr/local/sbin/nginx /opt/homebrew/bin/nginx; do
        if command -v "$name" >/dev/null && "$name" -v >/dev/null 2>&1; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

if [ -n "${IEPKIT_NGINX:-}" ]; then
    if "$IEPKIT_NGINX" -v >/dev/null 2>&1; then
        echo "$IEPKIT_NGINX"
        exit 0
    fi
    echo "iepkit: IEPKIT_NGINX is $IEPKIT_NGINX, which does not run." >&2
    echo "Run this, then try again: unset IEPKIT_NGINX" >&2
    exit 1
fi

if find_nginx; then exit 0; fi

command=$(install_command nginx nginx nginx nginx nginx)
if [ -z "$command" ]; then
    echo "iepkit: the tests of deploy/ run a real nginx, and none was found." >&2
    echo "Install nginx, then name it: make test-services IEPKIT_NGINX=/path/to/it" >&2
    exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
    echo "iepkit: the tests of deploy/ run a real nginx, and none was found." >&2
    echo "Run this, then try again: $sudo$command" >&2
    exit 1
fi

echo "iepkit: no nginx here; installing it: $command" >&2
DEBIAN_FRONTEND=noninteractive sh -c "$command" >&2 </dev/null || {
    echo "iepkit: nginx could not be installed." >&2
    echo "Run this by hand to see why, then try again: $command" >&2
    exit 1
}
find_nginx || {
    echo "iepkit: the package was installed, but no nginx that runs was found." >&2
    echo "Name one: make test-services IEPKIT_NGINX=/path/to/it" >&2
    exit 1
}
