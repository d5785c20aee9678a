class X(Exception):
    __module__ = 3
raise X('')
