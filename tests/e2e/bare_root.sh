#!/usr/bin/env bash
# Tries the project where nothing is installed: an empty Debian with python3 and make and nothing else.
#
#     sudo tests/e2e/bare_root.sh [COMMAND...]       COMMANDs to run inside; "make test" and "make run" without any
#
# Takes the committed state of this checkout. Needs root, debootstrap and a connection to the package sources.
# Behind a mirror: BARE_ROOT_COPY="/etc/pip.conf /path/to/wheels" copies files and folders into the root, and PIP_* and
# *_proxy of the environment are passed on. SUITE chooses the Debian (bookworm), BARE_ROOT the folder, which is kept
# and can be used again for the next run (its checkout is made anew).
set -euo pipefail

project=$(cd "$(dirname "$0")/../.." && pwd)
suite=${SUITE:-bookworm}
root=${BARE_ROOT:-/tmp/villagebook-bare-$suite}
clean=$root.clean.tar

[ "$(id -u)" = 0 ] || { echo "bare_root.sh needs root" >&2; exit 2; }
command -v debootstrap >/dev/null || { echo "apt-get install debootstrap first" >&2; exit 2; }

leave() {
    ! mountpoint -q "$root/proc" || umount "$root/proc"
}
trap leave EXIT
leave

# The empty root is kept as an archive: every run starts from it, not from what the last one has installed.
if [ ! -e "$clean" ]; then
    rm -rf --one-file-system "$root"
    debootstrap --variant=minbase --include=python3,make "$suite" "$root"
    tar -C "$root" -cf "$clean" .
fi
rm -rf --one-file-system "$root"
mkdir -p "$root"
tar -C "$root" -xf "$clean"

git clone --quiet "$project" "$root/villagebook"
rm -rf "$root/villagebook/.git" # the project is used from an unpacked archive too
cp -L /etc/resolv.conf "$root/etc/resolv.conf"
for file in ${BARE_ROOT_COPY:-}; do
    mkdir -p "$root$(dirname "$file")"
    cp -a "$file" "$root$(dirname "$file")/"
done
mount -t proc proc "$root/proc"

inside() {
    local passed=()
    while IFS= read -r name; do
        passed+=("$name=${!name}")
    done < <(compgen -e | grep -E '^PIP_|_proxy$' || true)
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb "${passed[@]}" \
        chroot "$root" sh -c "cd /villagebook && $1" </dev/null
}

if (($#)); then
    for command in "$@"; do
        echo "== $command"
        time inside "$command"
    done
    exit
fi
echo "== make run without a screen says so"
if said=$(inside "make run" 2>&1); then echo "$said"; echo "make run should have failed" >&2; exit 1; fi
grep "QT_QPA_PLATFORM=offscreen" <<<"$said"
echo "== make run offscreen, closed after five seconds"
time inside "QT_QPA_PLATFORM=offscreen VILLAGEBOOK_QUIT_AFTER=5 make run"
echo "== make test"
time inside "make test"
