# abc

from _inspect import abstract_names


class ABCMeta(type):
    def __init__(cls, name, bases, namespace, /, **kwargs):
        cls.__abstractmethods__ = abstract_names(cls)
        cls._abc_registered = ()

    def register(cls, subclass):
        if not isinstance(subclass, type):
            raise TypeError("Can only register classes")
        if not issubclass(subclass, cls):
            cls._abc_registered += (subclass,)
        return subclass

    def __instancecheck__(cls, instance):
        return cls.__subclasscheck__(type(instance))

    def __subclasscheck__(cls, subclass):
        answer = cls.__subclasshook__(subclass)
        if answer is not NotImplemented:
            return answer
        if cls in subclass.__mro__:
            return True
        for other in cls._abc_registered:
            if issubclass(subclass, other):
                return True
        for child in cls.__subclasses__():
            if "_abc_registered" in child.__dict__ and child._abc_registered and issubclass(subclass, child):
                return True
        return False

    @classmethod
    def __subclasshook__(cls, subclass):
        return NotImplemented


class ABC(metaclass=ABCMeta):
    __slots__ = ()

    @classmethod
    def __subclasshook__(cls, subclass):
        return NotImplemented


def abstractmethod(funcobj):
    funcobj.__isabstractmethod__ = True
    return funcobj


class abstractproperty(property):
    __isabstractmethod__ = True


def get_cache_token():
    return 0


def update_abstractmethods(cls):
    if hasattr(cls, "__abstractmethods__"):
        cls.__abstractmethods__ = abstract_names(cls)
    return cls
