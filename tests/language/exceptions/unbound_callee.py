# An exception at a copy leaves no temporary behind: the callee's slot held something else in the statement before.
def boom():
    raise ValueError

def u(show=lambda *a: [1]):
    try:
        x + boom()
    except UnboundLocalError as e:
        show(e)
    try:
        f(x, boom())
        x += boom()
    except UnboundLocalError as e:
        show(e)
    def f(): pass

for i in range(1000):
    u()
print(len([[] for _ in range(1000)]))  # expect: 1000
u(print)
# expect: cannot access local variable 'x' where it is not associated with a value
# expect: cannot access local variable 'f' where it is not associated with a value
