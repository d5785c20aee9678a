import time

def show(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")

show(lambda: time.sleep(-1))  # expect: ValueError: sleep length must be non-negative
show(lambda: time.sleep('a'))  # expect: TypeError: 'str' object cannot be interpreted as an integer
show(lambda: time.sleep(float('nan')))  # expect: ValueError: Invalid value NaN (not a number)
show(lambda: time.sleep(1e30))  # expect: OverflowError: timestamp too large to convert to C _PyTime_t
show(lambda: time.gmtime(0))  # expect: time.struct_time(tm_year=1970, tm_mon=1, tm_mday=1, tm_hour=0, tm_min=0, tm_sec=0, tm_wday=3, tm_yday=1, tm_isdst=0)
show(lambda: time.gmtime(1e30))  # expect: OverflowError: timestamp out of range for platform time_t
show(lambda: time.gmtime('a'))  # expect: TypeError: 'str' object cannot be interpreted as an integer
show(lambda: time.gmtime(float('nan')))  # expect: ValueError: Invalid value NaN (not a number)
show(lambda: time.asctime((1,2)))  # expect: TypeError: asctime(): illegal time tuple argument
show(lambda: time.asctime(time.gmtime(0)))  # expect: 'Thu Jan  1 00:00:00 1970'
show(lambda: time.asctime((2000,13,1,0,0,0,0,0,0)))  # expect: ValueError: month out of range
show(lambda: time.asctime((2000,1,32,0,0,0,0,0,0)))  # expect: ValueError: day of month out of range
show(lambda: time.asctime((2000,0,0,0,0,0,6,0,0)))  # expect: 'Sun Jan  1 00:00:00 2000'
show(lambda: time.asctime((2000,1,1,25,0,0,0,0,0)))  # expect: ValueError: hour out of range
show(lambda: time.asctime((2000,1,1,2,61,0,0,0,0)))  # expect: ValueError: minute out of range
show(lambda: time.asctime((2000,1,1,2,1,62,0,0,0)))  # expect: ValueError: seconds out of range
show(lambda: time.asctime((2000,1,1,2,1,0,-2,0,0)))  # expect: ValueError: day of week out of range
show(lambda: time.asctime((2000,1,1,2,1,0,0,400,0)))  # expect: ValueError: day of year out of range
show(lambda: time.asctime([2000,1,1,0,0,0,0,0,0]))  # expect: TypeError: Tuple or struct_time argument required
show(lambda: time.asctime(1))  # expect: TypeError: Tuple or struct_time argument required
show(lambda: time.strftime('%Y-%m-%d',time.gmtime(0)))  # expect: '1970-01-01'
show(lambda: time.strftime('%Y',(1,)*9))  # expect: '1'
show(lambda: time.strftime('',time.gmtime(0)))  # expect: ''
show(lambda: time.strftime('%Q%',time.gmtime(0)))  # expect: '%Q%'
show(lambda: time.strftime('\x00%Y',time.gmtime(0)))  # expect: ValueError: embedded null character
show(lambda: time.strftime('é%Y',time.gmtime(0)))  # expect: 'é1970'
show(lambda: time.strftime('%y',(-1,)*9))  # expect: ValueError: month out of range
show(lambda: time.get_clock_info('monotonic'))  # expect: namespace(implementation='clock_gettime(CLOCK_MONOTONIC)', monotonic=True, adjustable=False, resolution=1e-09)
show(lambda: time.get_clock_info('x'))  # expect: ValueError: unknown clock
show(lambda: time.get_clock_info('time'))  # expect: namespace(implementation='clock_gettime(CLOCK_REALTIME)', monotonic=False, adjustable=True, resolution=1e-09)
show(lambda: time.get_clock_info('perf_counter'))  # expect: namespace(implementation='clock_gettime(CLOCK_MONOTONIC)', monotonic=True, adjustable=False, resolution=1e-09)
show(lambda: time.get_clock_info('process_time'))  # expect: namespace(implementation='clock_gettime(CLOCK_PROCESS_CPUTIME_ID)', monotonic=True, adjustable=False, resolution=1e-09)
show(lambda: time.get_clock_info('thread_time'))  # expect: namespace(implementation='clock_gettime(CLOCK_THREAD_CPUTIME_ID)', monotonic=True, adjustable=False, resolution=1e-09)
show(lambda: time.clock_gettime(1)>0)  # expect: True
show(lambda: time.clock_gettime(99))  # expect: OSError: [Errno 22] Invalid argument
show(lambda: time.clock_getres(1))  # expect: 1e-09
show(lambda: time.clock_settime(0,'a'))  # expect: TypeError: 'str' object cannot be interpreted as an integer
show(lambda: time.clock_gettime_ns(0)>0)  # expect: True
show(lambda: time.struct_time((1,)*9))  # expect: time.struct_time(tm_year=1, tm_mon=1, tm_mday=1, tm_hour=1, tm_min=1, tm_sec=1, tm_wday=1, tm_yday=1, tm_isdst=1)
show(lambda: time.struct_time((1,)*11))  # expect: time.struct_time(tm_year=1, tm_mon=1, tm_mday=1, tm_hour=1, tm_min=1, tm_sec=1, tm_wday=1, tm_yday=1, tm_isdst=1)
show(lambda: time.struct_time((1,)*11).tm_gmtoff)  # expect: 1
show(lambda: time.struct_time((1,)*8))  # expect: TypeError: time.struct_time() takes an at least 9-sequence (8-sequence given)
show(lambda: time.gmtime(0).tm_zone)  # expect: 'GMT'
show(lambda: time.gmtime(0).tm_gmtoff)  # expect: 0
show(lambda: time.strftime('%Y',(1,2)))  # expect: TypeError: strftime(): illegal time tuple argument
show(lambda: time.gmtime(-1.5))  # expect: time.struct_time(tm_year=1969, tm_mon=12, tm_mday=31, tm_hour=23, tm_min=59, tm_sec=58, tm_wday=2, tm_yday=365, tm_isdst=0)
show(lambda: time.gmtime(1.9999999999))  # expect: time.struct_time(tm_year=1970, tm_mon=1, tm_mday=1, tm_hour=0, tm_min=0, tm_sec=1, tm_wday=3, tm_yday=1, tm_isdst=0)
show(lambda: time.sleep())  # expect: TypeError: time.sleep() takes exactly one argument (0 given)
show(lambda: time.clock_gettime('a'))  # expect: TypeError: 'str' object cannot be interpreted as an integer
show(lambda: time.pthread_getcpuclockid(0))  # expect: ProcessLookupError: [Errno 3] No such process
show(lambda: time.gmtime(None)[:0])  # expect: ()
show(lambda: time.strftime('%4Y',time.gmtime(0)))  # expect: '1970'
show(lambda: time.strftime('%Y',(12345,1,1,0,0,0,0,1,0)))  # expect: '12345'
show(lambda: time.strftime('%Y',(99,1,1,0,0,0,0,1,0)))  # expect: '99'
show(lambda: time.clock_settime_ns(0,2.5))  # expect: TypeError: expect int, got float
show(lambda: time.get_clock_info(1))  # expect: TypeError: get_clock_info() argument 1 must be str, not int
show(lambda: time.strftime(1))  # expect: TypeError: strftime() argument 1 must be str, not int
show(lambda: time.strftime('%Z %z',time.gmtime(0)))  # expect: 'GMT +0000'
show(lambda: time.clock_settime(0,1))  # expect: OSError: [Errno 22] Invalid argument
show(lambda: time.asctime((2000,1,1,0,0,0,0,0)))  # expect: TypeError: asctime(): illegal time tuple argument
show(lambda: time.asctime((2000.5,1,1,0,0,0,0,0,0)))  # expect: TypeError: 'float' object cannot be interpreted as an integer
show(lambda: time.sleep(0.01))  # expect: None
show(lambda: time.time()>1e9)  # expect: True
show(lambda: time.monotonic_ns()>0)  # expect: True
show(lambda: time.perf_counter()>0)  # expect: True
show(lambda: time.process_time_ns()>0)  # expect: True
show(lambda: time.thread_time()>=0)  # expect: True
show(lambda: time.tzset())  # expect: None
show(lambda: time.struct_time.n_fields)  # expect: 11
show(lambda: time.struct_time)  # expect: <class 'time.struct_time'>
show(lambda: time.gmtime(0).__reduce__())  # expect: (<class 'time.struct_time'>, ((1970, 1, 1, 0, 0, 0, 3, 1, 0), {'tm_zone': 'GMT', 'tm_gmtoff': 0}))
