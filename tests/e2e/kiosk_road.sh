#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# The road of an answer from a kiosk without network, with the real programs: pair, cut the server off, answer the poll
# and type a signal by taps on the window, kill the kiosk with -9 after each thanks, bring the server back, and see that
# everything arrived exactly once, with channel and venue. Usage: tests/e2e/kiosk_road.sh BUILD
set -euo pipefail
build="${1:?usage: kiosk_road.sh BUILD}"
for program in Xvfb xdotool sqlite3; do
  command -v "$program" > /dev/null || { echo "skipped: $program is not installed"; echo "0 passed, 0 failed"; exit 0; }
done
server="$build/peilpunt-server"
kiosk="$build/kiosk/peilpunt-kiosk"
[ -x "$kiosk" ] || kiosk="$build/peilpunt-kiosk"
work="$(mktemp -d)"
venue='Buurthuis De Zeemeeuw'
passed=0
failed=0
pids=()
finish() {
  for pid in "${pids[@]}"; do kill -9 "$pid" 2> /dev/null || true; done
  rm -rf "$work"
}
trap finish EXIT

check() {
  if [ "$2" = "$3" ]; then
    passed=$((passed + 1)); echo "ok      $1"
  else
    failed=$((failed + 1)); echo "FAILED  $1: expected '$3', found '$2'"
  fi
}
count() { sqlite3 "file:$work/server/peilpunt.db?mode=ro" "$1"; }
state() { "$kiosk" --data "$work/kiosk" status | sed -n 's/^wacht: //p'; }
# within SECONDS EXPECTED COMMAND ...: the command's output, as soon as it is what we expect or time is up
within() {
  local end=$((SECONDS + $1)) expected="$2" got
  shift 2
  while got="$("$@" 2> /dev/null || true)"; [ "$got" != "$expected" ] && [ $SECONDS -lt "$end" ]; do sleep 0.3; done
  echo "$got"
}
# Every tap waits for the screen that it leads to: the lock after a change of screen is half a second.
tap() {
  for place in "$@"; do
    xdotool mousemove "${place%,*}" "${place#*,}" mousedown 1 mouseup 1
    sleep 1.3
  done
}
start_server() {
  "$server" serve --data "$work/server" --listen "127.0.0.1:$port" --site "http://127.0.0.1:$port" > "$work/server.log" 2>&1 &
  server_pid=$!
  pids+=("$server_pid")
  for _ in $(seq 100); do
    grep -q '^Peilpunt:' "$work/server.log" && return
    sleep 0.1
  done
}
start_kiosk() {
  "$kiosk" --data "$work/kiosk" --server "http://127.0.0.1:$port" --window 540x960 --sync-soon "$@" > "$work/kiosk.log" 2>&1 &
  kiosk_pid=$!
  pids+=("$kiosk_pid")
}
stop() { kill "-$1" "$2" 2> /dev/null || true; wait "$2" 2> /dev/null || true; }

exec 3< <(exec Xvfb -displayfd 1 -screen 0 540x960x24 2> /dev/null)
pids+=($!)
read -r display <&3
export DISPLAY=":$display"

"$server" demo --data "$work/server" > /dev/null
port=0
"$server" serve --data "$work/server" --listen 127.0.0.1:0 > "$work/server.log" 2>&1 &
server_pid=$!
pids+=("$server_pid")
for _ in $(seq 100); do grep -q '^Peilpunt:' "$work/server.log" && break; sleep 0.1; done
port="$(sed -n 's#^Peilpunt:.*:\([0-9]*\)/$#\1#p' "$work/server.log")"
stop TERM "$server_pid"
start_server
code="$("$server" kiosk pair --data "$work/server" --venue "$venue" --municipality GM0453 2> /dev/null)"
start_kiosk --pair "$code"
paired() { "$kiosk" --data "$work/kiosk" status | sed -n 's/^gekoppeld: //p'; }
check "the kiosk pairs with a one-time code" "$(within 30 ja paired)" ja
sleep 4
stop TERM "$server_pid"

# The poll: language, "Vragen beantwoorden", "Ja, goed"; what must be answered is answered, the rest skipped.
go=340,790
skip=105,790
tap 140,565 270,350 $go
tap 270,310 $go 140,310 400,310 $go 140,310 $go $skip 270,480 $go
tap $skip $skip $skip $skip $skip $go
check "an answer waits, sealed, while the server is away" "$(within 20 '1 inzendingen, 0 signalen' state)" '1 inzendingen, 0 signalen'
stop 9 "$kiosk_pid"
check "it still waits after kill -9" "$(state)" '1 inzendingen, 0 signalen'

start_kiosk
sleep 4
tap 140,565 270,600 $go 140,290 $go 45,508 200,575 45,650 $go $skip $skip $go
check "a typed signal waits as well" "$(within 20 '1 inzendingen, 1 signalen' state)" '1 inzendingen, 1 signalen'
stop 9 "$kiosk_pid"
check "nothing reached the server yet" "$(count 'select count(*) from responses where piece=0')" 671
grep -rqa 'Ams' "$work/kiosk" && found=yes || found=no
check "what was typed cannot be read on the kiosk's disk" "$found" no

start_kiosk
start_server
check "the queue empties when the server is back" "$(within 60 '0 inzendingen, 0 signalen' state)" '0 inzendingen, 0 signalen'
stop 9 "$kiosk_pid"
start_kiosk
sleep 5
check "one answer more than before, however often it was sent" "$(count 'select count(*) from responses where piece=0')" 672
check "it says kiosk and venue" "$(count "select count(*) from responses where piece=0 and channel=1 and venue='$venue'")" 1
check "one signal more than before" "$(count "select count(*) from signals where cast(words as text) like 'Ams%' and venue='$venue' and channel=1")" 1
check "the fleet says that nothing is missing" "$("$server" kiosk list --data "$work/server" | grep -c ' 0 missing')" 1
check "every count agrees with a recount" "$("$server" verify --data "$work/server" | grep -c whole)" 1
stop TERM "$kiosk_pid"
stop TERM "$server_pid"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
