import types, sys
class TV:
    def __init__(self, n): self.n = n
    def __repr__(self): return "~" + self.n
    def __typing_subst__(self, arg): return arg
TypeVar = TV
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
T=TypeVar('T'); U=TypeVar('U')
G=types.GenericAlias
L=list[int]
t(lambda: L); t(lambda: dict[str,int]); t(lambda: list[T]); t(lambda: dict[T,U][int,str]); t(lambda: dict[T,T][int])
t(lambda: L.__origin__); t(lambda: L.__args__); t(lambda: list[T].__parameters__); t(lambda: dict[T,list[U]].__parameters__)
t(lambda: L()); t(lambda: L([1])); t(lambda: type(L)); t(lambda: L==list[int]); t(lambda: L==list[str]); t(lambda: hash(L)==hash(list[int]))
t(lambda: isinstance([],L)); t(lambda: issubclass(list,L)); t(lambda: L[int]); t(lambda: list[T][int,str]); t(lambda: dict[T,U][int])
t(lambda: tuple[int,...]); t(lambda: tuple[()]); t(lambda: list['x']); t(lambda: list[None]); t(lambda: type[int]); t(lambda: L.append)
t(lambda: L.__mro_entries__((L,))); t(lambda: list(iter(L))); t(lambda: L.__reduce__()); t(lambda: dir(L)[:3]); t(lambda: L.__doc__==list.__doc__)
t(lambda: L|int); t(lambda: int|L); t(lambda: L.__unpacked__); t(lambda: (*L,)[0]); t(lambda: (*L,)[0].__unpacked__); t(lambda: next(iter(tuple[int,str])).__typing_unpacked_tuple_args__)
t(lambda: L.__class__); t(lambda: G(list,int)); t(lambda: G(3,4)); t(lambda: G(list)); t(lambda: G(list,(int,),3)); t(lambda: G(list,x=3))
class C(list[int]): pass
t(lambda: C.__orig_bases__); t(lambda: C.__mro__)
def s(): L.x=1
t(s)
class A:
    def __class_getitem__(cls, x): return G(cls,x)
t(lambda: A[int]); a=A[int]()
t(lambda: a.__orig_class__)
t(lambda: L.nope)
t(lambda: list[int|str]); t(lambda: list[[int,str]])
t(lambda: int|str); t(lambda: int|None); t(lambda: None|int); t(lambda: int|int); t(lambda: int|str|int); t(lambda: (int|str).__args__)
t(lambda: (int|str)==(str|int)); t(lambda: hash(int|str)==hash(str|int)); t(lambda: isinstance(3,int|str)); t(lambda: isinstance(None,int|None)); t(lambda: issubclass(bool,int|str))
t(lambda: isinstance(3,int|list[int])); t(lambda: isinstance(3,str|list[int])); t(lambda: issubclass(int,str|list[int])); t(lambda: int|3); t(lambda: 3|int); t(lambda: type(int|str)); t(lambda: (int|str)[int])
t(lambda: (int|str).__class__); t(lambda: (int|str)()); t(lambda: types.UnionType()); t(lambda: (int|str).x); t(lambda: (int|str).__origin__); t(lambda: (int|str).__module__)
t(lambda: list[T]|dict[U,T]); t(lambda: (list[T]|dict[U,T]).__parameters__); t(lambda: (list[T]|dict[U,T])[int,str]); t(lambda: dict[T,list[U]][int,str]); t(lambda: dict[T,list[U]][(int,)])
t(lambda: next(iter(tuple[int,str])).__typing_unpacked_tuple_args__); t(lambda: list[T][next(iter(tuple[int]))])
