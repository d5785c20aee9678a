#!/bin/sh
# Prints the C file that takes the given Python files into the binary: stdlib/frozen/a/b.py is module a.b,
# stdlib/frozen/a/__init__.py the package a.
echo '/* Made by stdlib/frozen/embed.sh. */'
echo '#include "runtime/import/import.h"'
i=0
for f in "$@"; do
    i=$((i + 1))
    printf '__asm__(".section .rodata\\nadder_frozen_%d: .incbin \\"%s\\"\\nadder_frozen_end_%d: .byte 0\\n.previous\\n"\n' $i "$f" $i
    printf '        ".hidden adder_frozen_%d\\n.global adder_frozen_%d\\n.hidden adder_frozen_end_%d\\n.global adder_frozen_end_%d");\n' $i $i $i $i
    printf 'extern ADDER_HIDDEN const char adder_frozen_%d[], adder_frozen_end_%d[];\n' $i $i
done
echo 'const struct adder_frozen adder_frozen_modules[] = {'
i=0
for f in "$@"; do
    i=$((i + 1))
    name=${f#stdlib/frozen/} name=${name%.py} package=false
    case $name in */__init__) name=${name%/__init__} package=true ;; esac
    printf '    { "%s", adder_frozen_%d, adder_frozen_end_%d, %s },\n' "$(echo "$name" | tr / .)" $i $i $package
done
echo '    { 0 },'
echo '};'
