# hashlib

from _hashlib import new as _new
from _hashlib import pbkdf2_hmac as _pbkdf2_hmac
from _hashlib import random_bytes

algorithms_guaranteed = {"md5", "sha1", "sha224", "sha256", "sha384", "sha512"}
algorithms_available = set(algorithms_guaranteed)


def new(name, data=b"", *, usedforsecurity=True, **kwargs):
    return _new(name, data)


def md5(string=b"", *, usedforsecurity=True):
    return _new("md5", string)


def sha1(string=b"", *, usedforsecurity=True):
    return _new("sha1", string)


def sha224(string=b"", *, usedforsecurity=True):
    return _new("sha224", string)


def sha256(string=b"", *, usedforsecurity=True):
    return _new("sha256", string)


def sha384(string=b"", *, usedforsecurity=True):
    return _new("sha384", string)


def sha512(string=b"", *, usedforsecurity=True):
    return _new("sha512", string)


def pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None):
    return _pbkdf2_hmac(hash_name, password, salt, iterations, dklen)
