# shellcheck shell=bash
# Sourced by the commands in this folder: finds a Python, keeps .venv at the pinned versions, and sees to the
# system packages that pip cannot give. Leaves the caller in the project's folder.

if [ "${BASH_VERSINFO[0]}${BASH_VERSINFO[1]}" -lt 51 ]; then
  echo "This needs bash 5.1 or newer; you have $BASH_VERSION." >&2
  exit 1
fi

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
venv=$root/.venv
cd "$root" || exit 1
# Ordinary users of Debian have no ldconfig on their path.
PATH=$PATH:/usr/sbin:/sbin

# Where the terminal has been closed there is nobody to tell, which is no reason to end.
say() { printf '%s\n' "$*" >&2 2>/dev/null || true; }

stop_with() {
  say "$*"
  exit 1
}

may_install() {
  command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    -o DPkg::Lock::Timeout=120 "$@"
}

# install_packages PACKAGE...: with apt where that needs no password. Says what to type where it cannot.
install_packages() {
  local log
  if may_install; then
    say "Installing $* with apt"
    log=$(mktemp)
    # The lists of a bare machine are empty or stale, so the first try may fail.
    if apt_install "$@" >"$log" 2>&1 || { as_root apt-get update -qq && apt_install "$@"; } >>"$log" 2>&1; then
      rm -f "$log"
      return 0
    fi
    tail -n 5 "$log" >&2
    rm -f "$log"
  fi
  say "Not installed: $*. To install, type:"
  say "    sudo apt-get update && sudo apt-get install --no-install-recommends $*"
  return 1
}

find_python() {
  local name
  for name in python3 python3.11 python3.12 python3.13; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$name"
      return
    fi
  done
  stop_with "Python 3.11 or newer is needed, and none of python3, python3.11, python3.12, python3.13 is that." \
    "On Debian 12 and Ubuntu 24.04: sudo apt-get install python3 python3-venv"
}

ensure_venv() {
  local python version
  # The second test finds an environment whose Python was removed, or one half made.
  if [ -x "$venv/bin/pip" ] && "$venv/bin/python" -c '' 2>/dev/null; then return; fi
  python=$(find_python) || exit 1
  if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    install_packages "python$version-venv" || stop_with "The portal cannot start without it."
  fi
  say "Making .venv with $("$python" --version)"
  "$python" -m venv --clear "$venv" || stop_with "The virtual environment could not be made; the lines above say why."
}

# ensure_requirements FILE: installs exactly what FILE pins, if it has changed since it was last installed.
ensure_requirements() {
  local file=$1 wanted
  wanted=$(sha256sum <"$file")
  if [ "$(cat "$venv/installed-$file" 2>/dev/null)" = "$wanted" ]; then return; fi
  say "Installing the Python packages of $file"
  "$venv/bin/python" -m pip install -qq --no-input --disable-pip-version-check --require-hashes -r "$file" ||
    stop_with "The Python packages could not be installed; the lines above say why. Then start again."
  echo "$wanted" >"$venv/installed-$file"
}

# What WeasyPrint needs beside its Python package. Without it all but the PDFs works.
missing_pdf_packages() {
  local known
  known=$(ldconfig -p 2>/dev/null) || return 0
  [[ $known == *libpango-1.0.so.0* ]] || echo libpango-1.0-0
  [[ $known == *libpangoft2-1.0.so.0* ]] || echo libpangoft2-1.0-0
  [[ $known == *libharfbuzz-subset.so.0* ]] || echo libharfbuzz-subset0
}

ensure_pdf_packages() {
  local missing
  mapfile -t missing < <(missing_pdf_packages)
  [ "${#missing[@]}" -eq 0 ] || install_packages "${missing[@]}" ||
    say "Going on without: PDFs will say what is missing."
}

# What Playwright's driver needs beside its Python package: the Node in it is linked with these.
missing_driver_packages() {
  local known
  known=$(ldconfig -p 2>/dev/null) || return 0
  [[ $known == *libatomic.so.1* ]] || echo libatomic1
  [[ $known == *libstdc++.so.6* ]] || echo libstdc++6
}

ensure_driver_packages() {
  local missing
  mapfile -t missing < <(missing_driver_packages)
  [ "${#missing[@]}" -eq 0 ] || install_packages "${missing[@]}" || stop_with "The browser tests cannot run without it."
}
