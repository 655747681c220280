# Install the actgraph of this checkout, with the locked versions of what it needs, in an environment of its own.
# Called by action.yml; written for the bash 3.2 of macOS, too.
set -euo pipefail
venv=$RUNNER_TEMP/actgraph
"$PYTHON" -m venv "$venv"
bin=$venv/bin
[ -d "$bin" ] || bin=$venv/Scripts # Windows
cd "$ACTION_PATH"
"$bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r requirements/core.txt -r requirements/build.txt
"$bin/python" -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation .
