# A local that dies when its frame ends sees the caller, and the generator it came from as finished.
import sys

class Looks:
    def __del__(self):
        frames.append(sys._getframe().f_back)

frames = []
def function():
    x = Looks()
    return 1
def generator():
    x = Looks()
    yield 2
for _ in range(100):
    function()
    list(generator())
print(len(frames), frames[0].f_code.co_name, frames[1].f_code.co_name)  # expect: 200 <module> <module>
print(frames[0].f_locals is globals(), frames[0].f_back)                # expect: True None
frames.clear()

class Asks:
    def __del__(self):
        print(next(self.it, "finished"))

def last():
    a = Asks()
    a.it = it
    yield 1
it = last()
print(list(it))
# expect: finished
# expect: [1]
