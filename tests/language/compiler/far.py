# Code too long for 16-bit jumps and constant offsets.
src = "def f(a, n):\n t = 0\n for i in range(n):\n"
for i in range(6000):
    src += f"  t += {i}.5 if i % 2 else {i+300}\n  if t > 1e30: break\n  a = (a * {i+7} + i) % {i+1000003}\n"
src += "  while a > 10**9 and not a < 5: a -= 12345678\n  try:\n   if i == 3: raise ValueError(i)\n  except ValueError as e: t += e.args[0]\n  finally: a += 1\n return t, a\n"
ns = {}
exec(src, ns)
print(ns['f'](1, 5))
src = "def g(x):\n r = []\n while x < 3:\n  x += 1\n"
for i in range(9000):
    src += f"  r.append(x < {i} < 8000 and 'k{i}')\n"
src += "  for y in r:\n"+"".join(f"   x += 0 if y else 0.0 * {i}\n" for i in range(9000))+"   break\n return len(r), r[-1], r[5], x\n"
exec(src, ns)
print(ns['g'](0))
src = "m = 0\nfor q in range(3):\n" + "".join(f"  m += q * {i}.25\n  n{i % 500} = m\n" for i in range(12000))
exec(src, ns); print(ns['m'], ns['n7'])
src = "def gen(x):\n for i in range(3):\n" + "".join(f"  x += {i}.5\n" for i in range(20000)) + "  yield x\n  y = yield from [i, x]\n"
exec(src, ns); print(list(ns['gen'](1)))
src = "x = [" + ",".join(f"({i}.5, y, 'a{i}')" for i in range(40000)) + "]"
ns['y'] = 5
exec(src, ns); print(len(ns['x']), ns['x'][39999])
src = "x = {" + ",".join(f"'a{i}': [{i}, y]" for i in range(20000)) + "}"
exec(src, ns); print(len(ns['x']), ns['x']['a19999'])

# What it prints:
# expect: (95391003.0, 818573)
# expect: (27000, False, 'k5', 3.0)
# expect: 215991000.0 204425310.0
# expect: [200000001.0, 0, 200000001.0, 400000001.0, 1, 400000001.0, 600000001.0, 2, 600000001.0]
# expect: 40000 (39999.5, 5, 'a39999')
# expect: 20000 [19999, 5]
