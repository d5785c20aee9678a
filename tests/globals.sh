#!/bin/sh
# Lists the writable static data of the library and holds it against tests/globals.txt: a line there is a regular expression
# of symbol names that may be writable, with the reason behind a #. Anything else fails.
objdump -t "$1" 2>/dev/null | grep -P '^[0-9a-f]+ .{7} \.(data|bss|tbss|tdata)\b(?!\.rel\.ro)' | grep -v ' d  ' | grep -v ' __odr_asan\.' | awk 'NF > 4 { print $NF }' |
    sort -u > /tmp/adder-globals.$$
sed 's/ *#.*//' tests/globals.txt | grep -v '^$' > /tmp/adder-allowed.$$
grep -vxEf /tmp/adder-allowed.$$ /tmp/adder-globals.$$ > /tmp/adder-bad.$$
echo "$(wc -l < /tmp/adder-globals.$$) writable symbols"
bad=$(wc -l < /tmp/adder-bad.$$)
[ "$bad" = 0 ] || { echo 'not in tests/globals.txt:'; cat /tmp/adder-bad.$$; }
rm -f /tmp/adder-globals.$$ /tmp/adder-allowed.$$ /tmp/adder-bad.$$
[ "$bad" = 0 ] && echo '1 passed, 0 failed' || { echo "0 passed, 1 failed"; exit 1; }
