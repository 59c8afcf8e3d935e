import logging, warnings, sys

logger = logging.getLogger(__name__)
shop = logging.getLogger("shop.cart")


def work(n):
    logger.info("working %d", n)
    if n > 1:
        logger.warning("big")
    shop.error("cart %s", "x")
    return n


def boom():
    try:
        1 / 0
    except ZeroDivisionError:
        logger.exception("caught")


def old():
    warnings.warn("old is gone", DeprecationWarning, stacklevel=2)
    return 1


class MyWarning(UserWarning):
    pass


def custom():
    warnings.warn("mine", MyWarning)


def many():
    warnings.warn("a")
    warnings.warn("b", FutureWarning)


def debug():
    logging.debug("root debug")
    logging.warning("root warn")
