def make(n):
    try:
        try:
            int('x')
        except ValueError:
            raise KeyError(n)
    except KeyError as e:
        return e
def group(n):
    try:
        raise ExceptionGroup('inner', [make(1), make(2)])
    except ExceptionGroup as e:
        return e
try:
    raise ExceptionGroup('outer', [group(1), make(3), group(2)])
except ExceptionGroup as e:
    raise RuntimeError('top') from e
