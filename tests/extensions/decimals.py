import _decimal as d
D = d.Decimal
print(D('1.1') + D(2), D(0.5), D(2) ** D('0.5'), hash(D(3)), int(D('12345678901234567890123')), D(10**30), repr(D('NaN')))
try: D(1) / 0
except d.DivisionByZero as e: print(type(e), e)
try: D('x')
except d.InvalidOperation as e: print(type(e), e, type(e).__mro__)
print(d.getcontext(), round(D('2.675'), 2), format(D('1234.5'), ',.2f'), D('3.25').as_integer_ratio())
with d.localcontext() as c:
    c.prec = 50
    print(D(1) / 7)
print(D(1) / 7, D('1') == 1, D('1.5') == 1.5, D(3) < 4, sum([D(1), D(2)]), D(7) // 2, D(7) % 2, divmod(D(7), 2), -D(1), abs(D(-1)))
try: D(1) + 1.5
except TypeError as e: print(e)
try: D(1, 2, 3)
except TypeError as e: print(e)
try: D([])
except TypeError as e: print(e)
print(D((0, (1, 2, 3), -2)), D('1e400') * 2, D(2).sqrt(), D(2).ln(), D('Infinity'), D(1).compare(D(2)), D('12.5').to_integral_value())
