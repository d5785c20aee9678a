"""The abstract classes of containers; they live in _collections_abc so that importing them needs nothing else."""

from _collections_abc import *
from _collections_abc import __all__, _CallableGenericAlias
