"""A heap in a list: heap[0] is the smallest item, and the children of heap[i] are heap[2*i + 1] and heap[2*i + 2]."""

from _heapq import heapify, heappop, heappush, heappushpop, heapreplace, _heapify_max, _heappop_max, _heapreplace_max

__all__ = ["heappush", "heappop", "heapify", "heapreplace", "merge", "nlargest", "nsmallest", "heappushpop"]


def merge(*iterables, key=None, reverse=False):
    """One sorted iterator of several sorted iterables, without reading more of any than needed."""
    heap = []
    if reverse:
        make_heap, pop, replace, direction = _heapify_max, _heappop_max, _heapreplace_max, -1
    else:
        make_heap, pop, replace, direction = heapify, heappop, heapreplace, 1
    for order, iterator in enumerate(map(iter, iterables)):  # order keeps equal items in the order of their sources
        step = iterator.__next__
        try:
            value = step()
        except StopIteration:
            continue
        heap.append([value if key is None else key(value), order * direction, value, step])
    make_heap(heap)
    while len(heap) > 1:
        entry = heap[0]
        try:
            while True:
                yield entry[2]
                value = entry[2] = entry[3]()
                entry[0] = value if key is None else key(value)
                replace(heap, entry)
                entry = heap[0]
        except StopIteration:
            pop(heap)
    if heap:
        _, _, value, step = heap[0]
        yield value
        yield from step.__self__


def _best(n, iterable, key, largest):
    """The n best in order: a heap of the best so far, its worst on top. Earlier ones win among equals."""
    it = iter(iterable)
    if largest:
        result = [(item if key is None else key(item), -i, item) for i, item in zip(range(n), it)]
        make_heap, replace, sign = heapify, heapreplace, -1
    else:
        result = [(item if key is None else key(item), i, item) for i, item in zip(range(n), it)]
        make_heap, replace, sign = _heapify_max, _heapreplace_max, 1
    if not result:
        return result
    make_heap(result)
    top = result[0][0]
    for i, item in enumerate(it, n):
        k = item if key is None else key(item)
        if (top < k) if largest else (k < top):
            replace(result, (k, sign * i, item))
            top = result[0][0]
    result.sort(reverse=largest)
    return [item for _, _, item in result]


def _nbest(n, iterable, key, largest):
    if n == 1:
        sentinel = object()
        result = (max if largest else min)(iter(iterable), default=sentinel, key=key)
        return [] if result is sentinel else [result]
    try:
        size = len(iterable)
    except (TypeError, AttributeError):
        pass
    else:
        if n >= size:
            return sorted(iterable, key=key, reverse=largest)[:n]
    return _best(n, iterable, key, largest)


def nsmallest(n, iterable, key=None):
    """Find the n smallest elements in a dataset; the same as sorted(iterable, key=key)[:n]"""
    return _nbest(n, iterable, key, False)


def nlargest(n, iterable, key=None):
    """Find the n largest elements in a dataset; the same as sorted(iterable, key=key, reverse=True)[:n]"""
    return _nbest(n, iterable, key, True)
