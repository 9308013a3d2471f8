"""The cache, sharing a Redis with the broker without being able to hurt it, and never a reason for an error page."""

import logging
import time

import redis
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger(__name__)

REST_AFTER_FAILURE = 5  # seconds without asking a Redis that did not answer: a frozen one costs one time-out, not many


class PatientCacheClient(RedisCacheClient):
    """Answers like an empty cache while Redis is away, full or not allowed to write."""

    def __init__(self, *args, key_prefix: str, **options):
        super().__init__(*args, retry=Retry(NoBackoff(), 0), **options)
        self.key_prefix = key_prefix
        self.rest_until = 0.0

    def add(self, *args):
        return self.ask(super().add, *args, otherwise=False)

    def get(self, key, default):
        return self.ask(super().get, key, default, otherwise=default)

    def set(self, *args):
        return self.ask(super().set, *args, otherwise=None)

    def touch(self, *args):
        return self.ask(super().touch, *args, otherwise=False)

    def delete(self, key):
        return self.ask(super().delete, key, otherwise=False)

    def get_many(self, keys):
        return self.ask(super().get_many, keys, otherwise={})

    def has_key(self, key):
        return self.ask(super().has_key, key, otherwise=False)

    def set_many(self, *args):
        return self.ask(super().set_many, *args, otherwise=None)

    def delete_many(self, keys):
        return self.ask(super().delete_many, keys, otherwise=None)

    def clear(self):
        """Remove the cache's own keys. Django's own clear() empties the whole database, the broker's queues with it."""
        return self.ask(self.remove_own_keys, otherwise=False)

    def remove_own_keys(self):
        client = self.get_client(write=True)
        for key in client.scan_iter(match=f"{self.key_prefix}:*", count=1000):
            client.unlink(key)
        return True

    def ask(self, method, *args, otherwise):
        if time.monotonic() < self.rest_until:
            return otherwise
        try:
            return method(*args)
        except redis.RedisError as error:
            self.rest_until = time.monotonic() + REST_AFTER_FAILURE
            log.warning("The cache does not serve, going on without it: %s", error)
            return otherwise


class PrefixedRedisCache(RedisCache):
    """Django's Redis cache, kept to the keys under its own prefix."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self._class = PatientCacheClient
        self._options = {**self._options, "key_prefix": self.key_prefix}
