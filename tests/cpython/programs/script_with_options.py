"""A script with options as command-line tools have them: defaults without arguments, then some given by hand."""

import argparse
import sys
import threading
import time


def positive(text):
    value = int(text)
    if value <= 0:
        raise argparse.ArgumentTypeError(f"{text} is not positive")
    return value


parser = argparse.ArgumentParser(prog="load", description="Puts load on a service.")
parser.add_argument("url", nargs="?", default="http://localhost", help="where to (default: %(default)s)")
parser.add_argument("-w", "--workers", type=positive, default=2, metavar="N", help="threads at once")
parser.add_argument("-m", "--mode", choices=["read", "write"], default="read")
parser.add_argument("--verbose", "-v", action="count", default=0)


def run(args):
    def work(n):
        time.sleep(0.01 * (n + 1))
        print(f"  worker {n}: {args.mode} {args.url}" + "!" * args.verbose)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(args.workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


args = parser.parse_args()
print(args)
run(args)
run(parser.parse_args("http://example.com -w 1 --mode=write -vv".split()))
parser.print_help()
try:
    parser.parse_args(["-w", "0"])
except SystemExit as error:
    print("exit", error.code)
sys.exit(parser.parse_args(["--workers", "many"]))
