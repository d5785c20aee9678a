#!/bin/sh
# recorded.sh -- runs scripts with Adder and compares what they print, stdout then stderr then exit status, with the output
# of python3.11 recorded beside them (NAME.out).
#   recorded.sh [folder ...]            default: errors types extensions
#   recorded.sh --record [folder ...]   makes the recordings anew, with python3.11
# NAME.gap says why a script is expected to fail for now; it counts as failed once it passes.
# ADDER: the program; V=1: shows the differences.
cd "$(dirname "$0")" || exit 2
adder=$(realpath "${ADDER:-../build/adder}")
reference=${REFERENCE:-/usr/bin/python3.11}
record=
[ "$1" = --record ] && record=yes && shift
[ $# = 0 ] && set -- errors types extensions
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
here=$(pwd -P)

run() { # program script: prints all that it did, without what differs from run to run
    (cd "$(dirname "$2")" && timeout 60 "$1" "$(basename "$2")" > "$tmp/out" 2> "$tmp/err")
    status=$?
    { cat "$tmp/out"; echo "--- stderr"; cat "$tmp/err"; echo "--- status $status"; } |
        sed -e "s|$here/[a-z]*/||g" -e 's/0x[0-9a-f]\{6,\}/0xADDRESS/g'
}

failed=0 count=0
for folder; do
    for script in "$folder"/*.py; do
        recorded=${script%.py}.out
        if [ -n "$record" ]; then
            run "$reference" "$script" > "$recorded"
            continue
        fi
        count=$((count + 1))
        run "$adder" "$script" > "$tmp/got"
        if [ -e "${script%.py}.gap" ]; then # a known gap: the reason is in the file, and it must still be one
            diff -q "$recorded" "$tmp/got" > /dev/null && failed=$((failed + 1)) && echo "PASSES NOW, remove the .gap file: $script"
        elif ! diff -u "$recorded" "$tmp/got" > "$tmp/diff"; then
            failed=$((failed + 1))
            echo "FAIL $script"
            [ -n "$V" ] && cat "$tmp/diff"
        fi
    done
done
[ -n "$record" ] && exit 0
echo "$((count - failed)) passed, $failed failed"
[ "$failed" = 0 ]
