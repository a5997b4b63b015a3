# asyncio

import asyncio.unix_events
from _trace import version as _version
from _asyncio import (
    Future,
    Handle,
    Task,
    TimerHandle,
    _enter_task,
    _get_running_loop,
    _leave_task,
    _set_running_loop,
    all_tasks,
    current_task,
    get_event_loop,
    get_running_loop,
    iscoroutine,
    isfuture,
)
from asyncio.base_events import BaseEventLoop
from asyncio.coroutines import iscoroutinefunction
from asyncio.events import (
    AbstractEventLoop,
    AbstractEventLoopPolicy,
    AbstractServer,
    get_event_loop_policy,
    new_event_loop,
    set_event_loop,
    set_event_loop_policy,
)
from asyncio.exceptions import (
    BrokenBarrierError,
    CancelledError,
    IncompleteReadError,
    InvalidStateError,
    LimitOverrunError,
    SendfileNotAvailableError,
    TimeoutError,
)
from asyncio.futures import wrap_future
from asyncio.locks import Barrier, BoundedSemaphore, Condition, Event, Lock, Semaphore
from asyncio.queues import LifoQueue, PriorityQueue, Queue, QueueEmpty, QueueFull
from asyncio.runners import Runner, run
from asyncio.taskgroups import TaskGroup
from asyncio.tasks import (
    ALL_COMPLETED,
    FIRST_COMPLETED,
    FIRST_EXCEPTION,
    as_completed,
    create_eager_task_factory,
    create_task,
    eager_task_factory,
    ensure_future,
    gather,
    run_coroutine_threadsafe,
    shield,
    sleep,
    wait,
    wait_for,
)
from asyncio.threads import to_thread
from asyncio.timeouts import Timeout, timeout, timeout_at
from asyncio.unix_events import DefaultEventLoopPolicy, EventLoop, SelectorEventLoop

if _version() >= (3, 13):
    from asyncio.queues import QueueShutDown
if _version() >= (3, 14):
    from asyncio.graph import (
        FrameCallGraphEntry,
        FutureCallGraph,
        capture_call_graph,
        format_call_graph,
        print_call_graph,
    )
