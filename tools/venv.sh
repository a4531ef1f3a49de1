#!/bin/sh
# Makes the virtual environment DIR with Python 3.11 or newer: tools/venv.sh DIR
set -eu
here=$(dirname "$0")
. "$here/packages.sh"

stop() {
    echo "iepkit: $1" >&2
    if [ -n "$2" ]; then echo "Run this, then try again: $2" >&2; fi
    exit 1
}

# A name on the PATH may be a stub that runs nothing, so each is tried.
python=""
for name in python3.11 python3; do
    if "$name" -c "" 2>/dev/null; then python=$name; break; fi
done

newer=$(install_command "python3.11 python3.11-venv" python3.11 python3 python python@3.11)
[ -n "$python" ] || stop "no Python 3 was found; iepkit needs 3.11 or newer." "$sudo$newer"

version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "$python is Python $version; iepkit needs 3.11 or newer." "$sudo$newer"

# Debian ships Python without the part that makes environments.
"$python" -c 'import ensurepip, venv' 2>/dev/null ||
    stop "$python has no venv module." \
        "$sudo$(install_command "python$version-venv" "python$version" python3 python "python@$version")"

"$python" -m venv --clear "$1"
