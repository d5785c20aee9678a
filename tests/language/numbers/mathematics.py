import math

def attempt(f, *args, **kw):
    try:
        print(repr(f(*args, **kw)))
    except Exception as e:
        print(f"{type(e).__name__}: {e}")

print(math.pi, math.e, math.tau, math.inf, math.nan)  # expect: 3.141592653589793 2.718281828459045 6.283185307179586 inf nan
print(math.sqrt(2), math.sin(1), math.cos(1), math.tan(1), math.asin(1), math.acos(0), math.atan(1), math.atan2(1, -1))  # expect: 1.4142135623730951 0.8414709848078965 0.5403023058681398 1.5574077246549023 1.5707963267948966 1.5707963267948966 0.7853981633974483 2.356194490192345
print(math.sinh(1), math.cosh(1), math.tanh(1), math.asinh(1), math.acosh(2), math.atanh(0.5), math.exp(1), math.exp2(0.5), math.expm1(1e-10))  # expect: 1.1752011936438014 1.5430806348152437 0.7615941559557649 0.881373587019543 1.3169578969248166 0.5493061443340548 2.718281828459045 1.4142135623730951 1.00000000005e-10
print(math.log(10), math.log(8, 2), math.log2(8), math.log10(1000), math.log1p(1e-10), math.log(10**400), math.log2(2**2000), math.log10(10**500))  # expect: 2.302585092994046 3.0 3.0 3.0 9.999999999500001e-11 921.0340371976182 2000.0 500.0
print(math.gamma(5), math.gamma(0.5), math.gamma(-1.5), math.gamma(100.5), math.lgamma(100), math.lgamma(-0.5), math.lgamma(3), math.gamma(171.6), math.gamma(-180.5), math.gamma(1e-21))  # expect: 24.0 1.7724538509055159 2.3632718012073544 9.320963104082718e+156 359.1342053695754 1.265512123484645 0.693147180559945 1.5858969096672563e+308 -0.0 1.0000000000000001e+21
print(math.erf(0.5), math.erfc(0.5), math.erfc(20), math.cbrt(27), math.cbrt(-2))  # expect: 0.5204998778130465 0.4795001221869535 5.3958656116079005e-176 3.0000000000000004 -1.2599210498948734
print(math.floor(2.7), math.ceil(2.1), math.trunc(-2.7), math.floor(-2.5), math.floor(5), math.ceil(10**30), math.floor(1e20))  # expect: 2 3 -2 -3 5 1000000000000000000000000000000 100000000000000000000
print(math.fabs(-3), math.fmod(-7, 3), math.remainder(7, 2), math.remainder(-5, 2), math.copysign(1, -0.0), math.modf(-2.5), math.frexp(10), math.frexp(0), math.ldexp(0.5, 10), math.ldexp(1, -2000))  # expect: 3.0 -1.0 -1.0 -1.0 -1.0 (-0.5, -2.0) (0.625, 4) (0.0, 0) 512.0 0.0
print(math.isclose(0.1 + 0.2, 0.3), math.isclose(1, 1.1, rel_tol=0.2), math.isclose(0, 1e-10), math.isclose(0, 1e-10, abs_tol=1e-9), math.isclose(math.inf, math.inf))  # expect: True True False True True
print(math.isfinite(1), math.isinf(-math.inf), math.isnan(math.nan), math.ulp(1), math.ulp(0), math.ulp(1.7976931348623157e308), math.nextafter(1, 2), math.nextafter(0, -1))  # expect: True True True 2.220446049250313e-16 5e-324 1.99584030953472e+292 1.0000000000000002 -5e-324
print(math.degrees(math.pi), math.radians(180), math.hypot(3, 4), math.hypot(), math.hypot(1, 2, 3), math.hypot(1e200, 1e200), math.hypot(math.inf, math.nan), math.dist((1, 2), [4, 6]), math.dist((), ()))  # expect: 180.0 3.141592653589793 5.0 0.0 3.7416573867739413 1.414213562373095e+200 inf 5.0 0.0
print(math.factorial(0), math.factorial(20), math.factorial(30), math.comb(5, 2), math.comb(100, 50), math.comb(3, 5), math.perm(5, 2), math.perm(5), math.perm(3, 4), math.comb(10**20, 2), math.perm(10**20, 3))  # expect: 1 2432902008176640000 265252859812191058636308480000000 10 100891344545564193334812497256 0 20 120 0 4999999999999999999950000000000000000000 999999999999999999970000000000000000000200000000000000000000
print(math.gcd(), math.gcd(12, -18), math.gcd(0, 0), math.gcd(2**100, 6**50, 30), math.lcm(), math.lcm(4, 6), math.lcm(-4, 6, 10), math.lcm(0, 5), math.isqrt(99), math.isqrt(10**40), math.isqrt(2**64 - 1), math.isqrt(0))  # expect: 0 6 0 2 1 12 60 0 9 100000000000000000000 4294967295 0
print(math.fsum([0.1] * 10), math.fsum([1e100, 1, -1e100]), math.fsum([]), math.fsum([math.inf, 1]), math.prod([1, 2, 3]), math.prod([]), math.prod([2, 0.5], start=10), math.prod(["a"], start=3))  # expect: 1.0 1.0 0.0 inf 6 1 10.0 aaa
print(math.pow(2, 0.5), math.pow(0, 0), math.pow(-math.inf, 3), math.pow(1, math.nan))  # expect: 1.4142135623730951 1.0 -inf 1.0
attempt(math.sqrt, -1)  # expect: ValueError: math domain error
attempt(math.sqrt, "x")  # expect: TypeError: must be real number, not str
attempt(math.log, 0)  # expect: ValueError: math domain error
attempt(math.log, -10**400)  # expect: ValueError: math domain error
attempt(math.log, 2, 1)  # expect: ZeroDivisionError: float division by zero
attempt(math.exp, 1000)  # expect: OverflowError: math range error
attempt(math.acos, 2)  # expect: ValueError: math domain error
attempt(math.atanh, 1)  # expect: ValueError: math domain error
attempt(math.sin, math.inf)  # expect: ValueError: math domain error
attempt(math.gamma, -1)  # expect: ValueError: math domain error
attempt(math.gamma, 172)  # expect: OverflowError: math range error
attempt(math.lgamma, 0)  # expect: ValueError: math domain error
attempt(math.pow, 0, -1)  # expect: ValueError: math domain error
attempt(math.pow, -8, 1 / 3)  # expect: ValueError: math domain error
attempt(math.pow, 10, 400)  # expect: OverflowError: math range error
attempt(math.ldexp, 1, 5000)  # expect: OverflowError: math range error
attempt(math.ldexp, 1, 2.0)  # expect: TypeError: Expected an int as second argument to ldexp.
attempt(math.fmod, 1, 0)  # expect: ValueError: math domain error
attempt(math.remainder, math.inf, 1)  # expect: ValueError: math domain error
attempt(math.floor, math.inf)  # expect: OverflowError: cannot convert float infinity to integer
attempt(math.ceil, math.nan)  # expect: ValueError: cannot convert float NaN to integer
attempt(math.trunc, "a")  # expect: TypeError: type str doesn't define __trunc__ method
attempt(math.factorial, -1)  # expect: ValueError: factorial() not defined for negative values
attempt(math.factorial, 2.0)  # expect: TypeError: 'float' object cannot be interpreted as an integer
attempt(math.factorial, 10**30)  # expect: OverflowError: factorial() argument should not exceed 9223372036854775807
attempt(math.comb, -1, 2)  # expect: ValueError: n must be a non-negative integer
attempt(math.comb, 5, -2)  # expect: ValueError: k must be a non-negative integer
attempt(math.perm, 5.0, 2)  # expect: TypeError: 'float' object cannot be interpreted as an integer
attempt(math.isqrt, -1)  # expect: ValueError: isqrt() argument must be nonnegative
attempt(math.gcd, 1.5)  # expect: TypeError: 'float' object cannot be interpreted as an integer
attempt(math.isclose, 1, 1, rel_tol=-1)  # expect: ValueError: tolerances must be non-negative
attempt(math.dist, (1,), (1, 2))  # expect: ValueError: both points must have the same number of dimensions
attempt(math.fsum, [math.inf, -math.inf])  # expect: ValueError: -inf + inf in fsum
attempt(math.fsum, [1e308] * 2)  # expect: OverflowError: intermediate overflow in fsum
attempt(math.hypot, "a")  # expect: TypeError: must be real number, not str
class Whole:
    def __floor__(self): return "floor"
    def __ceil__(self): return "ceil"
    def __trunc__(self): return "trunc"
print(math.floor(Whole()), math.ceil(Whole()), math.trunc(Whole()))  # expect: floor ceil trunc
