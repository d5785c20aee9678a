def d(n):
    return ExceptionGroup(str(n), [d(n - 1)]) if n else ValueError()
raise d(12)
