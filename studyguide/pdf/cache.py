"""Where results of layouts are kept: the cache of `sources`, under the name by which this package knows it."""

from studyguide.sources.cache import LIMIT, Cache, key

__all__ = ["LIMIT", "Cache", "key"]
