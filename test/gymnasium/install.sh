#!/usr/bin/env bash
# Makes the virtual environment of Python that the tests of Gymnasium's environments use. Once: it is left as it is.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=results/gymnasium
wanted="$(cat test/gymnasium/requirements*.txt)"
[ "$wanted" = "$(cat "$folder/installed.txt" 2>/dev/null)" ] && exit 0
python3 -m venv "$folder"
pip() { "$folder/bin/pip" install --quiet --disable-pip-version-check "$@"; }
pip -r test/gymnasium/requirements.txt
pip -r test/gymnasium/requirements-mujoco.txt && touch "$folder/mujoco" || echo "MuJoCo does not install here: its tests are skipped"
echo "$wanted" > "$folder/installed.txt"
