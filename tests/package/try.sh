#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Tries the packages of a folder in a bare Debian 12; see README.md. Usage: tests/package/try.sh PACKAGES [BARE]
#   BARE  a tree that `debootstrap --variant=minbase bookworm BARE` made before; it is copied, not changed
set -euo pipefail
packages="$(realpath "${1:?folder with packages}")"
bare="${2:-}"
[ "$(id -u)" -eq 0 ] || { echo "a bare Debian is made as root" >&2; exit 1; }

work="$(mktemp -d /tmp/peilpunt-package.XXXXXX)"
root="$work/root"
serving=
passed=0
failed=0
cleanup() {
  [ -z "$serving" ] || kill "$serving" 2> /dev/null || true
  for part in proc dev; do umount "$root/$part" 2> /dev/null || true; done
  rm -rf --one-file-system "$work"
}
trap cleanup EXIT

# check WORDS COMMAND ...
check() {
  local words="$1"
  shift
  if "$@" > "$work/said" 2>&1; then
    echo "ok      $words"
    passed=$((passed + 1))
  else
    echo "FAILED  $words"
    tail -20 "$work/said"
    failed=$((failed + 1))
  fi
}
inside() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"; }
as_user() { inside setpriv --reuid=peilpunt --regid=peilpunt --clear-groups "$@"; }
mode_of() { chroot "$root" stat -c '%a %U:%G' "$1"; }  # the names of that tree
same() { [ "$1" = "$2" ] || { echo "is '$1', should be '$2'"; return 1; }; }

if [ -n "$bare" ]; then
  cp -a "$bare" "$root"
else
  debootstrap --variant=minbase bookworm "$root" > "$work/debootstrap.log" || { tail "$work/debootstrap.log"; exit 1; }
fi
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
cp /etc/resolv.conf "$root/etc/resolv.conf" 2> /dev/null || true
# The mirror of this machine, so that what it reaches is what the tree reaches.
cp /etc/apt/sources.list "$root/etc/apt/" 2> /dev/null || true
cp -r /etc/apt/sources.list.d /etc/apt/apt.conf.d "$root/etc/apt/" 2> /dev/null || true
mkdir -p "$root/packages"
cp "$packages"/*.deb "$root/packages/"
server_deb="$(basename "$(ls "$packages"/peilpunt-server_*.deb)")"
kiosk_deb="$(ls "$packages"/peilpunt-kiosk_*.deb 2> /dev/null || true)"
inside apt-get update -q > "$work/apt.log" 2>&1
check "the server installs with what it needs" inside apt-get install -y -q --no-install-recommends "/packages/$server_deb"

unit="$root/lib/systemd/system/peilpunt-server.service"
check "its unit is there" test -f "$unit"
check "the data folder is the user's alone" same "$(mode_of /var/lib/peilpunt)" "700 peilpunt:peilpunt"
check "the configuration is not for everybody" same "$(mode_of /etc/peilpunt/peilpunt.toml)" "640 root:peilpunt"
check "the configuration is the operator's" inside sh -c "dpkg-query -W -f '\${Conffiles}' peilpunt-server | grep -q peilpunt.toml"
check "documents and a licence come along" test -s "$root/usr/share/doc/peilpunt-server/operating.md" -a \
  -s "$root/usr/share/doc/peilpunt-server/copyright"
check "no library is missing" inside sh -c '! ldd /usr/bin/peilpunt-server | grep -q "not found"'

# What an attacker would have liked otherwise.
program="$root/usr/bin/peilpunt-server"
check "position independent" sh -c "readelf -hW '$program' | grep -q 'Type:.*DYN'"
check "bound at start, then read-only" sh -c "readelf -dW '$program' | grep -q 'BIND_NOW\|NOW' && readelf -lW '$program' | grep -q GNU_RELRO"
check "stack is not executable" sh -c "readelf -lW '$program' | grep GNU_STACK | grep -q 'RW '"
check "stack protector" sh -c "readelf --dyn-syms -W '$program' | grep -q __stack_chk_fail"
check "checked calls (FORTIFY)" sh -c "readelf --dyn-syms -W '$program' | grep -qE '__[a-z]+_chk@'"

# An example, because an instance of one's own is made by hand; what the unit runs must take it.
as_user peilpunt-server demo --data /var/lib/peilpunt > /dev/null
read -ra start <<< "$(sed -n 's/^ExecStart=//p' "$unit")"
# serve_unit: as the unit does, with ports of its own and its limits.
serve_unit() {
  local log="$work/serve.log"
  : > "$log"
  (
    ulimit -c 0
    umask 0077
    exec chroot "$root" /usr/bin/env -i PATH=/usr/bin:/bin setpriv --reuid=peilpunt --regid=peilpunt --clear-groups \
      --no-new-privs "${start[@]}" --listen 127.0.0.1:0 --admin 127.0.0.1:0
  ) > "$log" 2>&1 &
  serving=$!
  for _ in $(seq 100); do
    address="$(sed -nE 's|^Peilpunt: +(http://[^/]+)/.*|\1|p' "$log")"
    admin="$(sed -nE 's|^Admin: +(http://[^/]+)/.*|\1|p' "$log")"
    [ -n "$address" ] && [ -n "$admin" ] && return 0
    kill -0 "$serving" 2> /dev/null || break
    sleep 0.1
  done
  cat "$log"
  return 1
}
stop_unit() {
  kill -TERM "$serving"
  wait "$serving"
  serving=
}
serve_unit > "$work/said" 2>&1 || true
check "it serves by its ExecStart as its user" test -n "${address:-}"
check "residents get the home page" sh -c "curl -fsS '$address/' | grep -qi '<html'"
check "it is ready" curl -fsS "$admin/gereed"
check "it runs as its user" sh -c "grep -q \"^Uid:[[:space:]]*$(chroot "$root" id -u peilpunt)[[:space:]]\" /proc/$serving/status"
check "nobody of the same user reads its memory" same "$(stat -c %U /proc/$serving/environ)" root
check "no core file can be written" sh -c "grep -q 'Max core file size *0 ' /proc/$serving/limits"
check "it stops when asked" stop_unit
check "everything it made is its own" sh -c "[ -z \"\$(find '$root/var/lib/peilpunt' \\( -perm /077 -o ! -uid \$(chroot '$root' id -u peilpunt) \\) -print)\" ]"

as_user peilpunt-server doctor --data /var/lib/peilpunt > "$work/doctor" 2>&1 || true
check "doctor finds that it is an example" grep -q "examples" "$work/doctor"
check "doctor finds no fault in rights or schema" sh -c "! grep -E '^not right: (rights|schema|data: /|storage)' '$work/doctor'"
check "doctor ends with 1" sh -c "! chroot '$root' setpriv --reuid=peilpunt --regid=peilpunt --clear-groups peilpunt-server doctor --data /var/lib/peilpunt"

# An upgrade: the same, with a higher version; the operator changed the configuration.
echo '# changed by the operator' >> "$root/etc/peilpunt/peilpunt.toml"
before="$(find "$root/var/lib/peilpunt" -type f -exec sha256sum {} + | sort)"
mkdir "$work/next"
dpkg-deb -R "$packages/$server_deb" "$work/next/tree"
sed -i -E 's/^Version: (.*)$/Version: \1+next/' "$work/next/tree/DEBIAN/control"
echo '# a newer example' >> "$work/next/tree/etc/peilpunt/peilpunt.toml"
dpkg-deb --root-owner-group -b "$work/next/tree" "$root/packages/next.deb" > /dev/null
check "it upgrades without a question" inside apt-get install -y -q -o Dpkg::Options::=--force-confold /packages/next.deb
check "the newer one is there" inside sh -c "dpkg-query -W -f '\${Version}' peilpunt-server | grep -q next"
check "data are as before" same "$(find "$root/var/lib/peilpunt" -type f -exec sha256sum {} + | sort)" "$before"
check "the operator's configuration stays" grep -q 'changed by the operator' "$root/etc/peilpunt/peilpunt.toml"
check "rights are as before" same "$(mode_of /etc/peilpunt/peilpunt.toml) $(mode_of /var/lib/peilpunt)" \
  "640 root:peilpunt 700 peilpunt:peilpunt"
serve_unit > "$work/said" 2>&1 || true
check "it serves again" curl -fsS "$admin/gereed"
check "and stops" stop_unit

check "it goes" inside apt-get remove -y -q peilpunt-server
check "without its program" test ! -e "$root/usr/bin/peilpunt-server"
check "its data stay" test -s "$root/var/lib/peilpunt/peilpunt.db" -a -d "$root/var/lib/peilpunt/sleutels"
check "it is purged without a question" inside apt-get purge -y -q peilpunt-server
check "data stay at a purge too" test -s "$root/var/lib/peilpunt/peilpunt.db"
check "the configuration is gone" test ! -e "$root/etc/peilpunt/peilpunt.toml"
check "installed once more it finds its data" sh -c "chroot '$root' /usr/bin/env DEBIAN_FRONTEND=noninteractive apt-get install -y -q /packages/'$server_deb' && chroot '$root' setpriv --reuid=peilpunt --regid=peilpunt --clear-groups peilpunt-server verify --data /var/lib/peilpunt"

if [ -n "$kiosk_deb" ]; then
  check "the kiosk installs with what it needs" inside apt-get install -y -q --no-install-recommends "/packages/$(basename "$kiosk_deb")"
  check "no library of the kiosk is missing" inside sh -c '! ldd /usr/bin/peilpunt-kiosk /usr/bin/peilpunt-speak | grep -q "not found"'
  check "the kiosk's folder is its user's alone" same "$(mode_of /var/lib/peilpunt-kiosk)" "700 peilpunt-kiosk:peilpunt-kiosk"
  check "the kiosk's parts are in place" test -f "$root/lib/systemd/system/peilpunt-kiosk.service" -a \
    -x "$root/usr/lib/peilpunt/kiosk-session" -a -f "$root/etc/peilpunt/xorg-kiosk.conf" -a \
    -f "$root/etc/udev/rules.d/70-peilpunt.rules" -a -f "$root/lib/systemd/system/media-peilpunt.mount"
  check "the kiosk tells its state" inside setpriv --reuid=peilpunt-kiosk --regid=peilpunt-kiosk --clear-groups \
    peilpunt-kiosk --data /var/lib/peilpunt-kiosk status
  check "the kiosk goes, its queue stays" sh -c "chroot '$root' apt-get purge -y -q peilpunt-kiosk && test -s '$root/var/lib/peilpunt-kiosk/kiosk.db'"
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
