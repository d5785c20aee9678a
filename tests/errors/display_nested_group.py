def d(n):
    try:
        1/0
    except Exception as e:
        x = e
    return ExceptionGroup(str(n), [d(n - 1), x]) if n else x
try:
    raise d(3)
except Exception as e:
    raise OSError('hi')
