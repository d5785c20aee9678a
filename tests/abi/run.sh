#!/bin/sh
# run.sh -- compiles abi.c against both sets of headers and compares what they print. Exit 0: equal.
# ADDER_CC: compiler; REFERENCE_INCLUDE: folder of python3.11-dev's headers.
set -e
here=$(cd "$(dirname "$0")" && pwd)
reference=${REFERENCE_INCLUDE:-/usr/include/python3.11}
cc=${ADDER_CC:-cc}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
flags="-std=gnu11 -O1 -w -DNDEBUG -ffunction-sections -Wl,--gc-sections"
$cc $flags -I"$reference" "$here/abi.c" "$here/link.c" -o "$tmp/reference"
$cc $flags -I"$here/../../runtime/include" "$here/abi.c" "$here/link.c" -o "$tmp/ours"
"$tmp/reference" > "$tmp/reference.txt"
"$tmp/ours" > "$tmp/ours.txt"
if diff "$tmp/reference.txt" "$tmp/ours.txt"; then
    echo "$(wc -l < "$tmp/ours.txt") passed, 0 failed"
else
    echo "abi: the headers differ (< reference, > ours)" >&2
    exit 1
fi
# The headers are clean in C and C++, with either compiler, together and one by one.
for header in "$here"/../../runtime/include/*.h; do
    name=$(basename "$header")
    [ "$name" = adder.h ] && continue
    printf '#include "%s"\nint main(void) { return 0; }\n' "$name" > "$tmp/one.c"
    warn="-Wall -Wextra -Werror -pedantic -Wno-unused-variable -fsyntax-only -I$here/../../runtime/include"
    $cc -std=c11 $warn "$tmp/one.c" || { echo "abi: $name does not compile alone" >&2; exit 1; }
done
for compiler in g++ clang++ clang++-14; do
    command -v $compiler > /dev/null || continue
    printf '#include <Python.h>\n#include <structmember.h>\n#include <frameobject.h>\n#include <marshal.h>\n' > "$tmp/all.cpp"
    $compiler -std=c++17 -Wall -Wextra -Werror -pedantic -fsyntax-only -I"$here/../../runtime/include" "$tmp/all.cpp"
done
