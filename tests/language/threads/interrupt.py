# An interrupt comes at any instruction, in the midst of calls with live temporaries; nothing is lost or freed twice.
import _thread
import time

def busy(a, b):
    return [a + 1, (b, a)]

def work(n):
    i = 0
    while True:
        x = busy(busy(i, [n])[0] + 1, busy(i, (i, n)))
        for y in x:
            i += len(str(y)) + sum(z for z in (1, 2, i))

caught = 0
for attempt in range(30):
    def later():
        time.sleep(0.002)
        _thread.interrupt_main()
    _thread.start_new_thread(later, ())
    try:
        work(attempt)
    except KeyboardInterrupt:
        caught += 1
print(caught)                          # expect: 30
