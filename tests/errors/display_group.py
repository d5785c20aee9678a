raise ExceptionGroup('a\nb', [ValueError('x\ny'), ExceptionGroup('n', [TypeError(2)])])
