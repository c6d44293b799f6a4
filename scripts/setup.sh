#!/bin/sh
# Finds a Python that Wellkept runs on and hands over to setup.py. WELLKEPT_PYTHON names one by hand.
set -eu
fits() { "$@" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

for python in "${WELLKEPT_PYTHON:-.venv/bin/python}" python3 python3.13 python3.12 python3.11 python3.14; do
    if fits "$python"; then
        exec "$python" scripts/setup.py "$@"
    fi
done

echo "Wellkept needs Python 3.11 or newer, and none was found." >&2
case "$(uname -s)" in
    Darwin) echo "Install one with: brew install python@3.13" >&2 ;;
    *) echo "On Debian and Ubuntu: apt-get install python3 python3-venv" >&2 ;;
esac
echo "If it lives elsewhere: WELLKEPT_PYTHON=/path/to/python3 bin/run" >&2
exit 1
