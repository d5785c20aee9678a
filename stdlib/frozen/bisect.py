"""Keeping a list in order while things are inserted: where does an item belong?"""

from _bisect import bisect_left, bisect_right, insort_left, insort_right

bisect = bisect_right
insort = insort_right
