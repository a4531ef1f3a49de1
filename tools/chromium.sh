#!/bin/sh
# Prints the path of a Chromium that runs. Installs one when root; else stops with the command to run.
# IEPKIT_CHROMIUM names another Chromium or Chrome to use.
set -eu
here=$(dirname "$0")
. "$here/packages.sh"

find_chromium() {
    for name in chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Chromium.app/Contents/MacOS/Chromium" \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        # Some systems put a stub on the PATH that only says how to install the browser, so each is tried.
        if command -v "$name" >/dev/null && "$name" --version >/dev/null 2>&1; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

if [ -n "${IEPKIT_CHROMIUM:-}" ]; then
    if "$IEPKIT_CHROMIUM" --version >/dev/null 2>&1; then
        echo "$IEPKIT_CHROMIUM"
        exit 0
    fi
    echo "iepkit: IEPKIT_CHROMIUM is $IEPKIT_CHROMIUM, which does not run." >&2
    echo "Run this, then try again: unset IEPKIT_CHROMIUM" >&2
    exit 1
fi

if find_chromium; then exit 0; fi

command=$(install_command chromium chromium chromium chromium "--cask chromium")
if [ -z "$command" ]; then
    echo "iepkit: the tests drive a real Chromium, and none was found." >&2
    echo "Install Chromium or Chrome, then name it: make test IEPKIT_CHROMIUM=/path/to/it" >&2
    exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
    echo "iepkit: the tests drive a real Chromium, and none was found." >&2
    echo "Run this, then try again: $sudo$command" >&2
    exit 1
fi

echo "iepkit: no Chromium here; installing it: $command" >&2
DEBIAN_FRONTEND=noninteractive sh -c "$command" >&2 </dev/null || {
    echo "iepkit: Chromium could not be installed." >&2
    echo "Run this by hand to see why, then try again: $command" >&2
    exit 1
}
find_chromium || {
    echo "iepkit: the package was installed, but no Chromium that runs was found." >&2
    echo "Name one: make test IEPKIT_CHROMIUM=/path/to/it" >&2
    exit 1
}
