import sys
ev=[]
def tr(f,e,a):
    ev.append((f.f_code.co_name,e,f.f_lineno, type(a).__name__)); return tr
def g(x):
    y = x + 1
    return len("abc") + y
sys.settrace(tr); print(sys.gettrace() is tr); g(1); sys.settrace(None)
for e in ev: print(e)
ev.clear()
def pr(f,e,a): ev.append((f.f_code.co_name,e,getattr(a,'__name__',a)))
sys.setprofile(pr); g(1); sys.setprofile(None)
for e in ev: print(e)
# expect: True
# expect: ('g', 'call', 5, 'NoneType')
# expect: ('g', 'line', 6, 'NoneType')
# expect: ('g', 'line', 7, 'NoneType')
# expect: ('g', 'return', 7, 'int')
# expect: ('g', 'call', None)
# expect: ('g', 'c_call', 'len')
# expect: ('g', 'c_return', 'len')
# expect: ('g', 'return', 5)
# expect: ('<module>', 'c_call', 'setprofile')
