# Locks, thread-local data, threads that alternate.
import _thread
import time

lock, done, n = _thread.allocate_lock(), [], 0

def work(k):
    global n
    for _ in range(5000):
        with lock:
            n += 1
    done.append(k)

for k in range(4):
    _thread.start_new_thread(work, (k,))
while len(done) < 4:
    time.sleep(0.001)
print(n, sorted(done))                     # expect: 20000 [0, 1, 2, 3]

r = _thread.RLock()
with r, r:
    print(r._is_owned())                   # expect: True
try:
    r.release()
except RuntimeError as e:
    print(e)                               # expect: cannot release un-acquired lock

local, out = _thread._local(), []
local.x = 5
def other():
    try:
        local.x
    except AttributeError as e:
        out.append(str(e))
    local.x = 6
    out.append(local.x)
_thread.start_new_thread(other, ())
while len(out) < 2:
    time.sleep(0.001)
print(out, local.x)                        # expect: ["'_thread._local' object has no attribute 'x'", 6] 5
print(lock.acquire(), lock.acquire(False), lock.acquire(timeout=0.01))  # expect: True False False
lock.release()
try:
    lock.release()
except RuntimeError as e:
    print(e)                               # expect: release unlocked lock

stop = []
def spin():
    while not stop:
        pass
    out.append("stopped")
_thread.start_new_thread(spin, ())
time.sleep(0.02)
stop.append(1)                             # this thread gets its turn although the other never waits
while len(out) < 3:
    time.sleep(0.001)
print(out[-1])                             # expect: stopped
