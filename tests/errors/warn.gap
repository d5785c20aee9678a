The library's warnings module imports re when filters are given, whose native half _sre is not there yet.
