import sys
hooks=[]
def hook(e,args):
    if e.startswith("test"): hooks.append((e,args))
    if e=="test.fail": raise RuntimeError("no")
sys.addaudithook(hook); sys.audit("test.a",1,"x"); 
try: sys.audit("test.fail")
except RuntimeError as e: print(e)
try: sys.audit(5)
except TypeError as e: print(e)
print(hooks)
import builtins
sys.displayhook(5)
print(builtins._)
class R:
    def __repr__(self):
        return "caf\xe9 \udc80"
sys.stdout.reconfigure(errors="strict")
sys.displayhook(R())
sys.displayhook(None)
print(sys.displayhook is sys.__displayhook__, sys.excepthook is sys.__excepthook__)
# expect: no
# expect: expected str for argument 'event', not int
# expect: [('test.a', (1, 'x')), ('test.fail', ())]
# expect: 5
# expect: 5
# expect: café \udc80
# expect: True True
