# graphlib

_OUT, _DONE = -1, -2


class CycleError(ValueError):
    pass


class _Node:
    def __init__(self, item):
        self.item = item
        # How many it still waits for; then whether it was handed out, or is done.
        self.waits_for = 0
        self.followers = []


class TopologicalSorter:
    def __init__(self, graph=None):
        self._nodes = {}
        self._ready = None
        self._handed_out = self._finished = 0
        for node, predecessors in (graph or {}).items():
            self.add(node, *predecessors)

    def _node(self, item):
        node = self._nodes.get(item)
        if node is None:
            node = self._nodes[item] = _Node(item)
        return node

    def add(self, node, *predecessors):
        if self._ready is not None:
            raise ValueError("Nodes cannot be added after a call to prepare()")
        this = self._node(node)
        this.waits_for += len(predecessors)
        for item in predecessors:
            self._node(item).followers.append(node)

    def prepare(self):
        if self._ready is not None:
            raise ValueError("cannot prepare() more than once")
        self._ready = [node.item for node in self._nodes.values() if node.waits_for == 0]
        cycle = self._find_cycle()
        if cycle:
            raise CycleError("nodes are in a cycle", cycle)

    def _find_cycle(self):
        # Depth first; who is on the way already closes a cycle.
        seen = set()
        for start in self._nodes:
            if start in seen:
                continue
            way, places, rest = [], {}, []
            item = start
            while True:
                if item in seen:
                    if item in places:
                        return way[places[item] :] + [item]
                else:
                    seen.add(item)
                    rest.append(iter(self._nodes[item].followers))
                    places[item] = len(way)
                    way.append(item)
                while way:
                    following = next(rest[-1], None)
                    if following is not None:
                        item = following
                        break
                    del places[way.pop()]
                    rest.pop()
                else:
                    break
        return None

    def get_ready(self):
        if self._ready is None:
            raise ValueError("prepare() must be called first")
        result = tuple(self._ready)
        for item in result:
            self._nodes[item].waits_for = _OUT
        self._ready.clear()
        self._handed_out += len(result)
        return result

    def is_active(self):
        if self._ready is None:
            raise ValueError("prepare() must be called first")
        return self._finished < self._handed_out or bool(self._ready)

    def __bool__(self):
        return self.is_active()

    def done(self, *nodes):
        if self._ready is None:
            raise ValueError("prepare() must be called first")
        for item in nodes:
            node = self._nodes.get(item)
            if node is None:
                raise ValueError(f"node {item!r} was not added using add()")
            if node.waits_for >= 0:
                raise ValueError(f"node {item!r} was not passed out (still not ready)")
            if node.waits_for == _DONE:
                raise ValueError(f"node {item!r} was already marked done")
            node.waits_for = _DONE
            for following in node.followers:
                other = self._nodes[following]
                other.waits_for -= 1
                if other.waits_for == 0:
                    self._ready.append(following)
            self._finished += 1

    def static_order(self):
        self.prepare()
        while self.is_active():
            nodes = self.get_ready()
            yield from nodes
            self.done(*nodes)
