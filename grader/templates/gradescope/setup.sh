#!/usr/bin/env bash
# Gradescope runs this as root when it builds the image: Python, the grader in an environment of its own, and the user
# who grades. The variables are for trials elsewhere.
set -euo pipefail

root="${AUTOGRADER_ROOT:-/autograder}"
environment="${AUTOGRADER_ENVIRONMENT:-/opt/gradebox}"
user="${AUTOGRADER_USER:-grader}"
export DEBIAN_FRONTEND=noninteractive

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    local name
    for name in python3.13 python3.12 python3.11 python3; do
        if new_enough "$name"; then
            echo "$name"
            return
        fi
    done
    return 1
}

if ! python="$(find_python)"; then
    apt-get update
    apt-get install -y --no-install-recommends python3.11 python3.11-venv
    python=python3.11
fi
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    apt-get update
    apt-get install -y --no-install-recommends "$("$python" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')"
fi

"$python" -m venv "$environment"
(cd "$root/source" && "$environment/bin/pip" install --no-cache-dir --requirement requirements.txt)

id "$user" >/dev/null 2>&1 || useradd --system --user-group --no-create-home --shell /usr/sbin/nologin "$user"
chown -R "root:$user" "$root/source"
chmod -R u=rwX,g=rX,o= "$root/source"

# For the log of the build: which box a submission will get.
runuser -u "$user" -- "$environment/bin/grade" doctor || true
