# Sets `python` to an interpreter of at least 3.11 and PYTHONPATH to this clone; sourced by every script.
# Everything else is decided in Python (scripts/steps/ready.py), so that this file stays short.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export PYTHONPATH="$root${PYTHONPATH:+:$PYTHONPATH}"
export PYTHONUTF8=1

find_python() {
    local candidate
    for candidate in "${HUEIOC_VENV:-$root/.venv}/bin/python" \
        python3.11 python3.12 python3.13 python3.14 python3 python; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            python=$candidate
            return 0
        fi
    done
    local found="none"
    command -v python3 >/dev/null 2>&1 && found=$(python3 --version 2>&1)
    echo "HueIOC needs Python 3.11 or newer and found $found; please install it and start again." >&2
    return 1
}

# ready base|dev: builds what is missing, then sets `python` to the interpreter that has everything.
ready() {
    find_python || exit 1
    python=$("$python" "$root/scripts/steps/ready.py" "$1") || exit 1
}
