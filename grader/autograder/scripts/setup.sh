#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image. AUTOGRADER_ROOT is for trying it elsewhere.
set -euo pipefail
root=${AUTOGRADER_ROOT:-/autograder}

usable() { "$1" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
find_python() {
    for python in python3 python3.13 python3.12 python3.11; do
        if usable "$python"; then return 0; fi
    done
    return 1
}

if ! find_python; then
    apt-get update
    apt-get install -y --no-install-recommends python3-venv
    find_python || apt-get install -y --no-install-recommends python3.11 python3.11-venv
    find_python || { echo "error: there is no Python 3.11 or newer for this image; choose a newer Ubuntu" >&2; exit 1; }
fi

"$python" -m venv "$root/env"
pip=("$root/env/bin/python" -m pip install --no-cache-dir --disable-pip-version-check --no-input)
# PyTorch without CUDA, which is most of its size and of no use here.
"${pip[@]}" --extra-index-url https://download.pytorch.org/whl/cpu -r "$root/source/requirements.txt"
"${pip[@]}" --no-index --no-deps "$root"/source/grader-*.whl

# Hidden checks lie here; students' code runs as another user.
chmod -R go= "$root/source"
# What confines it in this container. The build goes on either way; every result tells the tier.
"$root/env/bin/grader" doctor || true
