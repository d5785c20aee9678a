import sys

def show(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

show(lambda: sys.setrecursionlimit(0))  # expect: ValueError: recursion limit must be greater or equal than 1
show(lambda: sys.setrecursionlimit('a'))  # expect: TypeError: 'str' object cannot be interpreted as an integer
show(lambda: sys.setrecursionlimit(2**40))  # expect: OverflowError: Python int too large to convert to C int
show(lambda: sys.setswitchinterval(0))  # expect: ValueError: switch interval must be strictly positive
show(lambda: sys.setswitchinterval('a'))  # expect: TypeError: must be real number, not str
show(lambda: sys.setswitchinterval(-1))  # expect: ValueError: switch interval must be strictly positive
show(lambda: sys.set_int_max_str_digits(100))  # expect: ValueError: maxdigits must be 0 or larger than 640
show(lambda: sys.set_int_max_str_digits(-1))  # expect: ValueError: maxdigits must be 0 or larger than 640
show(lambda: sys.getrefcount())  # expect: TypeError: sys.getrefcount() takes exactly one argument (0 given)
show(lambda: sys.getsizeof())  # expect: TypeError: getsizeof() missing required argument 'object' (pos 1)
show(lambda: sys.getsizeof(1,2,3))  # expect: TypeError: getsizeof() takes at most 2 arguments (3 given)
show(lambda: sys.getsizeof([1]))  # expect: 64
show(lambda: sys.getsizeof(object=(1,),default=2))  # expect: 48
show(lambda: sys._getframe(100))  # expect: ValueError: call stack is not deep enough
show(lambda: sys._getframe('a'))  # expect: TypeError: 'str' object cannot be interpreted as an integer
show(lambda: sys.intern(1))  # expect: TypeError: intern() argument must be str, not int
show(lambda: sys.intern(type('S',(str,),{})('x')))  # expect: TypeError: can't intern S
show(lambda: sys.exit(1,2))  # expect: TypeError: exit expected at most 1 argument, got 2
show(lambda: sys.settrace())  # expect: TypeError: sys.settrace() takes exactly one argument (0 given)
show(lambda: sys.settrace(1,2))  # expect: TypeError: sys.settrace() takes exactly one argument (2 given)
show(lambda: sys.setprofile())  # expect: TypeError: sys.setprofile() takes exactly one argument (0 given)
show(lambda: sys.set_asyncgen_hooks(1))  # expect: TypeError: callable firstiter expected, got int
show(lambda: sys.set_asyncgen_hooks(firstiter=1))  # expect: TypeError: callable firstiter expected, got int
show(lambda: sys.set_asyncgen_hooks(finalizer=1))  # expect: TypeError: callable finalizer expected, got int
show(lambda: sys.get_asyncgen_hooks())  # expect: asyncgen_hooks(firstiter=None, finalizer=None)
show(lambda: sys.set_coroutine_origin_tracking_depth(-1))  # expect: ValueError: depth must be >= 0
show(lambda: sys.set_coroutine_origin_tracking_depth('a'))  # expect: TypeError: 'str' object cannot be interpreted as an integer
show(lambda: sys.audit())  # expect: TypeError: audit() missing 1 required positional argument: 'event'
show(lambda: sys.audit(1))  # expect: None
show(lambda: sys.audit('x',1))  # expect: None
show(lambda: sys.addaudithook())  # expect: TypeError: addaudithook() missing required argument 'hook' (pos 1)
show(lambda: sys.call_tracing(1,2))  # expect: TypeError: call_tracing() argument 2 must be tuple, not int
show(lambda: sys.call_tracing(len,([1],)))  # expect: 1
show(lambda: sys.displayhook())  # expect: TypeError: sys.displayhook() takes exactly one argument (0 given)
show(lambda: sys.excepthook(1,2))  # expect: TypeError: excepthook expected 3 arguments, got 2
show(lambda: sys.unraisablehook(1))  # expect: TypeError: sys.unraisablehook argument type must be UnraisableHookArgs
show(lambda: sys.getrefcount(None)>1000)  # expect: True
show(lambda: sys.getdlopenflags())  # expect: 2
show(lambda: sys.setdlopenflags(2))  # expect: None
show(lambda: sys.exception(1))  # expect: TypeError: sys.exception() takes no arguments (1 given)
show(lambda: sys.version_info>(3,))  # expect: True
show(lambda: type(sys.version_info)())  # expect: TypeError: cannot create 'sys.version_info' instances
show(lambda: type(sys.flags))  # expect: <class 'sys.flags'>
show(lambda: type(sys.float_info)())  # expect: TypeError: structseq() missing required argument 'sequence' (pos 1)
show(lambda: type(sys.int_info)([1]))  # expect: TypeError: sys.int_info() takes a 4-sequence (1-sequence given)
show(lambda: sys.int_info.__reduce__())  # expect: (<class 'sys.int_info'>, ((30, 4, 4300, 640), {}))
show(lambda: sys.int_info.__match_args__)  # expect: ('bits_per_digit', 'sizeof_digit', 'default_max_str_digits', 'str_digits_check_threshold')
show(lambda: sys.float_info)  # expect: sys.float_info(max=1.7976931348623157e+308, max_exp=1024, max_10_exp=308, min=2.2250738585072014e-308, min_exp=-1021, min_10_exp=-307, dig=15, mant_dig=53, epsilon=2.220446049250313e-16, radix=2, rounds=1)
show(lambda: sys._current_frames)  # expect: <built-in function _current_frames>
show(lambda: sys.get_asyncgen_hooks().__class__)  # expect: <class 'asyncgen_hooks'>
show(lambda: sys.breakpointhook)  # expect: <built-in function breakpointhook>
show(lambda: sys.is_finalizing())  # expect: False
show(lambda: sys.getallocatedblocks()>0)  # expect: True
show(lambda: sys.getswitchinterval())  # expect: 0.005
show(lambda: sys.getrecursionlimit())  # expect: 1000
show(lambda: sys.float_info.n_fields)  # expect: 11
show(lambda: sys.float_info == tuple(sys.float_info))  # expect: True
show(lambda: hash(sys.int_info)==hash(tuple(sys.int_info)))  # expect: True
show(lambda: sys.flags.n_fields)  # expect: 18
show(lambda: type(sys.flags).__mro__)  # expect: (<class 'sys.flags'>, <class 'tuple'>, <class 'object'>)
