#!/usr/bin/env bash
# Makes the virtual environment of Python that the tests of Gymnasium's environments use. Once: it is left as it is.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=results/gymnasium
stamp="$folder/installed.txt"
cmp -s test/gymnasium/requirements.txt "$stamp" && exit 0
python3 -m venv "$folder"
"$folder/bin/pip" install --quiet --disable-pip-version-check -r test/gymnasium/requirements.txt
"$folder/bin/pip" install --quiet --disable-pip-version-check mujoco==4.0.0 || echo "mujoco does not install here"
cp test/gymnasium/requirements.txt "$stamp"
