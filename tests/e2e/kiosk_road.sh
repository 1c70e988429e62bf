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
for program in "$server" "$kiosk"; do
  [ -x "$program" ] || { echo "$program is not built" >&2; echo "0 passed, 1 failed"; exit 1; }
done
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
# What can be touched now: "id x y" a line, after a first line that changes with every screen and tap.
touchable() { cat "$work/items" 2> /dev/null || true; }
# tap ID: waits until it can be touched, touches it, and waits until something came of it
tap() {
  local before place end=$((SECONDS + 60))
  while place="$(touchable | awk -v id="$1" '$1 == id { print $2, $3 }')"; [ -z "$place" ]; do
    [ $SECONDS -lt $end ] || { echo "there is no '$1' among: $(touchable | awk 'NR > 1 { print $1 }' | tr '\n' ' ')" >&2; return 1; }
    sleep 0.1
  done
  before="$(touchable | head -1)"
  xdotool mousemove ${place% *} ${place#* } mousedown 1 mouseup 1
  while [ "$(touchable | head -1)" = "$before" ]; do
    [ $SECONDS -lt $end ] || { echo "nothing came of touching '$1'" >&2; return 1; }
    sleep 0.1
  done
}
screen() { touchable | awk 'NR == 1 { print $1 }'; }
first() { touchable | awk -v wanted="$1" '$1 ~ wanted { print $1; exit }'; }
sees() { if [ -n "$(first "$1")" ]; then echo yes; fi; }
# Waits for the start screen, past the posters that an idle kiosk shows, and chooses Dutch.
begin() {
  local end=$((SECONDS + 60))
  while [ $SECONDS -lt $end ]; do
    if [ -n "$(first '^taal-nl$')" ]; then tap taal-nl && return; fi
    if [ -n "$(first '^begin$')" ]; then tap begin; fi
    sleep 0.1
  done
  echo "no start screen" >&2
  return 1
}
# walk [TEXT]: goes through a visit to its thanks: the first answer on each screen, TEXT where there is a keyboard
walk() {
  local text="${1:-}" before answer letter next
  for _ in $(seq 60); do
    if [ -n "$(first '^klaar$')" ]; then return; fi
    # A slow machine: it asked whether we are still there.
    if [ -n "$(first '^blijf$')" ]; then tap blijf; fi
    before="$(screen)"
    answer="$(first '^(optie|antwoord|gezicht|rang|leeftijd|thema|cijfer|plek|soort)-|^hoe-tikken$')"
    if [ -n "$text" ] && [ -n "$(first '^toets-')" ]; then
      for letter in $text; do tap "toets-$letter"; done
      text=''
    elif [ -n "$answer" ] && [ -z "$(first '^toets-')" ]; then
      tap "$answer"
    fi
    if [ "$(screen)" = "$before" ]; then
      next="$(first '^(verder|versturen)$')"
      tap "${next:-overslaan}"
      # An answer that asks for more than one touch: this visitor skips it.
      if [ "$(screen)" = "$before" ]; then tap overslaan; fi
    fi
  done
  echo "no thanks after sixty screens" >&2
  return 1
}
start_server() {
  rm -f "$work/server.log"
  "$server" serve --data "$work/server" --listen "127.0.0.1:$port" --site "http://127.0.0.1:$port" > "$work/server.log" 2>&1 &
  server_pid=$!
  pids+=("$server_pid")
  for _ in $(seq 300); do
    if grep -qs '^Peilpunt:' "$work/server.log"; then return; fi
    sleep 0.1
  done
  echo "the server does not start: $(cat "$work/server.log")" >&2
  return 1
}
start_kiosk() {
  rm -f "$work/items"
  "$kiosk" --data "$work/kiosk" --server "http://127.0.0.1:$port" --window 540x960 --sync-soon \
    --items "$work/items" "$@" > "$work/kiosk.log" 2>&1 &
  kiosk_pid=$!
  pids+=("$kiosk_pid")
}
# A sound server with a loudspeaker that goes nowhere and a microphone that hears it, and a tone of 440 Hz in the room.
start_room() {
  export PULSE_SERVER="unix:$work/sound" PULSE_RUNTIME_PATH="$work/pulse"
  pulseaudio -n --daemonize=no --exit-idle-time=-1 --use-pid-file=no --high-priority=no \
    -L "module-native-protocol-unix auth-anonymous=1 socket=$work/sound" \
    -L "module-null-sink sink_name=zaal rate=48000" \
    -L "module-remap-source source_name=microfoon master=zaal.monitor" > "$work/pulse.log" 2>&1 &
  pids+=($!)
  for _ in $(seq 100); do [ -S "$work/sound" ] && break; sleep 0.1; done
  node -e 'const tone = Buffer.alloc(96000);
    for (let i = 0; i < 48000; i += 1) tone.writeInt16LE(Math.round(11000 * Math.sin(2 * Math.PI * 440 * i / 48000)), 2 * i);
    const on = () => { while (process.stdout.write(tone)) {} }; process.stdout.on("drain", on).on("error", () => process.exit()); on();' |
    pacat --device=zaal --format=s16le --rate=48000 --channels=1 > /dev/null 2>&1 &
  pids+=($!)
}
stop() { kill "-$1" "$2" 2> /dev/null || true; wait "$2" 2> /dev/null || true; }

exec 3< <(exec Xvfb -displayfd 1 -screen 0 540x960x24 2> /dev/null)
pids+=($!)
read -r display <&3
export DISPLAY=":$display"

"$server" demo --data "$work/server" > /dev/null
# A port that is free now: the server takes one, tells it, and gets the same one at each start.
port=0
start_server
port="$(sed -n 's#^Peilpunt:.*:\([0-9]*\)/$#\1#p' "$work/server.log")"
stop TERM "$server_pid"
start_server
code="$("$server" kiosk pair --data "$work/server" --venue "$venue" --municipality GM0453 2> /dev/null)"
start_kiosk --pair "$code"
paired() { "$kiosk" --data "$work/kiosk" status | sed -n 's/^gekoppeld: //p'; }
check "the kiosk pairs with a one-time code" "$(within 60 ja paired)" ja
within 60 yes sees '^(begin|taal-nl)$' > /dev/null  # the content has come as well
stop TERM "$server_pid"

begin
tap kies-peiling
walk
check "an answer waits, sealed, while the server is away" "$(within 20 '1 inzendingen, 0 signalen' state)" '1 inzendingen, 0 signalen'
stop 9 "$kiosk_pid"
check "it still waits after kill -9" "$(state)" '1 inzendingen, 0 signalen'

start_kiosk
begin
tap kies-vertellen
walk 'z e e d u i n'
check "a typed signal waits as well" "$(within 20 '1 inzendingen, 1 signalen' state)" '1 inzendingen, 1 signalen'
stop 9 "$kiosk_pid"
check "nothing reached the server yet" "$(count 'select count(*) from responses where piece=0')" 1091
grep -rqai 'zeeduin' "$work/kiosk" && found=yes || found=no
check "what was typed cannot be read on the kiosk's disk" "$found" no

spoken=0
if command -v pulseaudio > /dev/null && command -v pacat > /dev/null; then
  start_room
  start_kiosk
  begin
  tap kies-vertellen
  tap verder
  until [ -n "$(first '^hoe-spreken$')" ]; do tap overslaan; done
  tap hoe-spreken
  tap opname-begin
  sleep 4
  tap opname-klaar
  tap luister-terug
  tap verder
  until [ -n "$(first '^versturen$')" ]; do tap overslaan; done
  tap versturen
  within 60 yes sees '^klaar$' > /dev/null
  check "a spoken signal waits as well" "$(within 20 '1 inzendingen, 2 signalen' state)" '1 inzendingen, 2 signalen'
  stop 9 "$kiosk_pid"
  grep -rqa 'OggS' "$work/kiosk" && found=yes || found=no
  check "what was spoken cannot be heard from the kiosk's disk" "$found" no
  spoken=1
else
  echo "skipped: speaking, pulseaudio and pulseaudio-utils are not installed"
fi
mkdir "$work/stick"
"$kiosk" --data "$work/kiosk" bundle export "$work/stick" > /dev/null
head -c 700 "$work"/stick/*-heen.bundel > "$work/cut.bundel"
"$server" bundle import "$work/cut.bundel" --data "$work/server" 2> /dev/null && found=taken || found=refused
check "a bundle that is cut off is refused" "$found" refused
"$server" bundle import "$work/stick" --data "$work/server" > "$work/stick.log"
# A spoken signal is two envelopes: its words and its sound.
check "a USB stick brings all to the server" "$(grep -c ": $((2 + 2 * spoken)) new, 0 known already, 0 set apart" "$work/stick.log")" 1
check "without the answer the kiosk keeps them" "$(state)" "1 inzendingen, $((1 + spoken)) signalen"

start_kiosk
start_server
check "the queue empties when the server is back" "$(within 60 '0 inzendingen, 0 signalen' state)" '0 inzendingen, 0 signalen'
stop 9 "$kiosk_pid"
start_kiosk
within 60 yes sees '^(begin|taal-nl)$' > /dev/null
check "one answer more than before, however often it was sent" "$(count 'select count(*) from responses where piece=0')" 1092
"$kiosk" --data "$work/kiosk" bundle import "$work/stick" > "$work/stick.log"
check "the stick's answer comes too late and does no harm" "$(grep -c '^0 enveloppen' "$work/stick.log")" 1
check "it says kiosk and venue" "$(count "select count(*) from responses where piece=0 and channel=1 and venue='$venue'")" 1
check "one signal more than before" "$(count "select count(*) from signals where cast(words as text) like 'Zeeduin%' and venue='$venue' and channel=1")" 1
if [ "$spoken" = 1 ]; then
  recordings() { count 'select count(distinct id) from recordings'; }
  check "the recording arrived once" "$(within 60 1 recordings)" 1
  count "select hex(sound) from recordings order by id, piece" |
    node -e 'process.stdout.write(Buffer.from(require("fs").readFileSync(0, "latin1").replace(/\n/g, ""), "hex"))' > "$work/opname.ogg"
  check "and the tone of the room is in it" "$("$build/tests/spoken_signal" heard "$work/opname.ogg")" 'a tone of 440 Hz'
fi
check "the fleet says that nothing is missing" "$("$server" kiosk list --data "$work/server" | grep -c ' 0 missing')" 1
check "every count agrees with a recount" "$("$server" verify --data "$work/server" | grep -c whole)" 1
stop TERM "$kiosk_pid"
stop TERM "$server_pid"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
