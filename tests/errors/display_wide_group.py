try: 1/0
except Exception as e:
    e.__notes__ = 5
    try: {}['a']
    except Exception as e2:
        g = ExceptionGroup('g', [e, e2] * 8 + [OSError(2, 'x')])
        g.add_note('x')
        raise g
