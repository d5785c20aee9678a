The library's typing module imports re, whose native half _sre is not there yet.
