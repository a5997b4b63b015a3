# asyncio.staggered: candidates that start one after the other, of which the first to answer wins.

import asyncio.events
from _trace import version
from asyncio.exceptions import CancelledError
