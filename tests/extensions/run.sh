#!/bin/sh
# run.sh -- builds sample.c against python3.11-dev's headers and against ours, loads each module into python3.11 and into
# Adder, and compares the four outputs of use_sample.txt. ADDER: the program.
here=$(cd "$(dirname "$0")" && pwd -P)
adder=$(realpath "${ADDER:-$here/../../build/adder}")
reference=${REFERENCE:-/usr/bin/python3.11}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
failed=0 count=0
for headers in reference ours; do
    include=${REFERENCE_INCLUDE:-/usr/include/python3.11}
    [ $headers = ours ] && include=$here/../../runtime/include
    mkdir "$tmp/$headers"
    ${ADDER_CC:-cc} -shared -fPIC -O1 -Wall -Wextra -Wno-missing-field-initializers -Wno-cast-function-type -I"$include" \
        "$here/sample.c" -o "$tmp/$headers/sample.so" || exit 1
    cp "$here/use_sample.txt" "$tmp/$headers/use.py"
    for program in "$reference" "$adder"; do
        out=$tmp/$headers.$(basename "$program")
        (cd "$tmp/$headers" && timeout 60 "$program" use.py > "$out" 2>&1; echo "status $?" >> "$out")
        sed -i 's/0x[0-9a-f]\{6,\}/0xADDRESS/g' "$out"
        [ -z "$first" ] && first=$out
        count=$((count + 1))
        diff "$first" "$out" > "$tmp/diff" || { failed=$((failed + 1)); echo "FAIL headers: $headers, program: $program"; head -20 "$tmp/diff"; }
    done
done
echo "$((count - failed)) passed, $failed failed"
[ $failed = 0 ]
