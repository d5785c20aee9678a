import sys
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
m=memoryview(bytearray(range(12))); r=memoryview(b'abcd')
t(lambda: m.tolist()); t(lambda: m[2]); t(lambda: m[-1]); t(lambda: m[12]); t(lambda: bytes(m[2:5])); t(lambda: m[::2].tolist()); t(lambda: m[::-1].tobytes()); t(lambda: m['a']); t(lambda: m[1,2]); t(lambda: m[(1,)]); t(lambda: m[()]); t(lambda: m[1:2,3:4]); t(lambda: m[...]); t(lambda: m[None])
n=m.cast('B',(3,4))
t(lambda: n.tolist()); t(lambda: n[1,2]); t(lambda: n[1]); t(lambda: n[1,2,3]); t(lambda: n[1:2].tolist()); t(lambda: n[3,0]); t(lambda: n[0,4]); t(lambda: n.shape); t(lambda: n.strides); t(lambda: n.suboffsets); t(lambda: len(n)); t(lambda: n.ndim); t(lambda: n.nbytes); t(lambda: n.tobytes('F')); t(lambda: n.tobytes('X')); t(lambda: n.tobytes(None)); t(lambda: n.f_contiguous); t(lambda: n[::2].c_contiguous); t(lambda: list(n)); t(lambda: n[0:1,0:1]); t(lambda: n[(1,)])
def s(k,v,mm=m):
    def f(): mm[k]=v
    return f
t(s(0,256)); t(s(0,'a')); t(s(0,1.5)); t(s(slice(0,2),b'ab')); t(s(slice(0,2),b'abc')); t(s(slice(0,2),[1,2])); t(s(slice(0,4),m[2:6])); t(lambda: m.tolist()); t(s(0,1,r)); t(s((0,1),9,n)); t(lambda:n.tolist()); t(s(slice(0,1),b'abcd',n)); t(s(0,1,n)); t(s('q',1)); t(s(slice(0,2),memoryview(b'abcd').cast('H')))
def d(): del m[0]
t(d)
for f in 'cbBhHiIlLqQnNfd?Pe': t(lambda: (f, memoryview(bytes(range(16))).cast(f).tolist()))
t(lambda: m.cast('x')); t(lambda: m.cast('5s')); t(lambda: m.cast('H').cast('I')); t(lambda: m.cast('I').cast('B').tolist()); t(lambda: m[:5].cast('I')); t(lambda: m[::2].cast('B')); t(lambda: m.cast(3)); t(lambda: m.cast('B',3)); t(lambda: m.cast('B',[3])); t(lambda: m.cast('B',[3,'a'])); t(lambda: m.cast('B',[3,0])); t(lambda: m.cast('B',[3,-4])); t(lambda: n.cast('B',[12]).tolist()); t(lambda: n.cast('B',[4,3])); t(lambda: m[:1].cast('B',[]).tolist()); t(lambda: m.cast('B',[1]*65)); t(lambda: m.cast('B',[2**62,2**62])); t(lambda: memoryview(b'').cast('B',[0])); t(lambda: m.cast('@I').format)
z=m[:1].cast('B',[])
t(lambda: z[()]); t(lambda: z[...]==z); t(lambda: z[0]); t(lambda: len(z)); t(lambda: list(z)); t(lambda: z.shape); t(s((),5,z)); t(s(...,6,z)); t(s(0,6,z)); t(lambda: z.tolist())
h=memoryview(bytearray(8)).cast('h'); t(s(0,40000,h)); t(s(0,'a',h)); t(s(0,-5,h)); t(lambda: h[0])
f=memoryview(bytearray(8)).cast('f'); t(s(0,'a',f)); t(s(0,1.5,f)); t(lambda:f.tolist()); c=memoryview(bytearray(2)).cast('c'); t(s(0,b'a',c)); t(s(0,b'ab',c)); t(s(0,3,c)); t(lambda: c.tolist()); q=memoryview(bytearray(2)).cast('?'); t(s(0,[1],q)); t(lambda: q.tolist())
t(lambda: hash(r)==hash(b'abcd')); t(lambda: hash(m)); t(lambda: hash(r.cast('H'))); t(lambda: hash(r[::-1])==hash(b'dcba'))
t(lambda: r==b'abcd'); t(lambda: r==b'abce'); t(lambda: r==3); t(lambda: r<b'abcd'); t(lambda: r.cast('H')==r.cast('h')); t(lambda: r.cast('H')==b'abcd'); t(lambda: memoryview(b'\0\0\0\0').cast('f')==memoryview(b'\0\0\0\0').cast('I')); t(lambda: r==r.cast('b')); t(lambda: r!=b'abcd')
nan=memoryview(b'\0\0\xc0\x7f').cast('f'); t(lambda: nan==nan)
t(lambda: r.hex()); t(lambda: r.hex(':')); t(lambda: r.hex(':',2)); t(lambda: m[::-2].hex()); t(lambda: r.obj); t(lambda: r.readonly); t(lambda: m.toreadonly().readonly); t(lambda: r.format); t(lambda: r.itemsize); t(lambda: r.contiguous); t(lambda: r.nope)
t(lambda: memoryview(3)); t(lambda: memoryview()); t(lambda: memoryview(object=b'a').tolist()); t(lambda: memoryview(b'a',b'c')); t(lambda: memoryview(memoryview(b'ab')[::2]).tolist())
x=memoryview(bytearray(4)); y=x[1:]
with x as xx: t(lambda: xx is x)
t(lambda: x[0]); t(lambda: x.release()); t(lambda: x.tolist()); t(lambda: repr(x)[:16]); t(lambda: x==x); t(lambda: x==b'a'); t(lambda: hash(x)); t(lambda: len(x)); t(lambda: y.tolist()); t(lambda: x.shape); t(lambda: memoryview(x)); t(lambda: x.__enter__())
b=bytearray(4); v=memoryview(b)
def ap(): b.append(1)
t(ap); w=memoryview(v); v2=memoryview(v)
import io
t(v.release); t(ap); t(w.release); t(v2.release); t(ap); t(lambda: b)
it=iter(r); t(lambda: next(it)); t(lambda: list(it)); t(lambda: next(it)); t(lambda: type(it)); t(lambda: 97 in r); t(lambda: list(reversed(r)))
t(lambda: r.index); t(lambda: [x for x in dir(r) if x[0]!='_']); t(lambda: bytes(n[::2])); t(lambda: b''.join([r,m[:2]])); t(lambda: r.__getitem__(1)); t(lambda: sys.getsizeof(r)>50); t(lambda: type(memoryview).__name__); t(lambda: int.from_bytes(r,'big')); t(lambda: b'x'+r)
try:
    class S(memoryview): pass
except TypeError as e: print(e)
